"""A subject's place in one of the four quadrants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flows.swot.content.finding import Finding

Quadrant = Literal["strength", "weakness", "opportunity", "threat"]
QUADRANTS: tuple[Quadrant, ...] = ("strength", "weakness", "opportunity", "threat")


@dataclass(frozen=True, slots=True)
class Causes:
    """What bad experience comes from, in per cent: as staff believe, as measured, as is usual elsewhere.

    rows  one per group of causes: name, believed, measured, usual from and to
    """

    subject: str
    when: str
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
    def told_verdict(self) -> str:
        return self.strongest.told_verdict

    @property
    def owner(self) -> str:
        return next((one.episode.owner for one in self.findings if one.episode and one.episode.owner), "")

    @property
    def since(self) -> datetime | None:
        """From when on what is told of it was known: of its strongest finding, whatever others began earlier."""
        return self.strongest.episode.since if self.strongest.episode else None
