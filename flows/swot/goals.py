"""config/goals.yaml and what was found about each goal → its path."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flows.goals import Goals
from flows.indicators.goal import Goal
from flows.names import UNNAMED, Names, words
from flows.swot.content.finding import UNJUDGED, Finding
from flows.swot.content.plan import GoalPath
from flows.windows import parse_window

INDICATOR = "goal_progress"
TARGET = "target"
"""The piece of evidence that holds a goal's target as its comparison."""


def paths(goals: Goals, findings: Iterable[Finding], names: Names = UNNAMED) -> tuple[GoalPath, ...]:
    """Every goal, in the file's order; one that nothing was found about yet is `no_data`."""
    known = {(one.brand, one.item): one for one in findings if one.indicator == INDICATOR}
    return tuple(_path(goal, known.get((goal.scope.brand, goal.id)), names) for goal in goals.goals)


def _path(goal: Goal, found: Finding | None, names: Names) -> GoalPath:
    parts = goal.scope.parts | ({"topic": names.topic(goal.scope.topic)} if goal.scope.topic else {})
    baseline = goal.baseline if isinstance(goal.baseline, float) else found.comparison if found else None
    return GoalPath(
        id=goal.id,
        name=goal.name,
        metric=goal.metric,
        subject=" / ".join([goal.scope.brand, *map(words, parts.values())]),
        baseline=baseline,
        target=goal.target_from(baseline) if baseline is not None else goal.target,
        start=goal.start,
        deadline=goal.deadline,
        owner=goal.owner,
        verdict=found.verdict if found else "no_data",
        reason=found.reason if found else "Nothing was found about this goal yet; “earshot run goals” judges it.",
        value=found.value if found else None,
        reached=tuple(_reached(found)) if found else (),
    )


def _reached(found: Finding) -> Iterable[tuple[date, float]]:
    """Each month's value at its end."""
    for moment in found.series:
        if moment.value is not None and moment.verdict not in UNJUDGED:
            yield parse_window(moment.label).end.date(), moment.value
