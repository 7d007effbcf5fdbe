"""The report as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.swot.content.finding import Episode, Finding
from flows.swot.content.plan import Action, GoalPath, Objective
from flows.swot.content.point import Causes, Point, Quadrant


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether the data can be trusted: what is wrong with them, and how many findings of which indicator wait for it.

    checks  how many checks of the data there were at all
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[tuple[str, int], ...]
    checks: int


@dataclass(frozen=True, slots=True)
class Unjudged:
    """An indicator's findings that are no judgement, by verdict; `example` is one of their reasons."""

    indicator: str
    counts: tuple[tuple[str, int], ...]
    example: str

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swot:
    """The report. Quadrants hold what is ours; rivals' ups and downs stand apart.

    improved   what is better than before
    ahead      what is better than something of the same time: a target, a rival
    undrafted  what is loud and without a proposed objective, and why
    told       what customers are told of finished actions: "you said, we did"
    missing    indicators that are known and were not judged
    """

    as_of: datetime
    own: tuple[str, ...]
    windows: tuple[str, ...]
    trust: Trust
    strengths: tuple[Point, ...] = ()
    weaknesses: tuple[Point, ...] = ()
    opportunities: tuple[Point, ...] = ()
    threats: tuple[Point, ...] = ()
    improved: tuple[Point, ...] = ()
    ahead: tuple[Point, ...] = ()
    rivals: tuple[Point, ...] = ()
    themes: tuple[Point, ...] = ()
    causes: tuple[Causes, ...] = ()
    gaps: tuple[Finding, ...] = ()
    silent: tuple[Finding, ...] = ()
    service: tuple[Finding, ...] = ()
    programme: tuple[Finding, ...] = ()
    goals: tuple[GoalPath, ...] = ()
    objectives: tuple[Objective, ...] = ()
    undrafted: tuple[tuple[str, str], ...] = ()
    episodes: tuple[Episode, ...] = ()
    actions: tuple[Action, ...] = ()
    told: tuple[str, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
    missing: tuple[str, ...] = ()
    judged: int = 0
    steady: int = 0

    def quadrant(self, name: Quadrant) -> tuple[Point, ...]:
        """The points of one of the four."""
        return {
            "strength": self.strengths,
            "weakness": self.weaknesses,
            "opportunity": self.opportunities,
            "threat": self.threats,
        }[name]
