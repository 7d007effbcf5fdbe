"""config/goals.yaml: SMART goals, each with a metric, a scope, a start, a target, a deadline and an owner.

The file is the user's own; where there is none there are no goals.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec

from flows.errors import ConfigError
from flows.indicators.planned import MEASURES, Followed
from schemas.config_file import BadConfig, bad_field, read_config

FILE = "goals.yaml"


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
    """One goal; `read_goals` has checked that its parts fit together.

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


class Goals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The goals, in the file's order."""

    goals: tuple[Goal, ...] = ()


def read_goals(folder: Path) -> Goals:
    """The goals of `folder`/goals.yaml. Raises ConfigError with file, line and field for one that cannot be used."""
    file = folder / FILE
    if not file.exists():
        return Goals()
    try:
        found = read_config(file, Goals)
        for at, goal in enumerate(found.goals):
            if wrong := _wrong(goal, {each.id for each in found.goals[:at]}):
                raise bad_field(file, f"goals[{at}].{wrong[0]}", wrong[1])
    except BadConfig as error:
        raise ConfigError(str(error)) from error
    return found


def _wrong(goal: Goal, others: set[str]) -> tuple[str, str] | None:
    """The first field that does not fit the others, and why."""
    checks = (
        ("id", not goal.id.strip() or goal.id in others, "is empty, or another goal's"),
        ("name", not goal.name.strip(), "is empty"),
        ("owner", not goal.owner.strip() or "@" in goal.owner, "is a role or a team, never a person's address"),
        ("scope.brand", not goal.scope.brand.strip(), "is empty"),
        ("scope", wrong_scope(goal.metric, set(goal.scope.parts)), f"cannot be told for {goal.metric}"),
        ("deadline", goal.deadline <= goal.start, "is not after the start"),
        ("target", (goal.target is None) == (goal.change_percent is None), "give either target or change_percent"),
        ("change_percent", goal.change_percent == 0, "is 0, which is no goal"),
        ("change_percent", goal.change_percent is not None and MEASURES[goal.metric].kind == "net",
         "a score from -100 to 100 has no meaningful per cent: give a target"),
        ("reviews", not all(goal.start <= day <= goal.due for day in goal.reviews), "lie outside start and deadline"),
    )  # fmt: skip
    found = next(((field, problem) for field, is_wrong, problem in checks if is_wrong), None)
    return found or _wrong_baseline(goal) or _wrong_way(goal)


UNTOLD: dict[Followed, set[str]] = {"on_time_share": {"topic"}}
"""What the facts behind a metric do not say: an order has no topic."""


def wrong_scope(metric: Followed, parts: set[str]) -> bool:
    """Whether the metric cannot be told for a part of the scope."""
    return bool(parts & UNTOLD.get(metric, set()))


def _wrong_baseline(goal: Goal) -> tuple[str, str] | None:
    if not isinstance(goal.baseline, Measured):
        return None
    if goal.baseline.since.day != 1:
        return "baseline.from", "is not the first day of a month"
    if goal.baseline.to.day != 1 or goal.baseline.to <= goal.baseline.since:
        return "baseline.to", "is not the first day of a later month"
    return ("baseline.to", "is after the goal's start") if goal.baseline.to > goal.start else None


def _wrong_way(goal: Goal) -> tuple[str, str] | None:
    """A target that is the baseline, or worse than it."""
    better = 1 if MEASURES[goal.metric].rises else -1
    way = goal.change_percent
    if goal.target is not None and not isinstance(goal.baseline, Measured):
        way = goal.target - goal.baseline
    if way is None or way * better > 0:
        return None
    field = "target" if goal.target is not None else "change_percent"
    return (
        field,
        f"is no better than the baseline: {MEASURES[goal.metric].name} should go {'up' if better > 0 else 'down'}",
    )
