"""Before a change of price: how many customers it may cost before it stops paying, beside those who resent the price.

A scenario, no test: costs per unit and what each customer buys are taken to stay, and who speaks badly of prices is
taken to be who may go (`indicators.formulas.price`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.errors import RequestError
from flows.indicators.config.plans import PriceImpact
from flows.indicators.formulas.price import Scenario, scenarios
from flows.indicators.formulas.proportions import share_sample
from flows.indicators.formulas.scores import Interval
from flows.queries import Read, sql
from warehouse.query import Row

YEAR = timedelta(days=365)
LEAST = 10


@dataclass(frozen=True, slots=True)
class Base:
    """Whom a change of price would meet.

    customers   how many there are (of the core, where that is known); None where nobody told
    heard       distinct ones who wrote in the year before, of whom `negative` spoke badly of prices
    is_core     whether these are the core segments; else all customers
    """

    brand: str
    customers: int | None
    heard: int
    negative: int
    is_core: bool

    @property
    def is_enough(self) -> bool:
        """Whether so many were heard that their share says anything."""
        return self.heard >= LEAST

    @property
    def share(self) -> float:
        """0-1; of nobody heard 0."""
        return self.negative / self.heard if self.heard else 0.0

    @property
    def limits(self) -> Interval:
        """Wilson's 95 % interval of the share, 0-1; raises ValueError for nobody heard."""
        if not self.heard:
            raise ValueError("of nobody there is no share")
        low, high = share_sample(self.negative, self.heard).limits(1.959964)
        return float(low[0]) / 100, float(high[0]) / 100


def base_of(read: Read, brand: str, config: PriceImpact, as_of: datetime) -> Base:
    """One brand's, from the year before `as_of`. Raises Unavailable."""
    segments = list(config.core_segments)
    asked = {"brands": [brand], "topic": config.topic, "segments": segments, "from": as_of - YEAR, "to": as_of}
    row = next(iter(read(sql("whatif_price"), asked)), None)
    is_core = bool(row and row["core_customers"])
    told = {each["brand"]: each for each in read(sql("customer_base"), asked)}
    known = round(told[brand]["customers"]) if brand in told else None
    if row is None:
        return Base(brand, known, 0, 0, is_core=False)
    return _base(brand, row, known, is_core=is_core)


def _base(brand: str, row: Row, known: int | None, *, is_core: bool) -> Base:
    """The core's number is not told by itself: it is the part of all customers that it is of those heard."""
    if not is_core:
        return Base(brand, known, row["customers"], row["negative"], is_core=False)
    core = None if known is None else round(known * row["core_customers"] / row["customers"])
    return Base(brand, core, row["core_customers"], row["core_negative"], is_core=True)


def price_scenarios(base: Base, changes: Sequence[float], margin: float) -> tuple[Scenario, ...]:
    """One per change; both in per cent of today's price. Customers are those heard where their number is not known.

    Raises RequestError for numbers that make no scenario.
    """
    if not 0 < margin <= 100:
        raise RequestError(f"a margin of {margin:g} % is none: give what is left of the price, above 0 and up to 100")
    if wrong := [change for change in changes if change == 0 or change <= -100]:
        raise RequestError(f"a change of {wrong[0]:g} % is none: give a rise such as 5 or a cut such as -5")
    return scenarios(changes, margin, base.customers if base.customers is not None else base.heard, base.share)


def verdict(base: Base, one: Scenario) -> str:
    """What a row says, in a few words."""
    if one.break_even is None:
        return "no margin would be left"
    if one.change < 0:
        return "so many more must come"
    if not base.is_enough:
        return "too few were heard to say who might go"
    return "more might go than may" if one.is_risky else "fewer might go than may"


def told(base: Base) -> str:
    """What the table rests on, in two sentences."""
    who = "core customers" if base.is_core else "customers"
    if base.is_enough:
        low, high = base.limits
        seen = (
            f"Of {base.heard:,} {who} of {base.brand} who wrote in the year before, {base.negative:,} spoke badly of "
            f"prices ({100 * low:.1f} to {100 * high:.1f} %, 95 % interval)"
        )
    else:
        seen = f"Only {base.heard} {who} of {base.brand} wrote in the year before, and {LEAST} are the least"
    known = "those who wrote, since nobody told how many there are" if base.customers is None else f"{base.customers:,}"
    return (
        f"{seen}; numbers of customers are of {known}. A scenario, no forecast: costs and what each customer buys are "
        "taken to stay, and who speaks badly of prices to be who might go."
    )
