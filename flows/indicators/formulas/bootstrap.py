"""Medians and other quantiles of times by the bootstrap.

Source: B. Efron, Ann. Statist. 7 (1979) 1-26. A resample's quantile is one of the values seen, and its rank follows
from a beta variable (J. S. Maritz and R. G. Jarrett, JASA 73 (1978) 194-196): so resamples are drawn by rank, each at
the cost of one number however many times there are. The seed is derived from the data.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

import numpy as np

from flows.indicators.formulas.scores import Floats

DRAWS = 9999


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile of n times with its percentile interval, in the times' unit."""

    value: float
    low: float
    high: float
    n: int


def quantile(times: Floats, share: float = 0.5, confidence: float = 0.95) -> Quantile | None:
    """The time within which this share (between 0 and 1) of all lies: .5 the median, .9 the slowest tenth's.

    None without times. The value is the smallest time that so many do not exceed, a time that was seen.
    """
    if not len(times):
        return None
    ordered = np.sort(times)
    low, high = _limits(_drawn(ordered, share, _seed(ordered)), confidence)
    return Quantile(_value(ordered, share), low, high, len(times))


def _rank(count: int, share: float) -> int:
    """Which of the ordered times, from 1, is the quantile."""
    return min(count, max(1, math.ceil(count * share - 1e-9)))


def _value(ordered: Floats, share: float) -> float:
    return float(ordered[_rank(len(ordered), share) - 1])


def _drawn(ordered: Floats, share: float, generator: np.random.Generator) -> Floats:
    """The quantile of each resample: the rank-th of n uniform numbers says which of the times it is."""
    count, rank = len(ordered), _rank(len(ordered), share)
    places = np.floor(count * generator.beta(rank, count - rank + 1, DRAWS)).astype(np.int64)
    return np.asarray(ordered[np.minimum(places, count - 1)], dtype=np.float64)


def _limits(drawn: Floats, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn, (tail, 1 - tail), method="inverted_cdf")
    return float(low), float(high)


def _seed(*ordered: Floats) -> np.random.Generator:
    return np.random.default_rng([zlib.crc32(np.ascontiguousarray(each).tobytes()) for each in ordered])
