"""Weakness: KPIs of our brands that miss their target, or fell against their own windows before."""

from __future__ import annotations

from flows.indicators.config import IndicatorsConfig
from flows.indicators.mean_mix import Scale, with_mean_mix
from flows.indicators.outputs import Estimate
from flows.indicators.service import AnySeries, MeanSeries, ShareSeries, Words
from flows.indicators.service_measure import measured
from flows.indicators.share_mix import with_mix
from flows.indicators.vocabulary import Metric

NAME = "kpi_breach"
FORMULA_VERSION = "4"
WORDS = {
    "nps": Words("NPS of {brand}", unit="points", sign="", is_signed=True),
    "csat": Words("CSAT of {brand}"),
    "ces": Words("ease as customers of {brand} told it on a scale of 1 to 7", unit="points", sign=""),
    "first_response": Words("the share of complaints to {brand} answered within {limit}"),
    "resolution": Words("the share of complaints to {brand} solved within {limit}"),
    "first_contact_resolution": Words("the share of complaints to {brand} solved for good at the first contact"),
    "retention": Words("the share of {brand}'s customers who stayed"),
    "response_rate": Words("the share of {brand}'s survey invitations that were answered", each="invitations"),
}
TARGET = "_target"
"""Ends the name of a metric that is held against a target."""
EASE: Scale = (1, 7)
SCORES: dict[str, Metric] = {"nps": "nps", "csat": "csat"}
"""Shares of answers that come from strata: a fall may be one of their mix. A target asks for the level alone."""


def measure(series: AnySeries, config: IndicatorsConfig) -> Estimate:
    """The last period of `series` against its target, or against the `baseline_windows` before it."""
    found = measured(series, config, (NAME, FORMULA_VERSION))
    if isinstance(series, ShareSeries) and series.metric in SCORES:
        return with_mix(found, series.periods, config, len(series.periods), SCORES[series.metric])
    if isinstance(series, MeanSeries) and series.target is None:
        return with_mean_mix(found, series.periods, config, EASE)
    return found
