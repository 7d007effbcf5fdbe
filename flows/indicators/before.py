"""A window against the windows just before it: what it would show if nothing had changed, and how sure that is.

Shared by declining perception and by every share of customers that is watched from window to window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import t

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.scores import Difference, Sample
from flows.indicators.formulas.season import NO_SEASON, Season
from flows.indicators.inputs import NOTHING, Counts, PerceptionSeries, Period
from flows.indicators.levels import Baseline, Levels, baseline_of, levels_of, mark_episodes, season_of
from flows.indicators.outputs import Estimate
from flows.indicators.perception import measured, with_exact
from flows.indicators.powering import FEW, told_by_counts
from flows.indicators.strata import SIGNED, as_sample
from flows.indicators.vocabulary import Metric, Window
from flows.indicators.wording import amount, in_number, moved, number, signed, span


@dataclass(frozen=True, slots=True)
class Level:
    """What the judged window would show if nothing had changed; `windows` before it told so."""

    value: float
    wander: float
    levels: Levels
    baseline: Baseline
    season: Season


def past_of(series: PerceptionSeries, longest: int) -> list[Period]:
    """Up to `longest` windows before the judged one, those without an answer left out."""
    return [period for period in series.periods[-1 - longest : -1] if period.counts.n]


def too_little(counts: Counts, before: Counts, windows: int, config: IndicatorsConfig) -> str:
    """Why a window cannot be compared with those before it; empty where it can."""
    if windows < 2:
        return "there are not two earlier windows to compare with"
    least = min(counts.customers, before.customers)
    if least < config.proof.minimum_customers:
        return f"a side has {number(least)} customers, and {config.proof.minimum_customers} are the least"
    return ""


def level_of(series: PerceptionSeries, windows: int, config: IndicatorsConfig, *, longest: int, delta: float) -> Level:
    """From the last `windows` answered windows before the judged one; `longest` could be among them."""
    history = series.periods[:-1]
    levels = levels_of(history, series.metric)
    season = season_of(history, levels, config.season.minimum_months)
    values = levels.without_season(season)
    excluded = mark_episodes(values, levels, kept=season.kept, windows=longest, delta=delta, proof=config.proof)
    baseline = baseline_of(values[-windows:], levels.sampling[-windows:], excluded[-windows:], season.kept)
    month = series.periods[-1].window.middle.month
    uncertain_season = season.contrast_variance(month, levels.months[-windows:])
    return Level(
        value=baseline.centre.value + float(season.factors[month - 1]),
        wander=baseline.wander + baseline.centre.wander + uncertain_season,
        levels=levels,
        baseline=baseline,
        season=season,
    )


def difference_from(level: Level, counts: Counts, before: Counts, metric: Metric) -> Difference:
    """The judged window's answers less the level, each side with its own sampling."""
    return Difference(
        now=as_sample([counts], metric, level.levels.effect),
        before=_expected(level, before, SIGNED[metric]),
        weights=np.ones(1),
        wander=level.wander,
    )


def _expected(level: Level, before: Counts, is_signed: bool) -> Sample:
    """The baseline as one sample: its level, with as many customers as its sampling variance is worth."""
    customers = level.levels.spread / level.baseline.centre.sampling
    share = level.value / 100
    if not is_signed:
        return Sample(np.array([np.clip(share, 0, 1) * customers]), np.zeros(1), np.array([customers]), is_signed)
    answered = min(1.0, max(abs(share), (before.positive + before.negative) / before.n))
    positive, negative = (answered + share) / 2, (answered - share) / 2
    return Sample(np.array([positive * customers]), np.array([negative * customers]), np.array([customers]), is_signed)


def against(level: Level, windows: int, frequency: str) -> str:
    """What is compared with, as the reason says it."""
    text = f"in the {windows} {frequency.replace('_', '-')}s before"
    if level.baseline.has_episode:
        text += ", whose median counts since they hold an earlier fall"
    return text if level.season is NO_SEASON else f"{text}, allowing for the season"


