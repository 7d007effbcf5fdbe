"""What is planned for a metric, as a SMART objective in words; or why none is drafted."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta

from flows.indicators.goal_told import figure
from flows.indicators.planned import MEASURES, Measure
from flows.indicators.wording import amount, in_number, written
from flows.names import when, words
from flows.swot.content.finding import Finding
from flows.swot.content.plan import Objective
from flows.swot.entry import entry_of
from flows.swot.plan import Plan
from flows.windows import window_of


def drafted(plan: Plan, subject: str, owner: str, as_of: datetime) -> Objective | str:
    """The path runs over whole months from the next one on."""
    measure = MEASURES[plan.metric]
    if not plan.is_realistic:
        return _unrealistic(plan, measure)
    month = window_of(as_of, "month")
    first = month if month.start == as_of else month.shift(1)
    deadline = first.shift(plan.deadline).start.date() - timedelta(days=1)
    verb = "Raise" if measure.rises else "Lower"
    told = f"{_level(plan.level.base, measure)} to {_level(plan.target, measure)}"
    objective = Objective(
        subject=subject,
        sentence=f"{verb} {measure.name} of {_scope_name(plan.found)} from {told} by {written(deadline)}",
        metric=plan.metric,
        baseline=plan.level.base,
        since=plan.months.start.date(),
        until=plan.months.end.date(),
        target=plan.target,
        months=plan.deadline,
        start=first.start.date(),
        deadline=deadline,
        owner=owner,
        detectable=_detectable(plan, measure),
        why=plan.found.reason,
    )
    return replace(objective, entry=entry_of(plan.scope, measure, objective))


def _unrealistic(plan: Plan, measure: Measure) -> str:
    if not math.isfinite(plan.shown):
        return f"a month like {when(plan.month)} shows no change of it beyond chance"
    least = f"a month like {when(plan.month)} shows a change of {_amount(plan.shown, measure)} or more"
    return f"{least}, which is no realistic step in a year: it takes more {measure.each} a month"


def _detectable(plan: Plan, measure: Measure) -> str:
    """What the goal will say of itself too."""
    return (
        f"Measured from {when(plan.months)} and read month by month: one like {when(plan.month)} "
        f"({amount(plan.level.n, measure.each)}) shows a change of {_amount(plan.shown, measure)} or more; "
        f"the least that counts is {_amount(plan.delta, measure)}."
    )


def _amount(size: float, measure: Measure) -> str:
    return f"{figure(size)} {in_number(size, measure.unit)}"


def _level(value: float, measure: Measure) -> str:
    return f"{figure(value)}{measure.sign}"


def _scope_name(found: Finding) -> str:
    name = found.brand
    name += f" on {found.topic_name}" if found.topic else ""
    return name + (f" by {words(found.channel)}" if found.channel else "")
