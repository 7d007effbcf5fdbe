"""A goal, and what `goal_progress` is given of it: its metric month after month. `None` is "not known", never 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import msgspec

from flows.indicators.formulas.survival import Times
from flows.indicators.inputs import NOTHING, Counts
from flows.indicators.planned import Followed
from flows.indicators.vocabulary import Window


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the goal is about: a brand, and of it a topic, channel, location or product alone; "" is all."""

    brand: str
    topic: str = ""
    channel: str = ""
    location: str = ""
    product: str = ""

    @property
    def parts(self) -> dict[str, str]:
        """What narrows the brand down: name → value, those left out missing."""
        fields = {"topic": self.topic, "channel": self.channel, "location": self.location, "product": self.product}
        return {name: value for name, value in fields.items() if value}


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whole calendar months that the baseline is measured from; `to` is the first day after them."""

    since: date = msgspec.field(name="from")
    to: date


class Goal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One goal; whoever read it has checked that its parts fit together.

    baseline  a value, or the months to measure it from
    target    the value to reach, or `change_percent` of the baseline: one of the two
    start     the first day of the path, deadline its last
    reviews   days on which it is looked at
    """

    id: str
    name: str
    metric: Followed
    scope: Scope
    baseline: float | Measured
    target: float | None = None
    change_percent: float | None = None
    start: date
    deadline: date
    owner: str
    reviews: tuple[date, ...] = ()
    unit: str = ""

    @property
    def due(self) -> date:
        """The first day after the deadline."""
        return self.deadline + timedelta(days=1)

    def target_from(self, baseline: float) -> float:
        """The value to reach, by where it starts."""
        if self.target is not None:
            return self.target
        return baseline * (1 + (self.change_percent or 0.0) / 100)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One month of a goal's metric, in its scope.

    counts      answers: of shares `positive` has what counts, `negative` the rest; of net scores both sides
    complaints  that came in, with the customers whom they could have come from (None: nobody told how many)
    times       hours that complaints took, and those that are open still
    """

    window: Window
    counts: Counts = NOTHING
    complaints: int = 0
    customers: float | None = None
    times: Times | None = None


@dataclass(frozen=True, slots=True, eq=False)
class GoalRead:
    """One goal in one month.

    baseline  the months that its baseline is measured from; empty where it is a given value
    earlier   up to a year of months before this one: how much the metric varies by itself
    heard     whether the metric's source was heard in this month: where it was, no complaint is a nought, else a gap
    """

    goal: Goal
    now: Reading
    baseline: tuple[Reading, ...]
    earlier: tuple[Reading, ...]
    heard: bool
    sources: Mapping[str, float] = field(default_factory=dict)
