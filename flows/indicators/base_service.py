"""Weakness: what a customer takes for granted. Orders on time, defects per 1,000 orders, special requests met."""

from __future__ import annotations

from flows.indicators.config import IndicatorsConfig
from flows.indicators.outputs import Estimate
from flows.indicators.service import RateSeries, ShareSeries, TimeSeries, Words
from flows.indicators.service_measure import measured

NAME = "base_service"
FORMULA_VERSION = "3"
WORDS = {
    "on_time": Words("the share of {brand}'s orders that came by when they were promised"),
    "defects": Words(
        "the rate of complaints about {brand}'s products and processes",
        each="orders",
        unit="complaints per 1,000 orders",
        sign="",
        more_is_worse=True,
    ),
    "requests_met": Words("the share of special requests to {brand} met within {limit}"),
}


def measure(series: ShareSeries | RateSeries | TimeSeries, config: IndicatorsConfig) -> Estimate:
    """The last period of `series` against the `baseline_windows` before it."""
    return measured(series, config, (NAME, FORMULA_VERSION))
