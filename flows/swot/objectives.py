"""Proposed objectives: for each weakness or threat that is a warning or worse, a SMART one drafted from the data.

So it is for a KPI that is a watch, unless the mix of answers explains it: where only that moved, there is nothing to
raise, and where it came to is no baseline.

Each is about the metric of its own finding; several findings of one subject's metric are one objective.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from flows.indicators.config import IndicatorsConfig
from flows.indicators.planned import MEASURES, Followed
from flows.metric_names import metric_name
from flows.swot.content.finding import Finding
from flows.swot.content.plan import GoalPath, Objective
from flows.swot.content.point import Point
from flows.swot.draft import drafted
from flows.swot.followed import metric_of
from flows.swot.plan import Follow, is_later, plan_of
from flows.windows import last_closed
from schemas.words import listed

LOUD = 3
KPI = "kpi_breach"
A_MONTH = 365.25 / 12
UNFOLLOWED = "no metric that a goal can have follows it"
OF_MIX = "it is another mix of answers that moved, and where that came to is no baseline"
Asked = dict[tuple[str, Followed | None], list[Finding]]


def propose(
    points: Sequence[Point],
    findings: Collection[Finding],
    goals: Sequence[GoalPath],
    follow: Follow,
    config: IndicatorsConfig,
    *,
    as_of: datetime,
    own: Collection[str],
) -> tuple[tuple[Objective, ...], tuple[tuple[str, str], ...]]:
    """Objectives, one per subject and metric; and what is without one, with the reason. Raises what `follow` does."""
    of_mix = {(one.subject, one.metric) for one in findings if one.is_explained_by_mix}
    owners = {point.subject: point.owner for point in points if point.owner}
    objectives, undrafted = [], []
    for (subject, metric), found in _asked(points, own).items():
        if metric is None:
            undrafted.append((f"{subject} ({listed(_names(found))})", UNFOLLOWED))
            continue
        is_of_mix = any((one.subject, one.metric) in of_mix for one in found)
        spared = OF_MIX if is_of_mix else _covered(goals, subject, metric, as_of)
        plan = spared or plan_of(_clearest(found, as_of), metric, follow, config, as_of)
        outcome = plan if isinstance(plan, str) else drafted(plan, subject, owners.get(subject, ""), as_of)
        if isinstance(outcome, str):
            undrafted.append((f"{subject} ({MEASURES[metric].name})", outcome))
        else:
            objectives.append(outcome)
    return tuple(objectives), tuple(undrafted)


def _covered(goals: Iterable[GoalPath], subject: str, metric: Followed, as_of: datetime) -> str:
    """That a goal of the file is about it already; "" where none is."""
    running = (goal for goal in goals if goal.deadline >= as_of.date())
    name = next((goal.name for goal in running if (goal.subject, goal.metric) == (subject, metric)), "")
    return f"the goal “{name}” covers it already" if name else ""


def _asked(points: Iterable[Point], own: Collection[str]) -> Asked:
    """What is loud of each subject, by the metric that a goal on it would have; None where it can have none."""
    asked: Asked = {}
    for point in points:
        for one in point.findings:
            if one.severity >= LOUD or _is_breach(one):
                metric = metric_of(one) if one.brand in own else None
                asked.setdefault((point.subject, metric), []).append(one)
    return asked


def _is_breach(finding: Finding) -> bool:
    """A KPI that is a watch by itself."""
    return finding.indicator == KPI and finding.severity >= 2 and not finding.is_explained_by_mix


def _clearest(found: Iterable[Finding], as_of: datetime) -> Finding:
    """One that a whole month tells of, if any; of those the loudest, then a month's own: goals are read so."""
    month = last_closed(as_of, "month")
    return min(found, key=lambda one: (is_later(one, month), -one.severity, abs(one.days - A_MONTH)))


def _names(found: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(metric_name(one.metric).removesuffix(", %") for one in found))
