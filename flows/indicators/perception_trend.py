"""Threat: declining perception, slowly. A monotone slope of the deseasonalised months; never more than a watch.

Year-differencing is not used: it turns a steady slide into a constant, in which Mann-Kendall finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.indicators.classified import as_predicted
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.season import months_between
from flows.indicators.formulas.trend import Trend, trend
from flows.indicators.inputs import PerceptionSeries, Period
from flows.indicators.levels import levels_of
from flows.indicators.outputs import Estimate
from flows.indicators.perception import frame_of
from flows.indicators.strata import source_shares, value_or_none
from flows.indicators.wording import METRIC_UNITS, about, from_to, in_number, moved, number, signed, span

NAME = "perception_trend"
FORMULA_VERSION = "2"
NORMAL_95 = 1.96
CAP = "a slope alone is a watch at most"


def measure(series: PerceptionSeries, config: IndicatorsConfig) -> Estimate:
    """The slope over the last `points` windows of `series`, in points over that whole span."""
    minimum = config.proof.minimum_customers
    recent = series.periods[-config.perception_trend.points :]
    used = [period for period in recent if period.counts.customers >= minimum]
    frame = _frame(series, used, config)
    blocked = _blocked(series, used, config)
    if blocked:
        return replace(frame, blocked=blocked)
    levels = levels_of(used, series.metric)
    months = tuple(int(month) for month in levels.months)
    found = trend(levels.values, months, config.perception_trend.resamples)
    return as_predicted(_estimate(frame, series, used, found), series.classifier)


def _frame(series: PerceptionSeries, used: Sequence[Period], config: IndicatorsConfig) -> Estimate:
    now = series.periods[-1]
    return frame_of(
        series,
        used,
        indicator=NAME,
        value=value_or_none(now.counts, series.metric),
        delta=config.delta.of(series.metric),
        unit=METRIC_UNITS[series.metric],
        short=f"the trend of {about(series.metric, series.subject)} up to {span(now.window, series.frequency)}",
        cap_at_watch=CAP,
        in_family=False,
        sources=source_shares([now], used),
        formula_version=FORMULA_VERSION,
    )


def _blocked(series: PerceptionSeries, used: Sequence[Period], config: IndicatorsConfig) -> str:
    needed = config.season.minimum_months
    if not used or used[-1] is not series.periods[-1]:
        return f"the window has fewer than {config.proof.minimum_customers} customers"
    months = months_between(used[0].window.start, used[-1].window.end)
    if len(used) < config.perception_trend.minimum_points or months < needed:
        return f"{months} months of history cannot tell a trend from a season, {needed} can"
    counts = [sum(period.window.middle.month == month for period in used) for month in range(1, 13)]
    return "a month of the year was not seen twice" if min(counts) < 2 else ""


def _estimate(frame: Estimate, series: PerceptionSeries, used: Sequence[Period], found: Trend) -> Estimate:
    steps = len(used) - 1
    change = found.slope * steps
    ci = (found.slope_low * steps, found.slope_high * steps)
    name = about(series.metric, series.subject)
    ends = "" if moved(change) == "stayed" else f" {from_to(found.first, found.last, series.metric)}"
    fact = (
        f"{name} {moved(change)}{ends} along a line through {len(used)} {series.frequency}s up to "
        f"{span(frame.window, series.frequency)}, season taken out ({signed(change)} {in_number(change, frame.unit)} "
        f"in all, 95 % interval {signed(ci[0])} to {signed(ci[1])}; {number(frame.n_comparison)} customers)"
    )
    return replace(
        frame,
        value=found.last,
        comparison=found.first,
        change=change,
        harm=-change,
        ci=ci,
        test="Mann-Kendall with sieve-bootstrap p, Sen's slope, one-sided",
        p_harm=found.p_falling,
        p_improved=found.p_rising,
        # A slope's noise is the level's, not the answers': more customers in a window would not make it smaller.
        sampling=0.0,
        wander=((ci[1] - ci[0]) / (2 * NORMAL_95)) ** 2,
        baseline=len(used),
        fact=fact,
    )
