"""Data trust, and perhaps churn: far fewer events than expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from flows.indicators.activity import VolumeSeries
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.rates import dispersion, lower_count_p
from flows.indicators.formulas.season import NO_SEASON, Season, fit_season, months_between
from flows.indicators.outputs import Estimate
from flows.indicators.vocabulary import Window
from flows.indicators.wording import amount, number, span, subject_name

NAME = "volume_drop"
FORMULA_VERSION = "1"
METRIC = "volume"


def measure(series: VolumeSeries, config: IndicatorsConfig) -> Estimate:
    """The last count against the mean of the windows before it, seasonal from 24 months of history on.

    n is the days observed, not the events: that nothing came in is the finding, not a lack of data.
    Under 80 % alone fires on noise (26 % of windows at a mean of 5): p < .001 with overdispersion is needed too.
    """
    *history, (window, count) = series.counts
    past = history[-config.volume_drop.baseline_windows :]
    frame = _frame(series, window, past)
    if len(past) < 3 or not sum(counted for _, counted in past):
        return replace(frame, value=float(count), blocked="there is no earlier volume to expect anything from")
    usual = _expected(history, past, window, config)
    lost = usual.count - count
    return replace(
        frame,
        value=float(count),
        comparison=usual.count,
        change=-lost,
        harm=lost,
        ci=None,
        p_harm=lower_count_p(count, usual.count, usual.phi, len(past)),
        delta=(1 - config.volume_drop.share) * usual.count,
        watch_from=(1 - config.volume_drop.share) * usual.count,
        alpha=config.volume_drop.alpha,
        baseline=len(past),
        fact=(
            f"{amount(count, 'events')} about {subject_name(series.subject)} came in in "
            f"{span(window, series.frequency)}, {number(100 * count / usual.count, 0)} % of the "
            f"{number(usual.count, 0)} that the {len(past)} {series.frequency}s before let expect"
        ),
    )


@dataclass(frozen=True, slots=True)
class _Usual:
    count: float
    phi: float


def _expected(
    history: Sequence[tuple[Window, int]],
    past: Sequence[tuple[Window, int]],
    window: Window,
    config: IndicatorsConfig,
) -> _Usual:
    """Mean of the baseline with its months' factors (multiplicative: volumes are proportions of a business)."""
    season = _season(history, config)
    months = np.array([each.middle.month for each, _ in past], dtype=np.int64)
    factors = np.exp(season.of(months))
    counts = np.array([count for _, count in past], dtype=np.float64)
    level = counts.sum() / factors.sum()
    month = np.array([window.middle.month], dtype=np.int64)
    return _Usual(float(level * np.exp(season.of(month))[0]), dispersion(counts, level * factors))


def _season(history: Sequence[tuple[Window, int]], config: IndicatorsConfig) -> Season:
    if months_between(history[0][0].start, history[-1][0].end) < config.season.minimum_months:
        return NO_SEASON
    counts = np.array([count for _, count in history], dtype=np.float64)
    return fit_season(np.log(counts + 0.5), counts + 0.5, [window.middle.month for window, _ in history])


def _frame(series: VolumeSeries, window: Window, past: Sequence[tuple[Window, int]]) -> Estimate:
    return Estimate(
        indicator=NAME,
        subject=series.subject,
        metric=METRIC,
        frequency=series.frequency,
        window=window,
        comparison_window=Window(past[0][0].start, past[-1][0].end) if past else None,
        n=round(window.days),
        n_comparison=sum(round(each.days) for each, _ in past),
        test="t and negative binomial tail with overdispersion, one-sided",
        delta=1.0,
        unit="events",
        each="days",
        short=f"the volume of {subject_name(series.subject)} in {span(window, series.frequency)}",
        formula_version=FORMULA_VERSION,
    )
