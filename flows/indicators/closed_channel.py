"""Fewer complaints are no improvement where surveys show no fewer unhappy customers: the way to complain closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.proportions import Contrast, share_sample, two_samples
from flows.indicators.formulas.rates import dispersion
from flows.indicators.formulas.ratios import Count, rate_ratio
from flows.indicators.unhappy import Heard

Told = Literal["", "closed", "unknown", "fewer"]
"""Nothing fell; complaints fell and the unhappy did not; nobody can tell whether the unhappy did; both fell."""


def told_of_fewer(now: Heard, past: Sequence[Heard], config: IndicatorsConfig) -> Told:
    """What a fall of the complaints means, by the surveys of the same months."""
    ratio = _fallen_to(now, past, config)
    if ratio is None:
        return ""
    asked, unhappy = sum(each.asked for each in past), sum(each.unhappy for each in past)
    if min(now.asked, asked) < config.proof.minimum_customers:
        return "unknown"
    contrast = two_samples(share_sample(now.unhappy, now.asked), share_sample(unhappy, asked), config.proof.confidence)
    return _by_surveys(contrast, 100 * unhappy / asked * (ratio - 1), config.proof.alpha)


def _by_surveys(contrast: Contrast, along: float, alpha: float) -> Told:
    """`along`: the change of the unhappy share, in points, had it fallen as the complaints did."""
    if contrast.p_lower <= alpha:
        return "fewer"
    return "closed" if contrast.low > along else "unknown"


def _fallen_to(now: Heard, past: Sequence[Heard], config: IndicatorsConfig) -> float | None:
    """The complaints per day now over those of before, where that is surely less and by as much as counts."""
    days = np.array([each.window.days for each in past])
    counts = np.array([each.complaining for each in past], dtype=np.float64)
    if len(past) < 3 or not counts.sum():
        return None
    phi = dispersion(counts, days * counts.sum() / days.sum())
    before = Count(int(counts.sum()), float(days.sum()))
    ratio = rate_ratio(Count(now.complaining, now.window.days), before, phi, len(past), config.proof.confidence)
    fell = ratio.p_lower <= config.proof.alpha and (ratio.value or 0.0) <= 1 - config.silent_unhappy.fall
    return ratio.value if fell else None
