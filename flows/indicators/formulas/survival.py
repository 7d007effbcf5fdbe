"""How long something takes when some of it has not ended yet: Kaplan and Meier, open cases censored.

Leaving open cases out makes a slow team look fast. Sources: E. L. Kaplan and P. Meier, JASA 53 (1958) 457-481;
Greenwood's variance with the log-log transformation, J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of
Failure Time Data (1980); R. Brookmeyer and J. Crowley, Biometrics 38 (1982) 29-41 (limits of a quantile).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import CensoredData, ecdf, norm

from flows.indicators.formulas.scores import Floats

ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """Durations in one unit: of what has ended, and for how long the others have been open."""

    ended: Floats
    open: Floats

    @property
    def n(self) -> int:
        return len(self.ended) + len(self.open)


@dataclass(frozen=True, slots=True)
class Limits:
    """A value with its interval; None where the durations seen so far do not reach it."""

    value: float | None
    low: float | None
    high: float | None


NOT_REACHED = Limits(None, None, None)


@dataclass(frozen=True, slots=True, eq=False)
class _Band:
    """The share still open after each time, with its limits."""

    times: Floats
    open: Floats
    low: Floats
    high: Floats


def quantile(times: Times, share: float, confidence: float = 0.95) -> Limits:
    """The time within which this share (0-1) has ended: .5 the median, .9 the slowest tenth's."""
    if not times.n:
        return NOT_REACHED
    band = _band(times, confidence)
    value, low, high = (_first_at_most(band.times, curve, 1 - share) for curve in (band.open, band.low, band.high))
    return Limits(value, low, high)


def ended_by(times: Times, at: float, confidence: float = 0.95) -> Limits:
    """The share (0-1) that ends within `at`, a case that ends exactly then included.

    None where nothing was followed that long.
    """
    if not times.n:
        return NOT_REACHED
    band = _band(times, confidence)
    if at > band.times[-1] and band.open[-1] > ROUNDING:
        return NOT_REACHED
    index = int(np.searchsorted(band.times, at, side="right")) - 1
    if index < 0:
        z = float(norm.ppf((1 + confidence) / 2))
        return Limits(0.0, 0.0, z**2 / (times.n + z**2))
    return Limits(*(float(1 - curve[index]) for curve in (band.open, band.high, band.low)))


def _censored(times: Times) -> CensoredData:
    return CensoredData(uncensored=times.ended, right=times.open)


def _band(times: Times, confidence: float) -> _Band:
    """Log-log limits; where none or all has ended these do not exist, and Wilson's of as many cases stand in."""
    curve = ecdf(_censored(times)).sf
    moments, still = np.asarray(curve.quantiles), np.asarray(curve.probabilities)
    at_risk = times.n - _count(np.concatenate([times.ended, times.open]), moments, "left")
    ended = _count(times.ended, moments, "right") - _count(times.ended, moments, "left")
    z = float(norm.ppf((1 + confidence) / 2))
    none, over = still >= 1 - ROUNDING, still <= ROUNDING
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = z * np.sqrt(np.cumsum(ended / (at_risk * (at_risk - ended)))) / np.abs(np.log(still))
        low, high = still ** np.exp(spread), still ** np.exp(-spread)
    low = np.select([none, over], [at_risk / (at_risk + z**2), 0.0], low)
    high = np.select([none, over], [1.0, z**2 / (len(times.ended) + z**2)], high)
    return _Band(moments, still, np.minimum.accumulate(low), np.minimum.accumulate(high))


def _count(times: Floats, until: Floats, side: Literal["left", "right"]) -> Floats:
    """How many times lie below each moment ("left") or up to it ("right")."""
    return np.searchsorted(np.sort(times), until, side=side).astype(np.float64)


def _first_at_most(times: Floats, curve: Floats, share: float) -> float | None:
    reached = np.flatnonzero(curve <= share + ROUNDING)
    return float(times[reached[0]]) if len(reached) else None
