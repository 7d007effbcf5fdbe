"""Threat: what a change of our prices moved, beside brands that changed none in those weeks.

Sentiment as a whole and of prices, the share of texts that speak of prices, complaints, and core customers who left:
each an interrupted series with p from placebo dates (`event_effect`). What else happened in those weeks is listed, for
a series cannot tell it from the price.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.indicators.config import IndicatorsConfig
from flows.indicators.event_effect import Weeks
from flows.indicators.event_told import Named, with_effect
from flows.indicators.goal_told import figure
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.planned import PriceMetric
from flows.indicators.vocabulary import Subject, Window
from flows.indicators.wording import span, written

NAME = "price_impact"
FORMULA_VERSION = "4"


@dataclass(frozen=True, slots=True)
class PriceChange:
    """Prices of a brand that changed on one day; `products` "" stands for all, the prices are those of the first."""

    brand: str
    products: tuple[str, ...]
    moment: datetime
    old_price: float
    new_price: float
    currency: str
    event_ids: tuple[str, ...]

    @property
    def what(self) -> str:
        """`standard`; `all products`; `standard and 3 more`."""
        first, more = self.products[0] or "all products", len(self.products) - 1
        return f"{first} and {more} more" if more else first

    @property
    def item(self) -> str:
        return f"{self.what} {self.moment:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Beside:
    """Something else that happened in those weeks."""

    event_id: str
    kind: str
    brand: str
    name: str
    moment: datetime

    @property
    def text(self) -> str:
        """`campaign “Before nine or free” (Alder Post, 1 September 2026)`."""
        who = ", ".join(part for part in (self.brand, written(self.moment.date())) if part)
        named = f" “{self.name}”" if self.name else ""
        return f"{self.kind.replace('_', ' ')}{named} ({who})"


@dataclass(frozen=True, slots=True, eq=False)
class PriceRead:
    """One metric around one change of prices. `what` counts are per ("complaints a week"); of scores it is unused."""

    change: PriceChange
    window: Window
    metric: PriceMetric
    weeks: Weeks | None
    unit: str
    what: str
    beside: tuple[Beside, ...] = ()


def measure(read: PriceRead, config: IndicatorsConfig) -> Estimate:
    """One metric around one change."""
    change, sign = read.change, " %" if read.metric == "price_share" else ""
    prices = f"from {figure(change.old_price)} to {figure(change.new_price)} {change.currency}".rstrip()
    event = f"the change of the price of {change.what} {prices} on {written(change.moment.date())}"
    named = Named(f"{read.what} ({change.brand})", event, "at brands without one", sign)
    return with_effect(_frame(read, config), read.weeks, config.price_impact, config, named)


def _frame(read: PriceRead, config: IndicatorsConfig) -> Estimate:
    return Estimate(
        indicator=NAME,
        subject=Subject(read.change.brand, item=read.change.item),
        metric=read.metric,
        frequency="week",
        window=read.window,
        delta=_delta(read.metric, config),
        unit=read.unit,
        more_is_worse=read.metric not in ("price_sentiment", "net_sentiment"),
        short=f"what the new price of {read.change.what} did to {read.what} of {read.change.brand} up to "
        f"{span(read.window, 'week')}",
        evidence=tuple(
            Evidence(rank, "fact", other.text, None, None, None, 0, 0, (other.event_id,))
            for rank, other in enumerate(read.beside, 1)
        ),
        formula_version=FORMULA_VERSION,
    )


def _delta(metric: PriceMetric, config: IndicatorsConfig) -> float:
    """Of rates it is a part of the level before."""
    if metric in ("price_sentiment", "net_sentiment"):
        return config.delta.net_sentiment
    return config.price_impact.share if metric == "price_share" else config.price_impact.rate
