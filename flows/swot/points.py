"""Findings → points: one per subject and quadrant, the strongest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from flows.names import words
from flows.swot.causes import causes_of
from flows.swot.content.finding import MERIT, Finding
from flows.swot.content.point import Point, Quadrant

_GRADE = {"strong": 2, "emerging": 1}


def points_of(findings: Iterable[Finding], quadrant: Quadrant, own: Collection[str]) -> tuple[Point, ...]:
    """What several indicators, metrics and windows say of one subject is one point."""
    together: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: _weight(one, own)):
        together.setdefault(subject_of(finding), []).append(finding)
    return tuple(_point(quadrant, subject, found) for subject, found in together.items())


def subject_of(finding: Finding) -> str:
    """Brand, topic and channel; what else it is about only where there is no topic: a rival, a cause."""
    if not finding.topic or not finding.item:
        return finding.subject
    return " / ".join(part for part in (finding.brand, finding.topic_name, words(finding.channel)) if part)


def _weight(finding: Finding, own: Collection[str]) -> tuple[Any, ...]:
    """Merits by their grade, then harm by severity; ours, whole brands before their parts, what is surest."""
    return (
        -_GRADE.get(finding.verdict, 0),
        -finding.severity,
        finding.brand not in own,
        bool(finding.topic or finding.channel or finding.item),
        1.0 if finding.q is None else finding.q,
        -(abs(finding.harm or 0.0) if finding.verdict in MERIT else 0.0),
        finding.indicator,
        finding.subject,
        finding.metric,
        -finding.days,
    )


def _point(quadrant: Quadrant, subject: str, findings: Sequence[Finding]) -> Point:
    """A weak topic's causes stand with it; a brand's have a section of their own."""
    topical = (one for one in findings if one.topic and quadrant == "weakness")
    causes = next((found for one in topical if (found := causes_of(one))), None)
    return Point(quadrant, subject, tuple(findings), causes=causes)
