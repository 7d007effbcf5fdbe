"""A conditional test of two samples of scores where a cell is too small for a normal approximation.

Its p is the mid-p: what is as extreme as the observed sum counts half (H. O. Lancaster, JASA 56 (1961) 223-234). The
whole exact p stays far under its level where sums are few and costs power; mid-p keeps the level closely (S. Lydersen,
M. Fagerland and P. Laake, Statistics in Medicine 28 (2009) 1159-1175).
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from flows.indicators.formulas.scores import Floats

LARGEST_GRID = 40_000
SMALL_CELL = 5


def has_small_cell(counts: tuple[int, ...]) -> bool:
    """Whether a cell of the table is under five, the limit that Cochran (1954) and every textbook since give."""
    return min(counts) < SMALL_CELL


def exact_p_lower(now: tuple[int, int, int], before: tuple[int, int, int]) -> float | None:
    """One-sided mid-p of "now scores no lower than before", given the pooled answers; None where the table is large.

    A side is (positive, negative, n), scores +1, -1 and 0. The conditional permutation test: n answers drawn from the
    pool without replacement, P(their sum < the observed sum) + P(it is the observed) / 2. With no negatives it is the
    mid-p of Fisher's test.
    """
    positive, negative, n = (one + other for one, other in zip(now, before, strict=True))
    if (positive + 1) * (negative + 1) > LARGEST_GRID:
        return None
    drawn_p, drawn_d = np.meshgrid(np.arange(positive + 1.0), np.arange(negative + 1.0), indexing="ij")
    rest = now[2] - drawn_p - drawn_d
    neutral = n - positive - negative
    possible = (rest >= 0) & (rest <= neutral)
    ways = (
        _log_choose(positive, drawn_p)
        + _log_choose(negative, drawn_d)
        + _log_choose(neutral, np.where(possible, rest, 0))
        - _log_choose(n, np.float64(now[2]))
    )
    beyond = (drawn_p - drawn_d) - (now[0] - now[1])
    lower, alike = (float(np.exp(ways[possible & chosen]).sum()) for chosen in (beyond < 0, beyond == 0))
    return min(1.0, lower + alike / 2)


def _log_choose(total: int, part: Floats | np.float64) -> Floats:
    return np.asarray(gammaln(total + 1.0) - gammaln(part + 1.0) - gammaln(total - part + 1.0), dtype=np.float64)
