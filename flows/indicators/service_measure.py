"""One way to measure whatever the indicators of service are given."""

from __future__ import annotations

from flows.indicators.averages import mean_estimate
from flows.indicators.comparing import Named
from flows.indicators.config import IndicatorsConfig
from flows.indicators.durations import time_estimate
from flows.indicators.occurrences import rate_estimate
from flows.indicators.outputs import Estimate
from flows.indicators.service import AnySeries, MeanSeries, RateSeries, TimeSeries
from flows.indicators.shares import share_estimate


def measured(series: AnySeries, config: IndicatorsConfig, named: Named) -> Estimate:
    """Shares, means, times or rates, each as it takes."""
    if isinstance(series, TimeSeries):
        return time_estimate(series, config, named)
    if isinstance(series, MeanSeries):
        return mean_estimate(series, config, named)
    if isinstance(series, RateSeries):
        return rate_estimate(series, config, named)
    return share_estimate(series, config, named)
