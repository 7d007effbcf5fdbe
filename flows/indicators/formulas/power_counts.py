"""What a window of few customers could have shown: a share's fall, by the binomial, through the very test that decides.

(t_alpha + t_power) standard errors are too few where counts are: of 25 customers a fall so promised was heard in 68 %.
Here the largest count that the test calls a fall is found first, then the share under which so few are seen with the
house's power: the definition of power, as in J. H. Zar, Biostatistical Analysis, on the power of the binomial test.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq
from scipy.stats import binom

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
SHARES = WEIGHTS / WEIGHTS.sum()
"""A standard normal variable as 15 values and how likely each is (Gauss and Hermite)."""


def most_heard(is_heard: Callable[[int], bool], n: int) -> int | None:
    """The largest of 0 … n that is heard, where fewer are heard sooner; None where not even none is."""
    if not is_heard(0):
        return None
    low, high = 0, n + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_heard(middle) else (low, middle)
    return low


def detectable_fall(most: int, n: int, level: float, variance: float, power: float) -> float | None:
    """The fall in points after which at most `most` of `n` are seen with this power; None where no fall is enough.

    level     the share before, per cent; variance: of what the window's true share would be without a fall (its own
              movement, and how well the level is known), in squared points
    """
    shares = level + math.sqrt(variance) * NODES

    def surplus(fall: float) -> float:
        return float(SHARES @ binom.cdf(most, n, np.clip((shares - fall) / 100, 0, 1))) - power

    if surplus(0.0) >= 0 or surplus(level) <= 0:
        return None
    return float(brentq(surplus, 0.0, level, xtol=1e-3))
