"""Proposed objectives: for each weakness or threat that is a warning or worse, a SMART one drafted from the data.

So it is for a KPI that is a watch, unless the mix of answers explains it: where only that moved, there is nothing to
raise, and where it came to is no baseline.

The target is the baseline moved by the larger of delta (the smallest change that counts) and what can be told from
chance by the deadline; the deadline is the first of 3, 6 and 12 months by which delta itself can be.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from flows.indicators.config import IndicatorsConfig
from flows.indicators.planned import MEASURES, Measure
from flows.indicators.wording import number
from flows.names import words
from flows.swot.content.finding import Finding
from flows.swot.content.plan import GoalPath, Objective
from flows.swot.content.point import Point
from flows.swot.entry import entry_of, quoted
from flows.swot.plan import DAYS_IN_A_MONTH, DEADLINES, FOLLOWED, MEASURED_BY, Plan, plan_of

LOUD = 3
KPI = "kpi_breach"
LIMITS = {"net": (-100.0, 100.0), "share": (0.0, 100.0)}


def propose(
    points: Sequence[Point],
    findings: Collection[Finding],
    goals: Sequence[GoalPath],
    config: IndicatorsConfig,
    *,
    today: date,
    own: Collection[str],
) -> tuple[tuple[Objective, ...], tuple[tuple[str, str], ...]]:
    """Objectives, one per subject; and the subjects without one, with the reason.

    What is measured is that of the subject's metrics a goal can follow which can be told from chance the soonest.
    """
    plans: dict[str, list[Plan]] = {}
    of_mix = {(one.subject, one.metric) for one in findings if one.is_explained_by_mix}
    for finding in findings:
        if finding.brand in own and _is_followed(finding) and (finding.subject, finding.metric) not in of_mix:
            plans.setdefault(finding.subject, []).append(plan_of(finding, config))
    owners = {point.subject: point.owner for point in points if point.owner}
    drafted: dict[str, Objective] = {}
    undrafted: dict[str, str] = {}
    for point in points:
        if not _is_asked(point) or point.subject in drafted:
            continue
        outcome = _drafted(point, plans.get(point.subject, []), goals, today)
        if isinstance(outcome, str):
            undrafted.setdefault(point.subject, outcome)
        else:
            drafted[point.subject] = _owned(outcome, owners.get(point.subject, ""))
    return tuple(drafted.values()), tuple(each for each in undrafted.items() if each[0] not in drafted)


def _is_followed(finding: Finding) -> bool:
    is_measured = finding.metric in FOLLOWED and finding.indicator in MEASURED_BY
    return is_measured and finding.value is not None and not finding.item


def _is_asked(point: Point) -> bool:
    return any(one.severity >= LOUD or _is_breach(one) for one in point.findings)


def _is_breach(finding: Finding) -> bool:
    """A KPI that is a watch by itself."""
    return finding.indicator == KPI and finding.severity >= 2 and not finding.is_explained_by_mix


def _drafted(point: Point, plans: Sequence[Plan], goals: Sequence[GoalPath], today: date) -> Objective | str:
    """An objective, or why there is none."""
    running = {goal.metric: goal.name for goal in goals if goal.deadline >= today and goal.subject == point.subject}
    loud = (FOLLOWED[one.metric] for one in point.findings if one.metric in FOLLOWED)
    if name := next((running[metric] for metric in loud if metric in running), ""):
        return f"the goal “{name}” covers it already"
    plans = [plan for plan in plans if FOLLOWED[plan.found.metric] not in running]
    if not plans:
        return "nothing is measured of it that a goal of ours can follow"
    best = min(plans, key=_preference)
    objective = _objective(point, best, today) if best.is_realistic else None
    if objective:
        return objective
    measure = MEASURES[FOLLOWED[best.found.metric]]
    return (
        f"at today's rate of {measure.each} no realistic change could be told from chance within a year: of "
        f"{measure.name} it would take {_amount(best.step, measure)}; ask more customers first"
    )


def _preference(plan: Plan) -> tuple[float, ...]:
    """What shows soonest; the loudest; then what is measured as it is rather than at the mix of a year before."""
    found = plan.found
    return (
        plan.months is None,
        plan.step / plan.delta,
        -found.severity,
        MEASURED_BY.index(found.indicator),
        list(FOLLOWED).index(found.metric),
        abs(found.days - DAYS_IN_A_MONTH),
    )


def _objective(point: Point, plan: Plan, today: date) -> Objective | None:
    found, metric = plan.found, FOLLOWED[plan.found.metric]
    measure = MEASURES[metric]
    baseline = round(found.value or 0.0, 1)
    target = _target(baseline, plan.step, measure)
    if target == baseline:
        return None
    deadline = _after(today, plan.months or DEADLINES[-1])
    verb = "Raise" if measure.rises else "Lower"
    told = f"{_level(baseline, measure)} to {_level(target, measure)}"
    drafted = Objective(
        subject=point.subject,
        sentence=f"{verb} {measure.name} of {_scope_name(found)} from {told} by {_long(deadline)}",
        metric=metric,
        baseline=baseline,
        target=target,
        months=plan.months,
        start=today,
        deadline=deadline,
        owner="",
        detectable=_detectable(plan, measure),
        why=found.reason,
    )
    return replace(drafted, entry=entry_of(found, drafted))


def _owned(objective: Objective, owner: str) -> Objective:
    """Whoever sees to an episode of the same subject; else it is left open."""
    line = f"    owner: {quoted(owner)}" + ("" if owner else "  # fill in: the role or team that sees to it")
    return replace(objective, owner=owner, entry=f"{objective.entry}\n{line}")


def _target(baseline: float, step: float, measure: Measure) -> float:
    """One decimal, rounded away from the baseline: a little more than can be shown, never less."""
    away = math.ceil(round(step * 10, 6)) / 10
    low, high = LIMITS.get(measure.kind, (0.0, math.inf))
    return round(min(max(baseline + (away if measure.rises else -away), low), high), 1)


def _after(today: date, months: int) -> date:
    """The last day of so many months from today on."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    day = min(today.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)


def _detectable(plan: Plan, measure: Measure) -> str:
    counts = _amount(plan.delta, measure)
    if plan.found.detectable is None:
        return (
            f"What change could be told from chance is not known: a year is given for {counts}, the least that counts."
        )
    if plan.months:
        return f"At today's rate of {measure.each}, {counts} can be told from chance within {plan.months} months."
    return (
        f"No deadline would do for {counts}, the least that counts: at today's rate of {measure.each} not even a year "
        f"tells that from chance, and a change of {_amount(plan.step, measure)} is the least that it does."
    )


def _amount(size: float, measure: Measure) -> str:
    return f"{number(size)} {measure.unit}"


def _level(value: float, measure: Measure) -> str:
    return f"{number(value)}{measure.sign}"


def _scope_name(found: Finding) -> str:
    name = found.brand
    name += f" on {found.topic_name}" if found.topic else ""
    return name + (f" by {words(found.channel)}" if found.channel else "")


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
