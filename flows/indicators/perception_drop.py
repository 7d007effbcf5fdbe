"""Threat: declining perception. A window against the windows just before it (NPS, CSAT, net sentiment)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.scores import Difference, Sample
from flows.indicators.formulas.season import NO_SEASON, Season
from flows.indicators.inputs import NOTHING, Counts, PerceptionSeries, Period
from flows.indicators.levels import Baseline, Levels, baseline_of, levels_of, mark_episodes, season_of
from flows.indicators.mixing import mix_test, stratum_evidence, within_strata
from flows.indicators.outputs import Estimate
from flows.indicators.perception import frame_of, tested, with_exact
from flows.indicators.strata import SIGNED, align, as_sample, independence, pool, source_shares, value_or_none
from flows.indicators.wording import METRIC_UNITS, about, number, span

NAME = "perception_drop"
FORMULA_VERSION = "1"


def measure(series: PerceptionSeries, config: IndicatorsConfig) -> Estimate:
    """The last period of `series` against the `baseline_windows` before it, allowing for season and wander."""
    now = series.periods[-1]
    past = [period for period in series.periods[-1 - config.perception_drop.baseline_windows : -1] if period.counts.n]
    counts, before = now.counts, sum((period.counts for period in past), NOTHING)
    frame = _frame(series, past, config)
    blocked = _blocked(counts, before, len(past), config)
    if blocked:
        return replace(frame, blocked=blocked)
    level = _level(series, len(past), config)
    difference = Difference(
        now=as_sample([counts], series.metric, level.levels.effect),
        before=_expected(level, before, SIGNED[series.metric]),
        weights=np.ones(1),
        wander=level.wander,
    )
    estimate = tested(
        frame,
        difference,
        config,
        comparison=level.value,
        windows=level.baseline.windows,
        against=_against(series, past, level),
    )
    if level.season is NO_SEASON:
        estimate = with_exact(estimate, counts, before, series.metric)
    return _with_mix(estimate, series, past, level, config)


@dataclass(frozen=True, slots=True)
class _Level:
    """What the judged window would show if nothing had changed, and how sure that is."""

    value: float
    wander: float
    levels: Levels
    baseline: Baseline
    season: Season


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


def _blocked(counts: Counts, before: Counts, windows: int, config: IndicatorsConfig) -> str:
    if windows < 2:
        return "there are not two earlier windows to compare with"
    least = min(counts.customers, before.customers)
    if least < config.proof.minimum_customers:
        return f"a side has {number(least)} customers, and {config.proof.minimum_customers} are the least"
    return ""


def _level(series: PerceptionSeries, windows: int, config: IndicatorsConfig) -> _Level:
    history = series.periods[:-1]
    levels = levels_of(history, series.metric)
    season = season_of(history, levels, config.season.minimum_months)
    values = levels.without_season(season)
    delta = config.delta.of(series.metric)
    longest = config.perception_drop.baseline_windows
    excluded = mark_episodes(values, levels, kept=season.kept, windows=longest, delta=delta, proof=config.proof)
    baseline = baseline_of(values[-windows:], levels.sampling[-windows:], excluded[-windows:], season.kept)
    month = series.periods[-1].window.middle.month
    uncertain_season = season.contrast_variance(month, levels.months[-windows:])
    return _Level(
        value=baseline.centre.value + float(season.factors[month - 1]),
        wander=baseline.wander + baseline.centre.wander + uncertain_season,
        levels=levels,
        baseline=baseline,
        season=season,
    )


def _expected(level: _Level, before: Counts, signed: bool) -> Sample:
    """The baseline as one sample: its level, with as many customers as its sampling variance is worth."""
    customers = level.levels.spread / level.baseline.centre.sampling
    share = level.value / 100
    if not signed:
        return Sample(np.array([np.clip(share, 0, 1) * customers]), np.zeros(1), np.array([customers]), signed)
    answered = min(1.0, max(abs(share), (before.positive + before.negative) / before.n))
    positive, negative = (answered + share) / 2, (answered - share) / 2
    return Sample(np.array([positive * customers]), np.array([negative * customers]), np.array([customers]), signed)


def _against(series: PerceptionSeries, past: Sequence[Period], level: _Level) -> str:
    text = f"in the {len(past)} {series.frequency}s before"
    if level.baseline.has_episode:
        text += ", whose median counts since they hold an earlier fall"
    return text if level.season is NO_SEASON else f"{text}, allowing for the season"


def _with_mix(
    estimate: Estimate, series: PerceptionSeries, past: Sequence[Period], level: _Level, config: IndicatorsConfig
) -> Estimate:
    sides = [series.periods[-1], *past]
    pairs = align(pool(sides[:1]), pool(past), config.perception_yoy.minimum_stratum)
    effect = level.levels.effect / independence(sides)
    within = within_strata(pairs, series.metric, effect, level.wander)
    if within is None:
        return estimate
    mix = mix_test(pairs, series.metric, within, estimate.df, p_total=None)
    return replace(estimate, mix=mix, evidence=stratum_evidence(pairs, series.metric))
