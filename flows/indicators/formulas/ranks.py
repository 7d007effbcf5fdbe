"""Association of two rankings of few units, such as teams: C. Spearman, Am. J. Psychology 15 (1904) 72-101.

Interval: D. G. Bonett and T. A. Wright, Psychometrika 65 (2000) 23-28; p by permutation. An association says nothing
about what causes what.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, rankdata

from flows.indicators.formulas.scores import Floats

FEWEST = 10
DRAWS = 9999
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Association:
    """Spearman's rho with its interval and one-sided permutation p, of n units."""

    rho: float
    low: float
    high: float
    p_positive: float
    p_negative: float
    n: int


def spearman(x: Floats, y: Floats, confidence: float = 0.95) -> Association | None:
    """The rank correlation of pairs; None under ten of them, or where one side is all alike.

    Deterministic: the permutations' seed is derived from the ranks.
    """
    if len(x) < FEWEST or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    one, other = _standardised(x), _standardised(y)
    rho = float(one @ other)
    generator = np.random.default_rng(zlib.crc32(np.concatenate([one, other]).tobytes()))
    drawn = generator.permuted(np.tile(one, (DRAWS, 1)), axis=1) @ other
    inside = min(1 - ROUNDING, max(ROUNDING - 1, rho))
    width = float(norm.ppf((1 + confidence) / 2)) * math.sqrt((1 + rho**2 / 2) / (len(x) - 3))
    return Association(
        rho=rho,
        low=math.tanh(math.atanh(inside) - width),
        high=math.tanh(math.atanh(inside) + width),
        p_positive=float(1 + (drawn >= rho - ROUNDING).sum()) / (DRAWS + 1),
        p_negative=float(1 + (drawn <= rho + ROUNDING).sum()) / (DRAWS + 1),
        n=len(x),
    )


def _standardised(values: Floats) -> Floats:
    """Ranks, ties shared, with mean 0 and length 1: the product of two such is rho."""
    ranks = rankdata(values)
    apart = ranks - ranks.mean()
    return np.asarray(apart / math.sqrt(float(apart @ apart)), dtype=np.float64)
