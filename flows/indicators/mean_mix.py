"""Whether a mean on a scale moved because its answers come from elsewhere than before.

A mean is a share: of the points above the scale's least that the answers could have given, how many they gave. So its
strata are decomposed as those of a share are, and told on the scale again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.indicators.averages import spread_of
from flows.indicators.config import IndicatorsConfig
from flows.indicators.inputs import Cell, Counts, Period, Stratum
from flows.indicators.mixing import mix_test, stratum_evidence, within_strata
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.service import Mean
from flows.indicators.strata import align, independence, pool

Scale = tuple[int, int]
"""Its least and its most."""


def mean_cell(stratum: Stratum, n: int, total: int, customers: int, scale: Scale) -> Cell:
    """One stratum's n answers that sum up to `total`, as `Mean.cells` has them."""
    least, most = scale
    return Cell(stratum, Counts(n * (most - least), total - n * least, n * most - total, customers))


def with_mean_mix(estimate: Estimate, periods: Sequence[Mean], config: IndicatorsConfig, scale: Scale) -> Estimate:
    """`averages.mean_estimate`'s against the periods before, with decomposition and evidence, as shares have them."""
    sides = [Period(each.window, each.cells) for each in (periods[-1], *periods[:-1]) if each.cells]
    if estimate.change is None or estimate.wander is None or not periods[-1].cells:
        return estimate
    pairs = align(pool(sides[:1]), pool(sides[1:]), config.perception_yoy.minimum_stratum)
    unit = (scale[1] - scale[0]) / 100
    effect = spread_of(periods) / _most_spread(sides) / unit**2 / independence(sides)
    within = within_strata(pairs, "csat", effect, estimate.wander / unit**2)
    if within is None:
        return estimate
    mix = mix_test(pairs, "csat", within, estimate.df, p_total=None)
    evidence = tuple(_on_scale(each, scale[0], unit) for each in stratum_evidence(pairs, "csat"))
    return replace(
        estimate,
        mix=replace(mix, decomposition=mix.decomposition.times(unit)),
        evidence=estimate.evidence or evidence,
    )


def _most_spread(sides: Sequence[Period]) -> float:
    """What it would be, in per cent squared, if every answer were the least or the most: what shares are taken for."""
    counts = [each.counts for each in sides]
    share = sum(each.positive for each in counts) / sum(each.n for each in counts)
    return 100**2 * share * (1 - share)


def _on_scale(piece: Evidence, least: int, unit: float) -> Evidence:
    def level(value: float | None) -> float | None:
        return None if value is None else least + value * unit

    change = None if piece.change is None else piece.change * unit
    return replace(piece, value=level(piece.value), comparison=level(piece.comparison), change=change)
