"""Threat: a rival gains. Our share of voice in public, and our net sentiment less a rival's on the same channels.

A voice is a customer who writes about a brand, and the share is of those about any listed brand of our sector.

Both sides of the gap live through the same weeks, so what moves all of them (a strike, a feast) is taken out: it is a
difference of differences, against the months before. The gap of a month weighs channels as N. Mantel and W. Haenszel
do (J. Nat. Cancer Inst. 22 (1959) 719-748), over those that both have. How much the gap moves by itself counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.stats import t

from flows.indicators.before import share_before
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.noise import freedom, mean_centre, wander
from flows.indicators.formulas.power import t_quantile
from flows.indicators.formulas.proportions import net_sample, stratified_difference
from flows.indicators.formulas.scores import Sample
from flows.indicators.inputs import NOTHING, Counts, Period
from flows.indicators.outputs import Estimate
from flows.indicators.vocabulary import Frequency, Subject, Window
from flows.indicators.wording import amount, moved, number, signed, span

NAME = "competitor_gain"
FORMULA_VERSION = "2"
VOICE = "share_of_voice"
GAP = "sentiment_gap"


@dataclass(frozen=True, slots=True)
class Voices:
    """Who is spoken of in public, month after month, the last one judged: `positive` are customers who speak of us."""

    subject: Subject
    frequency: Frequency
    periods: tuple[Period, ...]
    sources: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Both:
    """One window's scored texts about us and about a rival, by channel."""

    window: Window
    ours: Mapping[str, Counts]
    theirs: Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class Rivalry:
    """We and a rival (`subject.item`), window after window; the last one is judged."""

    subject: Subject
    frequency: Frequency
    windows: tuple[Both, ...]
    sources: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Gap:
    """Ours less theirs in points, its sampling variance, and how many customers of ours and theirs it rests on."""

    window: Window
    value: float
    sampling: float
    ours: int
    theirs: int


def measure(rivals: Voices | Rivalry, config: IndicatorsConfig) -> Estimate:
    """Our share of voice, or the gap to one rival, against the months before."""
    return _voice(rivals, config) if isinstance(rivals, Voices) else _gap(rivals, config)


def _voice(voices: Voices, config: IndicatorsConfig) -> Estimate:
    brand = voices.subject.brand
    frame = Estimate(
        indicator=NAME,
        subject=voices.subject,
        metric=VOICE,
        frequency=voices.frequency,
        window=voices.periods[-1].window,
        delta=config.competitor_gain.delta_voice,
        unit="percentage points",
        sources=voices.sources,
        short=f"the share of voice of {brand} in {span(voices.periods[-1].window, voices.frequency)}",
        formula_version=FORMULA_VERSION,
    )
    what = f"The share of {brand} in what customers say in public about the listed brands"
    return share_before(frame, voices.periods, config, longest=config.competitor_gain.baseline_windows, what=what)


def _gap(rivalry: Rivalry, config: IndicatorsConfig) -> Estimate:
    minimum = config.proof.minimum_customers
    gaps = [_gap_of(both) for both in rivalry.windows]
    now = gaps[-1]
    past: list[_Gap] = [gap for gap in gaps[-1 - config.competitor_gain.baseline_windows : -1] if gap]
    frame = _frame(rivalry, now, past, config)
    if now is None:
        return replace(frame, blocked="no channel has scored texts about both")
    if len(past) < 2:
        return replace(frame, blocked="there are not two earlier months with both on the same channels")
    if min(now.ours, now.theirs) < minimum:
        least = min(now.ours, now.theirs)
        return replace(frame, blocked=f"a side has {number(least)} customers, and {minimum} are the least")
    return _compared(frame, now, past, config)


def _gap_of(both: Both) -> _Gap | None:
    common = [name for name in sorted(both.ours) if both.ours[name].n and both.theirs.get(name, NOTHING).n]
    if not common:
        return None
    ours, theirs = ([side[name] for name in common] for side in (both.ours, both.theirs))
    difference = stratified_difference(_sample(ours), _sample(theirs))
    variances = difference.now.variance + difference.before.variance
    return _Gap(
        both.window,
        difference.value,
        float(difference.weights**2 @ variances),
        sum(each.customers for each in ours),
        sum(each.customers for each in theirs),
    )


def _compared(frame: Estimate, now: _Gap, past: Sequence[_Gap], config: IndicatorsConfig) -> Estimate:
    values = np.array([gap.value for gap in past])
    sampling = np.array([gap.sampling for gap in past])
    between = wander(values, sampling)
    centre = mean_centre(values, sampling, between)
    noise = between + centre.wander
    error = float(np.sqrt(now.sampling + centre.sampling + noise))
    df = freedom(len(past))
    change = now.value - centre.value
    room = t_quantile((1 + config.proof.confidence) / 2, df) * error
    found = replace(
        frame,
        comparison=centre.value,
        change=change,
        harm=-change,
        ci=(change - room, change + room),
        p_harm=float(t.cdf(change / error, df)),
        p_improved=float(t.sf(change / error, df)),
        sampling=now.sampling + centre.sampling,
        wander=noise,
        df=df,
        baseline=len(past),
    )
    return replace(found, fact=_fact(found, len(past)))


def _fact(estimate: Estimate, months: int) -> str:
    """In words of the lead, since a gap under nought is a rival's lead."""
    subject, value, usual = estimate.subject, estimate.value or 0.0, estimate.comparison or 0.0
    low, high = estimate.ci or (0.0, 0.0)
    change = estimate.change or 0.0
    return (
        f"Net sentiment of {subject.brand} less that of {subject.item}, on the same public channels, "
        f"{moved(change)} {'at' if moved(change) == 'stayed' else f'from {number(usual)} to'} {number(value)} in "
        f"{span(estimate.window, estimate.frequency)} ({signed(change)} points, 95 % interval {signed(low)} to "
        f"{signed(high)}; {amount(estimate.n, 'customers')} of ours now, against the {amount(months, 'months')} before)"
    )


def _frame(rivalry: Rivalry, now: _Gap | None, past: Sequence[_Gap], config: IndicatorsConfig) -> Estimate:
    window, subject = rivalry.windows[-1].window, rivalry.subject
    return Estimate(
        indicator=NAME,
        subject=subject,
        metric=GAP,
        frequency=rivalry.frequency,
        window=window,
        comparison_window=Window(past[0].window.start, past[-1].window.end) if past else None,
        value=now.value if now else None,
        n=now.ours if now else sum(counts.customers for counts in rivalry.windows[-1].ours.values()),
        n_comparison=sum(gap.ours for gap in past),
        test="difference of differences with between-window variance, t, one-sided",
        delta=config.competitor_gain.delta_gap,
        sources=rivalry.sources,
        short=f"{subject.brand} beside {subject.item} in {span(window, rivalry.frequency)}",
        formula_version=FORMULA_VERSION,
    )


def _sample(counts: Sequence[Counts]) -> Sample:
    """Scaled to independent customers: rows of one are one cluster."""
    n = np.array([each.n for each in counts], dtype=np.float64)
    customers = np.array([each.customers for each in counts], dtype=np.float64)
    positive = np.array([each.positive for each in counts]) / n * customers
    negative = np.array([each.negative for each in counts]) / n * customers
    return net_sample(positive, negative, customers)
