"""Data trust: a source that has gone silent for longer than it ever does by itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import numpy as np

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.rates import silence_p
from flows.indicators.inputs import Heartbeat
from flows.indicators.outputs import Estimate
from flows.indicators.wording import amount, span

NAME = "source_outage"
FORMULA_VERSION = "1"
METRIC = "silent_days"


def measure(beat: Heartbeat, config: IndicatorsConfig) -> Estimate:
    """The longest run of silent days that reaches into the window, against the source's own longest run before.

    A silence that began before the window counts whole; one that was over by then is a part of what is usual.
    """
    frame = _frame(beat)
    if len(beat.before) < config.source_outage.minimum_days or not any(beat.before):
        return replace(frame, blocked=f"there are not {config.source_outage.minimum_days} days with it to learn from")
    begun = _begun(beat)
    known = beat.before[: len(beat.before) - begun]
    usual = longest_silence(known)
    silent = longest_silence((0,) * begun + beat.within)
    p_value = silence_p(silent, np.array(known, dtype=np.float64)) if silent > usual else 1.0
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
            f"The source {beat.subject.source} sent nothing for {amount(silent, 'days')} running in "
            f"{span(beat.window, beat.frequency)}; in the {len(beat.before)} days before it was silent for "
            f"{amount(usual, 'days')} running at most"
        ),
    )


def longest_silence(days: tuple[int, ...]) -> int:
    """The longest run of zeros."""
    return max((len(list(run)) for count, run in groupby(days) if count == 0), default=0)


def _begun(beat: Heartbeat) -> int:
    """Silent days just before the window, where it starts silent too."""
    if not beat.within or beat.within[0]:
        return 0
    return next((silent for silent, count in enumerate(reversed(beat.before)) if count), len(beat.before))


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
        short=f"whether {beat.subject.source} was silent in {span(beat.window, beat.frequency)}",
        formula_version=FORMULA_VERSION,
    )
