"""Threat: declining perception. A window against the windows just before it (NPS, CSAT, net sentiment)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.indicators.before import Level, against, difference_from, level_of, past_of, too_little
from flows.indicators.classified import mix_allowed_for, shown
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.season import NO_SEASON
from flows.indicators.inputs import NOTHING, PerceptionSeries, Period
from flows.indicators.mixing import mix_test, stratum_evidence, within_strata
from flows.indicators.outputs import Estimate
from flows.indicators.perception import frame_of, tested, with_exact
from flows.indicators.strata import align, independence, pool, source_shares, value_or_none
from flows.indicators.wording import METRIC_UNITS, about, span

NAME = "perception_drop"
FORMULA_VERSION = "2"


def measure(series: PerceptionSeries, config: IndicatorsConfig) -> Estimate:
    """The last period of `series` against the `baseline_windows` before it, allowing for season and wander."""
    longest = config.perception_drop.baseline_windows
    delta = shown(config.delta.of(series.metric), series.classifier)
    past, counts = past_of(series, longest), series.periods[-1].counts
    before = sum((period.counts for period in past), NOTHING)
    frame = _frame(series, past, config)
    if blocked := too_little(counts, before, len(past), config):
        return replace(frame, blocked=blocked)
    level = level_of(series, len(past), config, longest=longest, delta=delta)
    estimate = tested(
        frame,
        difference_from(level, counts, before, series.metric),
        config,
        comparison=level.value,
        windows=level.baseline.windows,
        against=against(level, len(past), series.frequency),
        classifier=series.classifier,
    )
    if level.season is NO_SEASON:
        estimate = with_exact(estimate, counts, before, series.metric)
    return _with_mix(estimate, series, past, level, config)


def _frame(series: PerceptionSeries, past: Sequence[Period], config: IndicatorsConfig) -> Estimate:
    now = series.periods[-1]
    return frame_of(
        series,
        past,
        indicator=NAME,
        value=value_or_none(now.counts, series.metric),
        delta=config.delta.of(series.metric),
        unit=METRIC_UNITS[series.metric],
        short=f"{about(series.metric, series.subject)} in {span(now.window, series.frequency)}",
        sources=source_shares([now], past),
        formula_version=FORMULA_VERSION,
    )


def _with_mix(
    estimate: Estimate, series: PerceptionSeries, past: Sequence[Period], level: Level, config: IndicatorsConfig
) -> Estimate:
    sides = [series.periods[-1], *past]
    pairs = align(pool(sides[:1]), pool(past), config.perception_yoy.minimum_stratum)
    effect = level.levels.effect / independence(sides)
    within = within_strata(pairs, series.metric, effect, level.wander)
    if within is None:
        return estimate
    mix = mix_test(pairs, series.metric, within, estimate.df, p_total=None)
    mix = mix_allowed_for(mix, series.classifier)
    return replace(estimate, mix=mix, evidence=stratum_evidence(pairs, series.metric))
