"""Threat: declining perception, like for like. A period against the same one a year before, at that year's mix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from scipy.stats import t

from flows.indicators.classified import mix_allowed_for, shown
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.noise import wander
from flows.indicators.formulas.scores import Difference
from flows.indicators.inputs import Period, YearPair
from flows.indicators.levels import levels_of, mark_episodes, season_of
from flows.indicators.mixing import mix_test, stratum_evidence, within_strata
from flows.indicators.outputs import Estimate
from flows.indicators.perception import tested
from flows.indicators.strata import Pair, align, as_sample, independence, pool, shares, source_shares, value_or_none
from flows.indicators.wording import METRIC_UNITS, about, number, span

NAME = "perception_yoy"
FORMULA_VERSION = "2"
DAYS_OF_A_MONTH = 30.5


def measure(pair: YearPair, config: IndicatorsConfig) -> Estimate:
    """`pair.now` against `pair.year_before` within the strata that both have, weighted as a year before.

    value is what this period would show at last year's mix, so that value - comparison = change; the decomposition
    adds up to the change of the plain values.
    """
    pairs = align(pool([pair.now]), pool([pair.year_before]), config.perception_yoy.minimum_stratum)
    frame = _frame(pair, config)
    blocked = _blocked(pair, pairs, config)
    if blocked:
        return replace(frame, blocked=blocked, evidence=stratum_evidence(pairs, pair.metric) if pairs else ())
    noise = _noise(pair, config)
    if noise.windows < 3:
        return replace(frame, blocked="no earlier months show how much it moves by itself")
    level = 2 * noise.wander
    effect = noise.effect / independence([pair.now, pair.year_before])
    within = within_strata(pairs, pair.metric, effect, level)
    if within is None:
        return replace(frame, blocked="no origin of answers is the same in both years")
    comparison = float(within.weights @ within.before.value)
    estimate = tested(
        frame,
        within,
        config,
        comparison=comparison,
        windows=noise.windows,
        against=_against(pairs),
        classifier=pair.classifier,
    )
    total = _total(pair, noise.effect, level)
    p_total = float(t.cdf(total.critical_value(), estimate.df))
    mix = mix_allowed_for(mix_test(pairs, pair.metric, within, estimate.df, p_total), pair.classifier)
    return replace(estimate, mix=mix, evidence=stratum_evidence(pairs, pair.metric))


@dataclass(frozen=True, slots=True)
class _Noise:
    wander: float
    windows: int
    effect: float


def _frame(pair: YearPair, config: IndicatorsConfig) -> Estimate:
    counts = pair.now.counts
    return Estimate(
        indicator=NAME,
        subject=pair.subject,
        metric=pair.metric,
        frequency=pair.frequency,
        window=pair.now.window,
        comparison_window=pair.year_before.window,
        value=value_or_none(counts, pair.metric),
        n=counts.customers,
        n_comparison=pair.year_before.counts.customers,
        delta=config.delta.of(pair.metric),
        unit=METRIC_UNITS[pair.metric],
        short=f"{about(pair.metric, pair.subject)} in {span(pair.now.window, pair.frequency)}",
        sources=source_shares([pair.now], [pair.year_before]),
        formula_version=FORMULA_VERSION,
    )


def _blocked(pair: YearPair, pairs: Sequence[Pair], config: IndicatorsConfig) -> str:
    least = min(pair.now.counts.customers, pair.year_before.counts.customers)
    if least < config.proof.minimum_customers:
        return f"a side has {number(least)} customers, and {config.proof.minimum_customers} are the least"
    common = np.array([each.is_common for each in pairs])
    for side in ([each.now for each in pairs], [each.before for each in pairs]):
        shared = float(shares(side)[common].sum())
        if shared < config.perception_yoy.minimum_common_share:
            return f"only {number(100 * shared)} % of a side's answers come from where the other's do"
    return ""


def _noise(pair: YearPair, config: IndicatorsConfig) -> _Noise:
    """How much months move by themselves; a quarter's level moves at most as much as its months', so that will do.

    Episodes are taken out, and so are the months just before the judged period while at least
    `windows_for_full_confidence` remain without them.
    """
    history = [period for period in pair.history if period.window.end <= pair.now.window.start and period.counts.n]
    gap = timedelta(days=config.perception_yoy.gap_months * DAYS_OF_A_MONTH + 1)
    early = [period for period in history if period.window.end <= pair.now.window.start - gap]
    used = early if len(early) >= config.proof.windows_for_full_confidence else history
    levels = levels_of([*used, pair.now, pair.year_before], pair.metric)
    return _wander_of(used, levels.effect, pair, config)


def _wander_of(used: Sequence[Period], effect: float, pair: YearPair, config: IndicatorsConfig) -> _Noise:
    if not used:
        return _Noise(0.0, 0, effect)
    levels = levels_of(used, pair.metric)
    season = season_of(used, levels, config.season.minimum_months)
    values = levels.without_season(season)
    delta = shown(config.delta.of(pair.metric), pair.classifier)
    episode = mark_episodes(values, levels, kept=season.kept, windows=len(values), delta=delta, proof=config.proof)
    calm = ~episode if (~episode).sum() >= len(values) / 2 else np.ones(len(values), dtype=np.bool_)
    return _Noise(wander(values[calm], levels.sampling[calm], season.kept), int(calm.sum()), effect)


def _total(pair: YearPair, effect: float, level: float) -> Difference:
    """The change of the plain values, mix included."""
    now, before = (as_sample([each.counts], pair.metric, effect) for each in (pair.now, pair.year_before))
    return Difference(now, before, np.ones(1), level)


def _against(pairs: Sequence[Pair]) -> str:
    entered = any(not each.before.n for each in pairs)
    left = any(not each.now.n for each in pairs)
    text = "a year before, like for like at that year's mix of channels, sources and languages"
    if entered or left:
        happened = " and ".join(word for word, is_so in (("came new", entered), ("ended", left)) if is_so)
        text += f"; origins of answers that {happened} are left out"
    return text
