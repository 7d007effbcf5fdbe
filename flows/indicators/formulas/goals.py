"""Goals with a date: where the path runs, how far the way is done, and whether a share has reached its target.

The point against the target decides whether a goal is met; how sure that is stands beside it.
Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413 (one share, exact).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scipy.stats import binom


@dataclass(frozen=True, slots=True)
class Path:
    """From a baseline on one day straight to a target on a later one; the two values differ, in any one unit."""

    start: date
    baseline: float
    due: date
    target: float

    def expected(self, day: date) -> float:
        """Where the path is on this day: the baseline until it starts, the target once it is due."""
        done = (day - self.start) / (self.due - self.start)
        return self.baseline + min(1.0, max(0.0, done)) * (self.target - self.baseline)

    def progress(self, value: float) -> float:
        """The share of the way that a value has gone: 0 at the baseline, 1 at the target, under 0 the wrong way."""
        return (value - self.baseline) / (self.target - self.baseline)

    def is_reached(self, value: float) -> bool:
        """Whether a value is at the target or beyond it."""
        return self.progress(value) >= 1

    def is_behind(self, value: float, day: date) -> bool:
        """Whether a value has gone less of the way than the path has on this day."""
        return self.progress(value) < self.progress(self.expected(day))


@dataclass(frozen=True, slots=True)
class Tails:
    """One-sided p of a share against a target: small `p_lower` proves that it is under it, `p_higher` over."""

    p_lower: float
    p_higher: float


def against_target(positive: int, n: int, target: float) -> Tails:
    """Exact binomial p of a share against a target (0-1)."""
    return Tails(p_lower=float(binom.cdf(positive, n, target)), p_higher=float(binom.sf(positive - 1, n, target)))
