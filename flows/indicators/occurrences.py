"""A rate of what should not happen (defects per 1,000 orders) against the windows before, with exposure.

Exact for Poisson counts, over the dispersion that the windows before show (`ratios.rate_ratio`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from flows.indicators.comparing import Named, blocked_by, fact_of, frame_of
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.noise import freedom
from flows.indicators.formulas.power import reach
from flows.indicators.formulas.rates import dispersion, rate_difference, variation
from flows.indicators.formulas.ratios import Count, rate_ratio
from flows.indicators.formulas.scores import Interval
from flows.indicators.outputs import Estimate
from flows.indicators.service import Happened, RateSeries

PER = 1000
ROUNDS = 3


def rate_estimate(series: RateSeries, config: IndicatorsConfig, named: Named) -> Estimate:
    """The last period's rate against that of the periods before; `delta` is a part of the rate before."""
    now, past = series.periods[-1], [each for each in series.periods[:-1] if each.exposure]
    frame = frame_of(series, [each.window for each in past], now.window, named)
    n, before = round(now.exposure), round(sum(each.exposure for each in past))
    frame = replace(frame, n=n, n_comparison=before, value=PER * now.count / now.exposure if now.exposure else None)
    if why := blocked_by(series, frame, len(past), config):
        return replace(frame, blocked=why)
    found = _against_past(frame, now, past, config)
    return replace(found, fact=fact_of(found, series, len(past)))


def _against_past(frame: Estimate, now: Happened, past: Sequence[Happened], config: IndicatorsConfig) -> Estimate:
    count, exposure = sum(each.count for each in past), sum(each.exposure for each in past)
    rate = count / exposure
    counts = np.array([each.count for each in past], dtype=np.float64)
    expected = rate * np.array([each.exposure for each in past])
    phi = dispersion(counts, expected) if count else 1.0
    df = freedom(len(past))
    known = Count(now.count, now.exposure), Count(count, exposure)
    ratio = rate_ratio(*known, phi, round(df) + 1, config.proof.confidence)
    delta = frame.delta * max(count, 1) / exposure
    change = now.count / now.exposure - rate
    limits = _limits(ratio.low, ratio.high, rate)
    if not count:
        limits = rate_difference((now.count, now.exposure), (count, exposure), config.proof.confidence)
    wander = (PER * rate * variation(counts, expected)) ** 2 * (1 + 1 / len(past))
    return replace(
        frame,
        comparison=PER * rate,
        change=PER * change,
        harm=PER * change,
        ci=(PER * limits[0], PER * limits[1]),
        p_harm=ratio.p_higher,
        p_improved=ratio.p_lower,
        delta=PER * delta,
        test="conditional exact comparison of two rates over their dispersion, one-sided",
        sampling=_sampling((rate, delta), (now.exposure, exposure), wander, df, config),
        wander=wander,
        df=df,
        baseline=len(past),
    )


def _sampling(
    rates: tuple[float, float], exposures: tuple[float, float], wander: float, df: float, config: IndicatorsConfig
) -> float:
    """Variance at the rise that is just detectable; `rates` are (before, delta), `exposures` (now, before)."""
    factor, rise = reach(df, config.proof.alpha, config.proof.power), rates[1]
    for _ in range(ROUNDS):
        sampling = PER**2 * ((rates[0] + rise) / exposures[0] + rates[0] / exposures[1])
        rise = max(rates[1], factor * math.sqrt(sampling + wander) / PER)
    return PER**2 * ((rates[0] + rise) / exposures[0] + rates[0] / exposures[1])


def _limits(low: float, high: float, rate: float) -> Interval:
    return (low - 1) * rate, math.inf if math.isinf(high) else (high - 1) * rate
