"""NPS, CSAT and net sentiment as one kind of number, with their intervals and the interval of a difference.

All three are 100 times the mean of answers scored +1, 0 or -1 (`signed`) or 1 or 0 (CSAT). Arrays run over strata;
one sample is an array of length one. Sources: B. Rocks, "Interval estimation for the Net Promoter Score", The American
Statistician 70 (2016) 365-372 (adjusted Wald with T = 3); E. B. Wilson, JASA 22 (1927) 209-212;
R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10; G. Y. Zou and A. Donner, Statistics in Medicine 27
(2008) 1693-1702 (recovering variances from limits, which carries method 10 over to weighted sums).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

Floats = NDArray[np.float64]
Interval = tuple[float, float]
EXTRA = 3.0  # pseudo-answers of the adjusted Wald interval: 3/4 promoters, 3/2 passives, 3/4 detractors
FARTHEST = 50.0  # a critical value beyond which p is 0 for every purpose


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Positive and negative answers of n independent customers, per stratum; not whole numbers where weighted.

    n may not hold a zero: a sample without answers has no score.
    """

    positive: Floats
    negative: Floats
    n: Floats
    signed: bool

    @property
    def value(self) -> Floats:
        """Points from -100 to 100, or per cent when not signed."""
        return 100 * (self.positive - self.signed * self.negative) / self.n

    @property
    def variance(self) -> Floats:
        """Variance of `value` after adjustment (n + 3, +3/4, +3/4 when signed; n + 4, +2 else): never zero."""
        extra, each = (EXTRA, EXTRA / 4) if self.signed else (4.0, 2.0)
        total = self.n + extra
        p = (self.positive + each) / total
        d = self.signed * (self.negative + each) / total
        return np.asarray(1e4 * (p + d - (p - d) ** 2) / total, dtype=np.float64)

    def moved(self, change: float, n: Floats) -> Sample:
        """n customers whose value lies `change` points from this sample's, as far as the scale goes."""
        step = change / 200 if self.signed else change / 100
        positive = np.clip(self.positive / self.n + step, 0, 1)
        negative = np.clip(self.negative / self.n - step, 0, 1 - positive)
        return Sample(positive * n, negative * n, n, self.signed)

    def limits(self, z: float) -> tuple[Floats, Floats]:
        """Lower and upper limit of `value`: adjusted Wald when signed, cut to the scale; Wilson else."""
        if self.signed:
            middle = 100 * (self.positive - self.negative) / (self.n + EXTRA)
            width = z * np.sqrt(self.variance)
            return np.maximum(middle - width, -100.0), np.minimum(middle + width, 100.0)
        return wilson(self.positive, self.n, z)

    def arms(self, z: float) -> tuple[Floats, Floats]:
        """How far down and up `value` may be off, as a difference adds them up.

        Signed: the adjusted width on both sides, since the pulls toward the middle of two sides cancel in a difference
        of like samples; else the distances to Wilson's limits (Newcombe).
        """
        if self.signed:
            width = z * np.sqrt(self.variance)
            return width, width
        low, high = wilson(self.positive, self.n, z)
        return self.value - low, high - self.value


def wilson(positive: Floats, n: Floats, z: float = 1.959964) -> tuple[Floats, Floats]:
    """Wilson's score interval of a proportion, in per cent."""
    p = positive / n
    centre = p + z**2 / (2 * n)
    width = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return 100 * (centre - width) / (1 + z**2 / n), 100 * (centre + width) / (1 + z**2 / n)


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """Sum over strata of weight (now - before), with the level's own movement between windows as `wander`.

    `wander` is a variance in squared points that no number of answers makes smaller.
    """

    now: Sample
    before: Sample
    weights: Floats
    wander: float = 0.0

    @property
    def value(self) -> float:
        return float(self.weights @ (self.now.value - self.before.value))

    def sampling_after(self, change: float) -> float:
        """Variance of `value` that more answers would make smaller, had every stratum changed by `change`.

        Power is about a harm that happened: customers of whom 92 % are satisfied vary little, of whom 70 % a lot.
        """
        if_moved = self.before.moved(change, self.now.n)
        return float(self.weights**2 @ (if_moved.variance + self.before.variance))

    def limits(self, critical: float) -> Interval:
        """Newcombe's limits (adjusted Wald when signed) for this critical value of t or z."""
        down_now, up_now = self.now.arms(critical)
        down_before, up_before = self.before.arms(critical)
        squares = self.weights**2
        level = critical**2 * self.wander
        down = squares @ (down_now**2 + up_before**2) + level
        up = squares @ (up_now**2 + down_before**2) + level
        return self.value - float(np.sqrt(down)), self.value + float(np.sqrt(up))

    def critical_value(self) -> float:
        """Signed critical value at which a limit touches zero: p is read from it, so that p and interval agree."""
        return critical_of(self.value, self.limits)


def critical_of(change: float, limits: Callable[[float], Interval]) -> float:
    """The signed critical value at which one of the limits around a change touches zero."""
    if change == 0:
        return 0.0
    side = 1 if change < 0 else 0

    def limit(critical: float) -> float:
        return limits(critical)[side]

    return float(np.copysign(_zero(limit), change))


def _zero(limit: Callable[[float], float]) -> float:
    if np.sign(limit(FARTHEST)) == np.sign(limit(0.0)):
        return FARTHEST
    return float(brentq(limit, 0.0, FARTHEST, xtol=1e-6))
