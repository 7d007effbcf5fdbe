"""Rates of counts with exposure: exact Poisson limits and comparison, and counts that vary more than Poisson's.

Sources: F. Garwood, Biometrika 28 (1936) 437-442 (limits of one Poisson mean); J. Przyborowski and H. Wilenski,
Biometrika 31 (1940) 313-323 (two means compared, given their sum: a binomial tail). Rates that vary by their own are
compared in `varying`.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import binom, chi2, nbinom, poisson

from flows.indicators.formulas.scores import Floats, Interval


def garwood(count: int, confidence: float = 0.95) -> Interval:
    """Exact limits of a Poisson mean."""
    tail = (1 - confidence) / 2
    low = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return low, float(chi2.ppf(1 - tail, 2 * count + 2)) / 2


def higher_rate_p(count: int, exposure: float, count_before: int, exposure_before: float) -> float:
    """One-sided exact p of "the rate is not above that of before"."""
    share = exposure / (exposure + exposure_before)
    return float(binom.sf(count - 1, count + count_before, share))


def variation(counts: Floats, expected: Floats) -> float:
    """How much the rate behind counts varies beyond chance: its coefficient of variation, by moments."""
    mean = float(expected.mean()) if len(expected) else 0.0
    return math.sqrt((dispersion(counts, expected) - 1) / mean) if mean else 0.0


def rate_difference(now: tuple[int, float], before: tuple[int, float], confidence: float) -> Interval:
    """Interval of the difference of two rates, each (count, exposure), from Garwood's limits (Zou and Donner 2008)."""
    rate, rate_before = now[0] / now[1], before[0] / before[1]
    low, high = (limit / now[1] for limit in garwood(now[0], confidence))
    low_before, high_before = (limit / before[1] for limit in garwood(before[0], confidence))
    change = rate - rate_before
    return (
        change - math.hypot(rate - low, high_before - rate_before),
        change + math.hypot(high - rate, rate_before - low_before),
    )


def dispersion(counts: Floats, expected: Floats) -> float:
    """Variance over mean of counts around their expectation, at least 1 (Pearson's chi-square over its df)."""
    freedom = len(counts) - 1
    if freedom < 1 or expected.min() <= 0:
        return 1.0
    return max(1.0, float(((counts - expected) ** 2 / expected).sum()) / freedom)


def count_cdf(count: int, mean: float, phi: float) -> float:
    """P(at most `count`) of a count with this mean and variance phi * mean."""
    if phi <= 1 + 1e-9:
        return float(poisson.cdf(count, mean))
    return float(nbinom.cdf(count, mean / (phi - 1), 1 / phi))


def silence_p(days: int, counts: Floats) -> float:
    """P(no event for this many days running), for a source with these daily counts."""
    mean = float(counts.mean())
    if mean <= 0:
        return 1.0
    phi = dispersion(counts, np.full(len(counts), mean))
    return count_cdf(0, mean, phi) ** days