def share_before(
    frame: Estimate, periods: Sequence[Period], config: IndicatorsConfig, *, longest: int, what: str
) -> Estimate:
    """`frame` with a share of customers (per cent) judged against the `longest` windows before it.

    periods  oldest first, the last one judged; in their counts `positive` has what is counted, `negative` the rest
    frame    its delta is in percentage points; its harm (or merit) is the share's rise where `more_is_worse`, else its
             fall; window, numbers and sentence are filled in
    what     whose share: "The share of texts about Alder that speak of a broken promise"
    """
    judged = [_mirrored(period) for period in periods] if frame.more_is_worse else list(periods)
    series = PerceptionSeries(frame.subject, "csat", frame.frequency, tuple(judged))
    past, counts = past_of(series, longest), judged[-1].counts
    before = sum((period.counts for period in past), NOTHING)
    framed = _framed(frame, series, past, before)
    if blocked := too_little(counts, before, len(past), config):
        return replace(framed, blocked=blocked)
    level = level_of(series, len(past), config, longest=longest, delta=frame.delta)
    difference = difference_from(level, counts, before, "csat")
    estimate = measured(framed, difference, config, comparison=level.value, windows=level.baseline.windows)
    if level.season is NO_SEASON:
        estimate = with_exact(estimate, counts, before, "csat")
    if counts.customers <= FEW:
        estimate = told_by_counts(estimate, _p_of(estimate, level, counts, before), config.proof)
    seen = _turned(estimate) if frame.more_is_worse else estimate
    return replace(seen, fact=_fact(seen, what, against(level, len(past), frame.frequency)))


def _p_of(estimate: Estimate, level: Level, counts: Counts, before: Counts) -> Callable[[int], float]:
    """The p that this very test would have given so many of the window's customers."""

    def p(count: int) -> float:
        seen = Counts(counts.customers, count, counts.customers - count, counts.customers)
        critical = difference_from(level, seen, before, "csat").critical_value()
        found = replace(estimate, p_harm=float(t.cdf(critical, estimate.df)))
        return (with_exact(found, seen, before, "csat") if level.season is NO_SEASON else found).p_harm or 0.0

    return p


def _framed(frame: Estimate, series: PerceptionSeries, past: Sequence[Period], before: Counts) -> Estimate:
    now = series.periods[-1]
    counted = now.counts.negative if frame.more_is_worse else now.counts.positive
    return replace(
        frame,
        window=now.window,
        comparison_window=Window(past[0].window.start, past[-1].window.end) if past else None,
        value=100 * counted / now.counts.n if now.counts.n else None,
        n=now.counts.customers,
        n_comparison=before.customers,
    )


def _mirrored(period: Period) -> Period:
    """The same answers counted from the other side, so that a rise of what harms reads as a fall."""

    def other(counts: Counts) -> Counts:
        return Counts(counts.n, counts.n - counts.positive, counts.positive, counts.customers)

    return replace(
        period,
        cells=tuple(replace(cell, counts=other(cell.counts)) for cell in period.cells),
        days=tuple(replace(day, counts=other(day.counts)) for day in period.days),
    )


def _turned(estimate: Estimate) -> Estimate:
    """What was measured on the mirrored answers, told of the answers themselves; harm and p stay."""
    value, comparison, change = estimate.value or 0.0, estimate.comparison or 0.0, estimate.change or 0.0
    low, high = estimate.ci or (0.0, 0.0)
    return replace(estimate, value=100 - value, comparison=100 - comparison, change=-change, ci=(-high, -low))


def _fact(estimate: Estimate, what: str, compared: str) -> str:
    value, comparison, change = estimate.value or 0.0, estimate.comparison or 0.0, estimate.change or 0.0
    low, high = estimate.ci or (0.0, 0.0)
    when = span(estimate.window, estimate.frequency)
    turn = (
        f"stayed at {number(value)} %"
        if moved(change) == "stayed"
        else f"{moved(change)} from {number(comparison)} % to {number(value)} %"
    )
    return (
        f"{what} {turn} in {when} ({signed(change)} {in_number(change, estimate.unit)}, 95 % interval {signed(low)} to "
        f"{signed(high)}; {amount(estimate.n, estimate.each)} now, {number(estimate.n_comparison)} {compared})"
    )
