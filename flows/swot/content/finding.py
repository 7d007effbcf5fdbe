"""A finding with all that lies around it: evidence, its past windows, its open episode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.beside import told_verdict
from flows.indicators.outputs import Decomposition
from flows.indicators.verdicts import is_mostly_mix

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
    """A finding that is not over, and who sees to it ("" for nobody).

    about  what it is about, for reading; `subject` as the warehouse has it
    since  from when on it could be known: the end of the first window in which it was found
    """

    episode_id: str
    indicator: str
    subject: str
    metric: str
    about: str
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
    """A row of the view `indicators` with its evidence, its past windows (oldest first) and its open episode.

    topic, topic_name  its id, and what a reader is told
    label, when        its window as an id (`2026-10`), and in words
    """

    indicator: str
    group: str
    brand: str
    topic: str
    topic_name: str
    channel: str
    item: str
    subject: str
    metric: str
    grain: str
    label: str
    when: str
    seen: str
    measured: str
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
    decomposition: Decomposition | None = None

    @property
    def told_verdict(self) -> str:
        """As a reader is told it."""
        return told_verdict(self.indicator, self.metric, self.verdict)

    @property
    def is_explained_by_mix(self) -> bool:
        """A watch of a change that comes from other answers: what the verdict was capped for."""
        parts = self.decomposition
        return self.verdict == "watch" and parts is not None and is_mostly_mix(parts, self.change or 0.0)

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
