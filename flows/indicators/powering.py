"""What a comparison could have seen: the detectable change, the n it would take, a wider window that would do."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from flows.indicators.config import Proof
from flows.indicators.formulas.power import detectable_change, reach, times_needed
from flows.indicators.formulas.power_counts import detectable_fall, most_heard
from flows.indicators.outputs import Estimate
from flows.indicators.vocabulary import Frequency

FEW = 100
"""Up to so many customers the power of a share is told by the binomial."""
WIDER_MONTHS = (3, 6, 12)
MONTHS_IN: dict[Frequency, float] = {
    "hour": 12 / 8766,
    "day": 12 / 365,
    "week": 12 / 52,
    "month": 1,
    "quarter": 3,
    "half_year": 6,
}


@dataclass(frozen=True, slots=True)
class Power:
    """detectable: the change that would have been found; needed: customers in the window to find delta, None where no
    number is enough; months: the first of 3, 6 and 12 that would find it at today's rate of answers, None where none.
    """

    is_enough: bool
    detectable: float | None = None
    needed: int | None = None
    months: int | None = None


def power_of(estimate: Estimate, family_size: int, proof: Proof) -> Power:
    """Held against alpha over the family's size: what BH asks of a single true change among many that are not."""
    sampling, wander = estimate.sampling, estimate.wander
    if sampling is None or wander is None:
        return Power(is_enough=True)
    alpha = (estimate.alpha or proof.alpha) / max(1, family_size)
    detectable = detectable_change(sampling, wander, estimate.df, alpha, proof.power)
    factor = reach(estimate.df, alpha, proof.power)
    times = times_needed(sampling, wander, estimate.delta, factor)
    return Power(
        is_enough=detectable <= estimate.delta,
        detectable=detectable,
        needed=math.ceil(times * estimate.n) if times else None,
        months=_months(estimate, times),
    )


def _months(estimate: Estimate, times: float | None) -> int | None:
    if not times:
        return None
    return next((months for months in WIDER_MONTHS if months / MONTHS_IN[estimate.frequency] >= times), None)


def told_by_counts(estimate: Estimate, p_of: Callable[[int], float], proof: Proof) -> Estimate:
    """With the sampling variance at which the fall of a share that its own test finds is the detectable one.

    estimate  of few customers, its comparison in per cent; where no fall would be heard it stays as it is
    p_of      the p that its test gives a count of the window's customers
    """
    if estimate.comparison is None or estimate.sampling is None or estimate.wander is None:
        return estimate
    most = most_heard(lambda count: p_of(count) <= proof.alpha, estimate.n)
    if most is None:
        return estimate
    fall = detectable_fall(most, estimate.n, estimate.comparison, estimate.wander, proof.power)
    if fall is None:
        return estimate
    total = (fall / reach(estimate.df, proof.alpha, proof.power)) ** 2
    return replace(estimate, sampling=max(total - estimate.wander, 1e-6))
