"""Threat: a small drop of perception that lasts, which no single week shows. A chart, so never more than a watch.

EWMA (formulas/charts.py) on the weeks after a frozen baseline of a year, season taken out from two years of history on;
26 to 51 weeks of baseline are provisional. The break is dated by PELT, which alarms nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from flows.indicators.classified import as_predicted
from flows.indicators.config import IndicatorsConfig
from flows.indicators.config.perception import PerceptionShift
from flows.indicators.formulas.charts import PROVISIONAL_WEEKS, Chart, ewma_chart
from flows.indicators.formulas.scores import Floats
from flows.indicators.inputs import PerceptionSeries, Period
from flows.indicators.levels import levels_of, season_of
from flows.indicators.outputs import Estimate
from flows.indicators.perception import frame_of, metric_of
from flows.indicators.strata import source_shares, value_or_none
from flows.indicators.wording import METRIC_UNITS, about, amount, day, number, span

NAME = "perception_shift"
FORMULA_VERSION = "2"
PROVISIONAL = "the chart's baseline is shorter than a year, so this is provisional"
LASTING = "each week by itself could be chance, together they are beyond the chart's limit"


def measure(series: PerceptionSeries, config: IndicatorsConfig) -> Estimate:
    """The chart's last point; weeks of fewer customers than the least are left out."""
    settings = config.perception_shift
    minimum = config.proof.minimum_customers
    recent = series.periods[-settings.baseline_weeks - settings.watched_weeks :]
    used = [period for period in recent if period.counts.customers >= minimum]
    frame = _frame(series, used, config)
    if not used or used[-1] is not series.periods[-1]:
        return replace(frame, blocked=f"the window has fewer than {minimum} customers")
    levels, history = levels_of(used, series.metric), series.periods[:-1]
    season = season_of(history, levels_of(history, series.metric), config.season.minimum_months)
    values = levels.without_season(season)
    chart = ewma_chart(
        values, np.sqrt(levels.sampling), _baseline(len(used), settings), settings.weight, settings.limit
    )
    if chart is None:
        return replace(frame, blocked=f"it takes {PROVISIONAL_WEEKS + settings.least_watched_weeks} such weeks")
    return as_predicted(_estimate(frame, used, values, chart, config), series.classifier)


def _baseline(weeks: int, settings: PerceptionShift) -> int:
    """How many weeks are frozen: half a year until the whole one is known. One that grew would swallow a shift."""
    rest = weeks - settings.least_watched_weeks
    return settings.baseline_weeks if rest >= settings.baseline_weeks else min(PROVISIONAL_WEEKS, rest)


def _estimate(
    frame: Estimate, used: Sequence[Period], values: Floats, chart: Chart, config: IndicatorsConfig
) -> Estimate:
    first = _first_of_shift(chart, len(values), config)
    now = float(np.mean(values[first:]))
    fell = chart.signal == "low"
    return replace(
        frame,
        value=now,
        comparison=chart.centre,
        change=now - chart.centre,
        harm=chart.centre - now,
        test="EWMA on Laney-adjusted scores, prewhitened",
        baseline=len(values) - len(chart.ewma),
        signal=_signal(chart) if fell else "",
        fact=_fact(frame, used, chart, first, now),
    )


def _first_of_shift(chart: Chart, weeks: int, config: IndicatorsConfig) -> int:
    """Where the level that is shown begins: at the dated break, else where the chart went beyond its limit."""
    if chart.signal is None:
        return weeks - min(config.perception_shift.least_watched_weeks, len(chart.ewma))
    candidates = [at for at in (chart.break_at, chart.since) if at is not None]
    return min(candidates, default=weeks - 1)


def _signal(chart: Chart) -> str:
    return f"{LASTING}; {PROVISIONAL}" if chart.is_provisional else LASTING


def _fact(frame: Estimate, used: Sequence[Period], chart: Chart, first: int, now: float) -> str:
    name = about(metric_of(frame), frame.subject)
    when = span(frame.window, frame.frequency)
    if chart.signal is None:
        return f"{name} shows no lasting shift up to {when} (usual level {number(chart.centre)}, lately {number(now)})"
    moved = "down" if chart.signal == "low" else "up"
    since, weeks = day(used[first].window), len(used) - first
    return (
        f"{name} has shifted {moved} since about {since}: {number(now)} on average over {amount(weeks, 'weeks')}, "
        f"{number(chart.centre)} in the baseline before"
    )


def _frame(series: PerceptionSeries, used: Sequence[Period], config: IndicatorsConfig) -> Estimate:
    now = series.periods[-1]
    return frame_of(
        series,
        used[:-1],
        indicator=NAME,
        value=value_or_none(now.counts, series.metric),
        delta=config.delta.of(series.metric),
        unit=METRIC_UNITS[series.metric],
        short=f"a lasting shift of {about(series.metric, series.subject)} up to {span(now.window, series.frequency)}",
        in_family=False,
        sources=source_shares([now], used[:-1]),
        formula_version=FORMULA_VERSION,
    )
