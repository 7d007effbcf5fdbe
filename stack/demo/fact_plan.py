"""facts.yaml as typed values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Literal

from msgspec import field

from schemas.config_file import read_config
from schemas.scored import Cause
from stack.demo.company import HERE, By, Data
from stack.demo.planted import Backs, Plant


class Figures(Data, frozen=True):
    """What a brand has and does in a month; `growth` is of the customers, per month."""

    name: str
    customers: float
    growth: float
    orders_each: float
    paid: float
    sampled: int
    on_time: float
    lapsed: float


class Changing(Plant, frozen=True, kw_only=True):
    """A monthly figure of a brand becomes another one."""

    brand: str
    months: Backs


class Invited(Plant, frozen=True, kw_only=True):
    """The share of a source's invitations that are answered."""

    brand: str
    source: str
    share: float
    months: Backs = field(default_factory=dict)


class Belief(Plant, frozen=True, kw_only=True):
    """The share of staff who believe that customers are content with a topic."""

    brand: str
    topic: str
    share: float


class Blame(Plant, frozen=True, kw_only=True):
    """What staff put customers' trouble down to, in per cent."""

    brand: str
    shares: dict[Cause, float]


class When(Data, frozen=True):
    """A day of the month that lies `months` back, at an hour (UTC)."""

    months: int
    day: int = 1
    hour: int = 0

    def moment(self, as_of: date) -> datetime:
        month = as_of.year * 12 + as_of.month - 1 - self.months
        return datetime(month // 12, month % 12 + 1, 1, self.hour, tzinfo=UTC) + timedelta(days=self.day - 1)


class Dated(Plant, frozen=True, kw_only=True):
    """A fact of a day."""

    at: When
    fields: dict[str, str | float | When]


class PlantedFacts(Data, frozen=True):
    """What facts.yaml plants beside dated facts."""

    lateness: list[Changing]
    growths: list[Changing]
    departures: list[Changing]
    invitations: list[Invited]
    beliefs: list[Belief]
    causes: list[Blame]


class FactPlan(Data, frozen=True):
    """facts.yaml."""

    brands: list[Figures]
    currency: str
    seasons: dict[int, float]
    hours: By
    lapsed_without_complaint: float
    planted: PlantedFacts
    people_asked: dict[Literal["employee", "manager"], int]
    dated: list[Dated]

    def plants(self) -> list[Plant]:
        """Every planted thing of this file."""
        hidden = self.planted
        return [
            *hidden.lateness, *hidden.growths, *hidden.departures, *hidden.invitations, *hidden.beliefs,
            *hidden.causes, *self.dated,
        ]  # fmt: skip


@cache
def fact_plan() -> FactPlan:
    """facts.yaml."""
    return read_config(HERE / "facts.yaml", FactPlan)
