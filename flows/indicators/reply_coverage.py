"""Weakness: reviews and posts that stay without an answer. The share answered in time, those without one censored."""

from __future__ import annotations

from flows.indicators.config import IndicatorsConfig
from flows.indicators.outputs import Estimate
from flows.indicators.service import TimeSeries, Words
from flows.indicators.service_measure import measured

NAME = "reply_coverage"
FORMULA_VERSION = "2"
METRIC = "replies_in_time"
WORDS = Words("the share of reviews and posts about {brand} answered within {limit}")


def measure(series: TimeSeries, config: IndicatorsConfig) -> Estimate:
    """The last period of `series` against the `baseline_windows` before it."""
    return measured(series, config, (NAME, FORMULA_VERSION))
