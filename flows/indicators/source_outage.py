"""Data trust: a source that has gone silent for longer than it ever does by itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import numpy as np

from flows.indicators.activity import STREAMS, Heartbeat
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.rates import silence_p
from flows.indicators.outputs import Estimate
from flows.indicators.vocabulary import Subject
from flows.indicators.wording import amount, span, within

NAME = "source_outage"
FORMULA_VERSION = "2"
METRIC = "silent_days"


def measure(beat: Heartbeat, config: IndicatorsConfig) -> Estimate:
    """The longest run of silent days that reaches into the window, against the source's own longest run before.

    A silence that began before the window counts whole; one that was over by then is a part of what is usual.
    """
    frame = _frame(beat)
    if len(beat.before) < config.source_outage.minimum_days or not any(beat.before):
        return replace(frame, blocked=f"there are not {config.source_outage.minimum_days} days with it to learn from")
    if has_ended(beat, config):
        return _ended(frame, beat)
    usual, silent, p_value = _silences(beat)
    return replace(
        frame,
        value=float(silent),
        comparison=float(usual),
        change=float(silent - usual),
        harm=float(max(0, silent - usual)),
        p_harm=p_value,
        alpha=config.source_outage.alpha,
        baseline=len(beat.before),
        fact=(
            f"The source {beat.subject.source} sent {_nothing(beat.subject)} for {amount(silent, 'days')} running "
            f"{_when(beat, silent)} {span(beat.window, beat.frequency)}; in the {len(beat.before)} days before "
            f"it was silent for {amount(usual, 'days')} running at most"
        ),
    )


def has_ended(beat: Heartbeat, config: IndicatorsConfig) -> bool:
    """Whether a source that is silent all window long was out as many windows ago as an outage may last.

    It counts as ended then: its answers are not late but gone, which is a change of mix (`response_bias`).
    """
    days, back = len(beat.within), len(beat.within) * config.source_outage.windows
    then = replace(beat, before=beat.before[:-back], within=beat.before[-back:][:days])
    since = beat.before[-back:][days:] + beat.within
    if any(since) or (then.within and then.within[-1]) or len(then.before) < config.source_outage.minimum_days:
        return False
    return _silences(then)[2] <= config.source_outage.alpha


def _silences(beat: Heartbeat) -> tuple[int, int, float]:
    """The longest silence before, the one that reaches into the window, and its chance (1 where it is no longer)."""
    begun = _begun(beat)
    usual = longest_silence(beat.before[: len(beat.before) - begun])
    silent = longest_silence((0,) * begun + beat.within)
    return usual, silent, silence_p(silent, np.array(beat.before, dtype=np.float64)) if silent > usual else 1.0


def _ended(frame: Estimate, beat: Heartbeat) -> Estimate:
    _, silent, _ = _silences(beat)
    changed = "what it told is told no more" if beat.subject.item else "where answers come from has changed"
    sent = f"The source {beat.subject.source} has sent {_nothing(beat.subject)} for {amount(silent, 'days')}"
    fact = f"{sent} and counts as ended: {changed}"
    return replace(frame, value=float(silent), harm=0.0, p_harm=1.0, baseline=len(beat.before), fact=fact)


def longest_silence(days: tuple[int, ...]) -> int:
    """The longest run of zeros."""
    return max((len(list(run)) for count, run in groupby(days) if count == 0), default=0)


def _begun(beat: Heartbeat) -> int:
    """Silent days just before the window, where it starts silent too."""
    if not beat.within or beat.within[0]:
        return 0
    return next((silent for silent, count in enumerate(reversed(beat.before)) if count), len(beat.before))


def _when(beat: Heartbeat, silent: int) -> str:
    """A silence may be longer than the window that it reaches into."""
    if silent and not any((beat.before + beat.within)[-silent:]):
        return "up to the end of"
    return "in" if silent <= len(beat.within) and not _begun(beat) else "reaching into"


def _nothing(subject: Subject) -> str:
    """What it did not send."""
    return STREAMS[subject.item]


def _frame(beat: Heartbeat) -> Estimate:
    return Estimate(
        indicator=NAME,
        subject=beat.subject,
        metric=METRIC,
        frequency=beat.frequency,
        window=beat.window,
        n=len(beat.within),
        n_comparison=len(beat.before),
        test="longest silence ever, and the chance of such a silence",
        delta=1.0,
        watch_from=1.0,
        unit="days",
        each="days",
        more_is_worse=True,
        short=f"whether {beat.subject.text} was silent {within(beat.window, beat.frequency)}",
        formula_version=FORMULA_VERSION,
    )
