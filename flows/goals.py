"""config/goals.yaml: SMART goals, each with a metric, a scope, a start, a target, a deadline and an owner.

The file is the user's own; where there is none there are no goals.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from pathlib import Path

import msgspec

from flows.brands import FILE as BRANDS
from flows.brands import read_brands
from flows.errors import ConfigError
from flows.indicators.config.base import of_a_hundred
from flows.indicators.goal import Goal, Measured, Scope
from flows.indicators.planned import MEASURES, SCALES, Followed, Kind
from flows.taxonomy import FILE as TAXONOMY
from flows.taxonomy import read_taxonomy
from schemas.config_file import BadConfig, bad_field, read_config
from schemas.names import near

FILE = "goals.yaml"


class Goals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The goals, in the file's order."""

    goals: tuple[Goal, ...] = ()


def read_goals(folder: Path) -> Goals:
    """The goals of `folder`/goals.yaml, whose brands and topics are those of the files beside it.

    Raises ConfigError with file, line and field for one that cannot be used.
    """
    file = folder / FILE
    if not file.exists():
        return Goals()
    try:
        found = read_config(file, Goals)
        brands = read_brands(folder).names if (folder / BRANDS).exists() else None
        topics = list(read_taxonomy(folder).stages) if (folder / TAXONOMY).exists() else None
        for at, goal in enumerate(found.goals):
            others = {each.id for each in found.goals[:at]}
            if wrong := _wrong(goal, others) or _unknown(goal.scope, brands, topics):
                raise bad_field(file, f"goals[{at}].{wrong[0]}", wrong[1])
    except BadConfig as error:
        raise ConfigError(str(error)) from error
    return found


def _wrong(goal: Goal, others: set[str]) -> tuple[str, str] | None:
    """The first field that does not fit the others, and why."""
    checks = (
        ("id", not goal.id.strip(), "is empty"),
        ("id", goal.id in others, f"{goal.id!r} is another goal's already"),
        ("name", not goal.name.strip(), "is empty"),
        ("owner", not goal.owner.strip(), "is empty: fill in the role or team that sees to it"),
        ("owner", "@" in goal.owner, "is a role or a team, never a person's address"),
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
    return found or _wrong_baseline(goal) or _off_scale(goal) or _wrong_way(goal)


def _unknown(scope: Scope, brands: Collection[str] | None, topics: Collection[str] | None) -> tuple[str, str] | None:
    """A brand or a topic that nobody listens for: the goal would never be told, and nobody would see why."""
    if brands is not None and scope.brand not in brands:
        return "scope.brand", f"there is no brand {scope.brand!r} in {BRANDS}; {near(scope.brand, brands)}"
    if topics is not None and scope.topic and scope.topic not in topics:
        return "scope.topic", f"there is no topic {scope.topic!r} in {TAXONOMY}; {near(scope.topic, topics)}"
    return None


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


def _off_scale(goal: Goal) -> tuple[str, str] | None:
    """A value that the metric cannot have, or a share written as a part of one: reached at once, or never."""
    kind = MEASURES[goal.metric].kind
    begins = None if isinstance(goal.baseline, Measured) else goal.baseline
    for field, value in (("baseline", begins), ("target", goal.target)):
        if value is not None and (problem := _impossible(value, kind)):
            return field, problem
    if goal.change_percent is None:
        return None
    if not -100 <= goal.change_percent < math.inf:
        return "change_percent", f"{goal.change_percent:g} would leave less than nothing"
    if begins is not None and (problem := _impossible(goal.target_from(begins), kind)):
        return "change_percent", f"makes {problem.replace(' is', f' of {begins:g}, which is', 1)}"
    return None


def _impossible(value: float, kind: Kind) -> str:
    low, high = SCALES[kind]
    if not math.isfinite(value):
        return f"{value:g} is not a number"
    if not low <= value <= high:
        return f"{value:g} is not between {low:g} and {high:g}" if math.isfinite(high) else f"{value:g} is below 0"
    if kind == "share":
        try:
            of_a_hundred(value)
        except ValueError as error:
            return str(error)
    return ""


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
