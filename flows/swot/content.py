"""What a SWOT report holds. Times are UTC; None is "no data", never 0; events are ids, never texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Quadrant = Literal["strength", "weakness", "opportunity", "threat"]
QUADRANTS: tuple[Quadrant, ...] = ("strength", "weakness", "opportunity", "threat")
UNJUDGED = ("no_data", "incomplete", "insufficient_data", "inconclusive")
HARM = ("critical", "warning", "watch")
MERIT = ("strong", "emerging")


@dataclass(frozen=True, slots=True)
class Piece:
    """What explains a finding: a row of the view `indicator_evidence`."""

    kind: str
    name: str
    value: float | None
    comparison: float | None
    change: float | None
    n: int
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """One window of a finding's series: value, what it was held against, and the interval of the value."""

    label: str
    value: float | None
    comparison: float | None
    low: float | None
    high: float | None
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A finding that is not over: since when, and who sees to it ("" for nobody)."""

    episode_id: str
    indicator: str
    subject: str
    metric: str
    grain: str
    quadrant: str
    state: str
    verdict: str
    severity: int
    since: datetime
    windows: int
    owner: str
    acknowledged: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A row of the view `indicators` with its evidence, its past windows (oldest first) and its open episode."""

    indicator: str
    group: str
    brand: str
    topic: str
    channel: str
    item: str
    subject: str
    metric: str
    grain: str
    label: str
    seen: str
    moved: str
    days: float
    value: float | None
    comparison: float | None
    change: float | None
    unit: str
    harm: float | None
    low: float | None
    high: float | None
    n: int
    n_comparison: int
    q: float | None
    verdict: str
    severity: int
    reason: str
    detectable: float | None
    needed: int | None
    evidence: tuple[Piece, ...] = ()
    series: tuple[Moment, ...] = ()
    episode: Episode | None = None

    @property
    def interval(self) -> tuple[float, float] | None:
        """That of the value: the change's on top of what it is held against; the value's own where that is nothing."""
        if self.low is None or self.high is None:
            return None
        on_top_of = self.comparison if self.change is not None and self.comparison is not None else 0.0
        return on_top_of + self.low, on_top_of + self.high

    @property
    def event_ids(self) -> tuple[str, ...]:
        """Events to read, each once, the strongest evidence's first."""
        return tuple(dict.fromkeys(one for piece in self.evidence for one in piece.event_ids))


@dataclass(frozen=True, slots=True)
class Causes:
    """What bad experience comes from, in per cent: as staff believe, as measured, as is usual elsewhere.

    rows  one per group of causes: name, believed, measured, usual from and to
    """

    subject: str
    label: str
    rows: tuple[tuple[str, float | None, float | None, float | None, float | None], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One subject in a quadrant: its findings, the strongest first; what cancels it, in sentences; its causes."""

    quadrant: Quadrant
    subject: str
    findings: tuple[Finding, ...]
    cancelled: tuple[str, ...] = ()
    causes: Causes | None = None

    @property
    def strongest(self) -> Finding:
        return self.findings[0]

    @property
    def verdict(self) -> str:
        return self.strongest.verdict

    @property
    def owner(self) -> str:
        return next((one.episode.owner for one in self.findings if one.episode and one.episode.owner), "")

    @property
    def since(self) -> datetime | None:
        return min((one.episode.since for one in self.findings if one.episode), default=None)


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
class GoalPath:
    """A goal of config/goals.yaml with what its path says today.

    baseline, target  None where neither the file nor a finding tells
    reached           the measured values, by the end of their windows
    """

    id: str
    name: str
    metric: str
    subject: str
    baseline: float | None
    target: float | None
    start: date
    deadline: date
    owner: str
    verdict: str = "no_data"
    reason: str = ""
    value: float | None = None
    reached: tuple[tuple[date, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """A SMART objective drafted from the data.

    metric   as goals.yaml calls it; where it cannot be followed yet, as the finding does, and `entry` is empty
    months   to the deadline: the first of 3, 6, 12 by which a change of this size would show; None where none would
    entry    the lines to paste under `goals:` in config/goals.yaml
    """

    subject: str
    sentence: str
    metric: str
    baseline: float
    target: float
    months: int | None
    start: date
    deadline: date
    owner: str
    detectable: str
    why: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """What is being done, or was: an action of the plan, with what was found to have come of it."""

    id: str
    objective: str
    owner: str
    start: date | None
    due: date | None
    done: date | None
    state: str
    effect: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swot:
    """The report. Quadrants hold what is ours; rivals' ups and downs stand apart.

    undrafted  subjects of warnings without a proposed objective, and why
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
