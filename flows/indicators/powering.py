"""What a comparison could have seen: the detectable change, the n it would take, a wider window that would do."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flows.indicators.config import Proof
from flows.indicators.formulas.power import detectable_change, reach, times_needed
from flows.indicators.outputs import Estimate
from flows.indicators.vocabulary import Frequency

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
