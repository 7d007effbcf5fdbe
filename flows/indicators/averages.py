"""The mean of answers on a scale (customer effort) against its own windows before, or against a target.

A t interval of the difference with the level's own movement between windows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from flows.indicators.comparing import Named, blocked_by, compared, fact_of, frame_of, level_of
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.noise import freedom
from flows.indicators.formulas.scores import Interval
from flows.indicators.outputs import Estimate
from flows.indicators.service import Mean, MeanSeries
from flows.indicators.wording import number


def mean_estimate(series: MeanSeries, config: IndicatorsConfig, named: Named) -> Estimate:
    """The last period of a series against its target, or against the periods before it."""
    now, past = series.periods[-1], [each for each in series.periods[:-1] if each.customers]
    frame = frame_of(series, [each.window for each in past], now.window, named)
    before = 0 if series.target is not None else sum(each.customers for each in past)
    frame = replace(frame, n=now.customers, n_comparison=before, value=now.mean if now.customers else None)
    if why := blocked_by(series, frame, len(past), config):
        return replace(frame, blocked=why)
    spread = spread_of([*past, now])
    if not spread:
        return replace(frame, blocked="every answer is the same")
    if series.target is not None:
        found = _tested(frame, (now.mean, series.target), (spread / now.customers, 0.0), math.inf, config)
    else:
        level = level_of([each.mean for each in past], [each.customers for each in past], spread, series, config)
        noise = spread / now.customers + level.centre.sampling, level.wander + level.centre.wander
        found = _tested(frame, (now.mean, level.centre.value), noise, freedom(level.windows), config)
        found = replace(found, baseline=level.windows)
    return replace(found, fact=fact_of(found, series, len(past)))


def _tested(
    frame: Estimate, sides: Interval, noise: tuple[float, float], df: float, config: IndicatorsConfig
) -> Estimate:
    """`sides` is (value, comparison), `noise` the change's variance by (sampling, wander)."""
    error, change = math.sqrt(sum(noise)), sides[0] - sides[1]

    def limits(critical: float) -> Interval:
        return change - critical * error, change + critical * error

    found = compared(frame, sides, limits, df, config)
    how = "normal" if math.isinf(df) else f"t with {number(df)} df"
    return replace(found, test=f"difference of means, {how}, one-sided", sampling=noise[0], wander=noise[1])


def spread_of(periods: Sequence[Mean]) -> float:
    """Variance of one answer, pooled within the windows."""
    freedom_of = [max(0, each.customers - 1) for each in periods]
    squares = sum(df * each.sd**2 for df, each in zip(freedom_of, periods, strict=True))
    return squares / sum(freedom_of) if sum(freedom_of) else 0.0
