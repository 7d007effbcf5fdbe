"""Two samples of shares or scores, stratified ones, and the difference of two differences, in points.

Built on `scores.Difference`, so that p and interval agree. Sources: R. G. Newcombe, Statistics in Medicine 17 (1998)
873-890, method 10 (shares); Rocks' adjusted Wald (net scores); N. Mantel and W. Haenszel, J. Nat. Cancer Inst. 22
(1959) 719-748, with the weights of S. Greenland and J. Robins, Biometrics 41 (1985) 55-68; Zou and Donner (2008) for
a difference of differences.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

from flows.indicators.formulas.exact import exact_p_lower, has_small_cell
from flows.indicators.formulas.power import t_quantile
from flows.indicators.formulas.scores import Difference, Floats, Interval, Sample, critical_of

Side = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference with its interval and one-sided p: a small `p_lower` proves that it is under 0, `p_higher` over.

    error: its standard error (half of the interval over the critical value), for what could have been detected.
    """

    value: float
    low: float
    high: float
    p_lower: float
    p_higher: float
    error: float


def share_sample(positive: Floats | float, n: Floats | float) -> Sample:
    """A sample of yes or no answers, or one per stratum."""
    one = _strata(positive)
    return Sample(one, np.zeros_like(one), _strata(n), signed=False)


def net_sample(positive: Floats | float, negative: Floats | float, n: Floats | float) -> Sample:
    """A sample of answers scored +1, 0 or -1 (NPS, net sentiment), or one per stratum."""
    return Sample(_strata(positive), _strata(negative), _strata(n), signed=True)


def two_samples(
    now: Sample, before: Sample, confidence: float = 0.95, wander: float = 0.0, df: float = math.inf
) -> Contrast:
    """One stratum now less before; where a cell is under five the exact p where it is larger.

    wander: variance in squared points of the level's own movement (`noise.wander`, for both sides together), with the
    degrees of freedom it is known for.
    """
    found = _contrast(Difference(now, before, np.ones(1), wander), confidence, df)
    sides = _whole(now), _whole(before)
    if not has_small_cell(tuple(cell for side in sides for cell in _cells(side, now.signed))):
        return found
    lower, higher = exact_p_lower(*sides), exact_p_lower(*(_mirrored(side, now.signed) for side in sides))
    return replace(found, p_lower=max(found.p_lower, lower or 0.0), p_higher=max(found.p_higher, higher or 0.0))


def stratified_difference(now: Sample, before: Sample, wander: float = 0.0) -> Difference:
    """Strata weighted as Mantel and Haenszel do, n1 n0 / (n1 + n0), their sum 1. n may not hold a zero."""
    weights = now.n * before.n / (now.n + before.n)
    return Difference(now, before, weights / weights.sum(), wander)


def stratified(
    now: Sample, before: Sample, confidence: float = 0.95, wander: float = 0.0, df: float = math.inf
) -> Contrast | None:
    """Like for like over the strata that both sides have (n above 0); None where they share none."""
    common = (now.n > 0) & (before.n > 0)
    if not common.any():
        return None
    difference = stratified_difference(_of(now, common), _of(before, common), wander)
    return _contrast(difference, confidence, df)


def difference_in_differences(
    ours: Difference, theirs: Difference, confidence: float = 0.95, df: float = math.inf
) -> Contrast:
    """Our change less theirs, each of one stratum or many; their intervals combined."""
    value = ours.value - theirs.value

    def limits(critical: float) -> Interval:
        low, high = ours.limits(critical)
        low_theirs, high_theirs = theirs.limits(critical)
        return (
            value - math.hypot(ours.value - low, high_theirs - theirs.value),
            value + math.hypot(high - ours.value, theirs.value - low_theirs),
        )

    return _told(value, limits, confidence, df)


def _contrast(difference: Difference, confidence: float, df: float) -> Contrast:
    return _told(difference.value, difference.limits, confidence, df)


def _told(value: float, limits: Callable[[float], Interval], confidence: float, df: float) -> Contrast:
    critical = critical_of(value, limits)
    reach = t_quantile((1 + confidence) / 2, df)
    low, high = limits(reach)
    return Contrast(
        value=value,
        low=low,
        high=high,
        p_lower=float(t.cdf(critical, df)),
        p_higher=float(t.sf(critical, df)),
        error=(high - low) / (2 * reach),
    )


def _strata(counts: Floats | float) -> Floats:
    return np.atleast_1d(np.asarray(counts, dtype=np.float64))


def _of(sample: Sample, chosen: NDArray[np.bool_]) -> Sample:
    return Sample(sample.positive[chosen], sample.negative[chosen], sample.n[chosen], sample.signed)


def _whole(sample: Sample) -> Side:
    """Counts as the exact test wants them: whole, and no negatives where the answers are yes or no."""
    positive, negative, n = (round(float(each[0])) for each in (sample.positive, sample.negative, sample.n))
    return positive, negative if sample.signed else 0, n


def _cells(side: Side, signed: bool) -> tuple[int, int]:
    positive, negative, n = side
    return (positive, negative) if signed else (positive, n - positive)


def _mirrored(side: Side, signed: bool) -> Side:
    positive, negative, n = side
    return (negative, positive, n) if signed else (n - positive, 0, n)
