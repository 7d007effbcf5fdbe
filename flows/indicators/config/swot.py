"""Strengths, weaknesses, opportunities."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from pydantic import Field, field_validator, model_validator

from flows.indicators.config.base import Positive, Section, Share
from schemas.scored import Cause
from schemas.words import listed


class WeaknessTopic(Section):
    """A topic that customers speak badly of.

    `delta`: more of what is said about it is bad, in percentage points; `delta_customers`: more of all customers who
    write speak badly of it; `delta_rating`: points of the average rating (0 to 100) that go with it. Fewer than
    `minimum_raters` on a side, and nothing is said of its cost.
    """

    windows: tuple[Literal["month"], ...] = ("month",)
    baseline_windows: int = Field(default=12, ge=3, le=52)
    delta: Positive = 5
    delta_customers: Positive = 1
    delta_rating: Positive = 1
    minimum_raters: int = Field(default=20, ge=10)


class Usual(Section):
    """The share of bad experience that a group of causes has elsewhere, low to high."""

    causes: tuple[Cause, ...] = Field(min_length=1)
    low: Share
    high: Share

    @model_validator(mode="after")
    def _low_is_low(self) -> Usual:
        if self.low > self.high:
            raise ValueError("low is at most high")
        return self

    @property
    def name(self) -> str:
        """`people`; `processes, systems and products`."""
        return listed(self.causes)


class CauseMix(Section):
    """What bad words are put down to, beside what is usual. `delta`: percentage points above it."""

    windows: tuple[Literal["month"], ...] = ("month",)
    delta: Positive = 5
    usual: tuple[Usual, ...] = (
        Usual(causes=("processes", "systems", "products"), low=0.5, high=0.6),
        Usual(causes=("people",), low=0.2, high=0.3),
        Usual(causes=("customers",), low=0.2, high=0.3),
    )

    @field_validator("usual")
    @classmethod
    def _name_a_cause_once(cls, usual: tuple[Usual, ...]) -> tuple[Usual, ...]:
        named = Counter(cause for one in usual for cause in one.causes)
        if twice := [cause for cause, count in named.items() if count > 1]:
            raise ValueError(f"{twice[0]!r} stands in two of them")
        return usual


class StrengthTopic(Section):
    """Our topic beside the rivals'. `delta`: points of net sentiment above them; `delta_change`: points of it lost.

    Channels of which each side has `minimum_channel` customers are compared like for like.
    """

    windows: tuple[Literal["quarter"], ...] = ("quarter",)
    delta: Positive = 5
    delta_change: Positive = 5
    minimum_channel: int = Field(default=30, ge=10)


class PracticeGap(Section):
    """Praised elsewhere. `delta`: percentage points more of the customers who write praise it there.

    `absent`: our share of praise is under this share of theirs.
    """

    windows: tuple[Literal["quarter"], ...] = ("quarter",)
    delta: Positive = 2
    absent: Share = 0.5
    minimum_channel: int = Field(default=10, ge=5)


class RecurringProblem(Section):
    """A problem back above its base. `delta`: customers who name it, more per 1,000 who write; `rise`: at least this
    share of the base.
    """

    windows: tuple[Literal["month"], ...] = ("month",)
    delta: Positive = 2
    rise: Positive = 0.25


class SuggestionDemand(Section):
    """What people ask for. `delta`: more people per 1,000 who write, from one end of the trend's line to the other;
    `growth`: at least this share of where it began. Of fewer than `minimum_people` nothing is said.
    """

    windows: tuple[Literal["quarter"], ...] = ("quarter",)
    delta: Positive = 2
    growth: Positive = 0.25
    minimum_people: int = Field(default=5, ge=5)


class ValueDrivers(Section):
    """What customers buy for. `delta_reason`: per cent of those who give a reason; `delta_variance`: per cent of how
    ratings differ. Fewer than `minimum_raters` customers, and nothing is said of ratings.
    """

    windows: tuple[Literal["quarter"], ...] = ("quarter",)
    delta_reason: Positive = 10
    delta_variance: Positive = 5
    minimum_raters: int = Field(default=200, ge=100)


class SwotSections(Section):
    """One section per indicator, named after it."""

    value_drivers: ValueDrivers = ValueDrivers()

    recurring_problem: RecurringProblem = RecurringProblem()
    suggestion_demand: SuggestionDemand = SuggestionDemand()

    strength_topic: StrengthTopic = StrengthTopic()
    practice_gap: PracticeGap = PracticeGap()

    weakness_topic: WeaknessTopic = WeaknessTopic()
    cause_mix: CauseMix = CauseMix()
