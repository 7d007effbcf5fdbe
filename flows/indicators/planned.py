"""What goals, actions and prices may be about: metrics that can be followed, and what they are called."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

Followed = Literal[
    "nps",
    "csat",
    "net_sentiment",
    "reply_share",
    "on_time_share",
    "complaints_per_1000",
    "acknowledge_hours",
    "respond_hours",
    "resolve_hours",
]
Kind = Literal["net", "share", "rate", "hours"]
SCALES: dict[Kind, tuple[float, float]] = {
    "net": (-100.0, 100.0),
    "share": (0.0, 100.0),
    "rate": (0.0, math.inf),
    "hours": (0.0, math.inf),
}
"""What a metric of this kind can be."""
PriceMetric = Literal["price_sentiment", "net_sentiment", "price_share", "complaints", "core_churn"]
PRICE_METRICS: tuple[PriceMetric, ...] = get_args(PriceMetric)
"""What a change of prices may move."""
PER = 1000
REPLY_DAYS = 7
"""Within so many days of a review or post an answer counts. Long enough for nearly all answers there will be, short
enough to leave three weeks of a month that can be followed so long by its end."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric.

    name   as a sentence begins with it; unit is what a change is counted in, sign stands behind a value
    each   what n counts
    rises  whether more is better
    followed_days  for so long each of n is followed before it counts, in whatever period: who is younger than that at
                   the end of what is known is left out, as less would have happened by then and nothing else changed
    """

    kind: Kind
    name: str
    unit: str
    each: str
    rises: bool
    sign: str = ""
    followed_days: int = 0


MEASURES: dict[Followed, Measure] = {
    "nps": Measure("net", "NPS", "points", "customers", rises=True),
    "csat": Measure("share", "CSAT", "percentage points", "customers", rises=True, sign=" %"),
    "net_sentiment": Measure("net", "net sentiment", "points", "customers", rises=True),
    "reply_share": Measure(
        "share",
        f"the share of reviews and posts answered within {REPLY_DAYS} days",
        "percentage points",
        "customers",
        rises=True,
        sign=" %",
        followed_days=REPLY_DAYS,
    ),
    "on_time_share": Measure(
        "share", "the share of orders delivered as promised", "percentage points", "orders", rises=True, sign=" %"
    ),
    "complaints_per_1000": Measure(
        "rate", "complaints per 1,000 customers", "complaints per 1,000 customers", "customers", rises=False
    ),
    "acknowledge_hours": Measure(
        "hours", "the median time to a first acknowledgement of complaints", "hours", "complaints", False, " hours"
    ),
    "respond_hours": Measure(
        "hours", "the median time to a first answer to complaints", "hours", "complaints", False, " hours"
    ),
    "resolve_hours": Measure(
        "hours", "the median time to a solution of complaints", "hours", "complaints", False, " hours"
    ),
}
ALIASES: dict[str, Followed] = {
    "complaints": "complaints_per_1000",
    "on_time": "on_time_share",
    "sentiment": "net_sentiment",
    "response_hours": "respond_hours",
}
"""Other names under which people write them into an action."""


def followed(name: str) -> Followed | None:
    """The metric of this name; None where there is none."""
    return next((metric for metric in MEASURES if metric == name), ALIASES.get(name))
