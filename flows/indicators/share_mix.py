"""Whether a share or a net score moved because its texts and answers come from elsewhere than before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.indicators.before import past_of
from flows.indicators.config import IndicatorsConfig
from flows.indicators.inputs import PerceptionSeries, Period
from flows.indicators.mixing import mix_test, stratum_evidence, within_strata
from flows.indicators.outputs import Estimate
from flows.indicators.strata import align, independence, pool
from flows.indicators.vocabulary import Metric


def with_mix(
    estimate: Estimate, periods: Sequence[Period], config: IndicatorsConfig, longest: int, metric: Metric = "csat"
) -> Estimate:
    """`before.share_before`'s estimate with its decomposition, as perception has it, and evidence where it has none.

    `metric` is the one of perception that counts alike: shares as CSAT does, net scores as NPS.

    A change that is mostly one of mix is then a watch at most (`verdicts.explained_by_mix`).
    """
    if estimate.change is None or estimate.wander is None:
        return estimate
    past = past_of(PerceptionSeries(estimate.subject, metric, estimate.frequency, tuple(periods)), longest)
    sides = [periods[-1], *past]
    pairs = align(pool(sides[:1]), pool(past), config.perception_yoy.minimum_stratum)
    within = within_strata(pairs, metric, 1 / independence(sides), estimate.wander)
    if within is None:
        return estimate
    mix = mix_test(pairs, metric, within, estimate.df, p_total=None)
    if estimate.more_is_worse:
        mix = replace(mix, p_within=1 - mix.p_within)
    return replace(estimate, mix=mix, evidence=estimate.evidence or stratum_evidence(pairs, metric))
