"""A series of windows as arrays: each one's value, the variance of it that sampling leaves, its month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.indicators.config import Proof
from flows.indicators.formulas.noise import Centre, day_effect, freedom, mean_centre, median_centre, wander
from flows.indicators.formulas.power import t_quantile
from flows.indicators.formulas.scores import Floats
from flows.indicators.formulas.season import NO_SEASON, Season, fit_season, months_between
from flows.indicators.inputs import Period
from flows.indicators.strata import SIGNED, value_of
from flows.indicators.vocabulary import Metric


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """Windows with answers, oldest first.

    effect: the design effect of days; spread: the variance of one answer, pooled over the windows (a window of three
    satisfied customers would else claim to have none).
    """

    values: Floats
    sampling: Floats
    months: NDArray[np.int64]
    spread: float
    effect: float

    def __len__(self) -> int:
        return len(self.values)

    def without_season(self, season: Season) -> Floats:
        return self.values - season.of(self.months)


def levels_of(periods: Sequence[Period], metric: Metric) -> Levels:
    """The periods that hold answers; the others are gaps, not zeros."""
    filled = [(period, period.counts) for period in periods]
    filled = [(period, counts) for period, counts in filled if counts.n]
    values = np.array([value_of(counts, metric) for _, counts in filled])
    customers = np.array([counts.customers for _, counts in filled], dtype=np.float64)
    spread = _spread(periods, metric)
    effect = day_effect([_days(period, metric) for period, _ in filled if period.days], spread)
    return Levels(
        values=values,
        sampling=spread * effect / customers,
        months=np.array([period.window.middle.month for period, _ in filled], dtype=np.int64),
        spread=spread,
        effect=effect,
    )


def _spread(periods: Sequence[Period], metric: Metric) -> float:
    """Variance of one answer, in squared points, adjusted as in the intervals so that it is never zero."""
    counts = [period.counts for period in periods]
    n = sum(each.n for each in counts) + 4
    p = (sum(each.positive for each in counts) + 1) / n
    d = SIGNED[metric] * (sum(each.negative for each in counts) + 1) / n
    return 1e4 * (p + d - (p - d) ** 2)


def _days(period: Period, metric: Metric) -> tuple[Floats, Floats]:
    days = [each.counts for each in period.days if each.counts.n]
    return (
        np.array([value_of(each, metric) for each in days]),
        np.array([each.customers for each in days], dtype=np.float64),
    )


def season_of(periods: Sequence[Period], levels: Levels, minimum_months: int) -> Season:
    """Seasonal factors of a history, or none where it is shorter than `minimum_months`."""
    if not periods or months_between(periods[0].window.start, periods[-1].window.end) < minimum_months:
        return NO_SEASON
    return fit_season(levels.values, 1 / levels.sampling, levels.months.tolist())


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a window is compared with: the level before it, its wander, and how many windows told the wander."""

    centre: Centre
    wander: float
    windows: int
    has_episode: bool


def baseline_of(values: Floats, sampling: Floats, excluded: NDArray[np.bool_], kept: float) -> Baseline:
    """Level and wander of deseasonalised windows; with an episode among them their median, and the calm ones' wander.

    An episode that fills more than half of the windows is the new level: then all of them tell the wander.
    """
    calm = ~excluded
    if calm.sum() < max(2, len(values) / 2):
        calm = np.ones(len(values), dtype=np.bool_)
    between = wander(values[calm], sampling[calm], kept)
    centre = (median_centre if excluded.any() else mean_centre)(values, sampling, between)
    return Baseline(centre, between, int(calm.sum()), bool(excluded.any()))


def mark_episodes(
    values: Floats, levels: Levels, *, kept: float, windows: int, delta: float, proof: Proof
) -> NDArray[np.bool_]:
    """Which windows would have been `critical` when they were new.

    Judged from the data alone (no q: a family of one), so that a rerun does not depend on what ran before. Only the
    last `windows` can be in a baseline, so no more are looked at.
    """
    excluded = np.zeros(len(values), dtype=np.bool_)
    for at in range(max(proof.windows_for_full_confidence, len(values) - windows), len(values)):
        first = max(0, at - windows)
        before = baseline_of(values[first:at], levels.sampling[first:at], excluded[first:at], kept)
        error = np.sqrt(levels.sampling[at] + before.centre.sampling + before.wander + before.centre.wander)
        fell = (before.centre.value - values[at]) / error
        sure = t_quantile(1 - proof.alpha_critical, freedom(before.windows))
        room = t_quantile((1 + proof.confidence) / 2, freedom(before.windows))
        excluded[at] = bool(fell > sure and fell > room + delta / error)
    return excluded
