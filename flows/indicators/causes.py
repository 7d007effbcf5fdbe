"""What bad experience comes from, in three columns: as staff believe, as customers tell, and as is usual elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from flows.indicators.config.swot import Usual
from flows.indicators.outputs import Evidence
from schemas.scored import Cause

CAUSES: tuple[Cause, ...] = get_args(Cause)
Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """One brand's, of one window.

    mentions  bad mentions by cause, those with one; customers: the distinct ones who made them
    beliefs   what staff believe, by cause, in any unit that can be compared; empty where nobody asked
    event_ids the newest by cause
    sources   each source's share of the mentions
    """

    mentions: Mapping[str, int] = field(default_factory=dict)
    customers: int = 0
    beliefs: Mapping[str, float] = field(default_factory=dict)
    event_ids: Mapping[str, Ids] = field(default_factory=dict)
    sources: Mapping[str, float] = field(default_factory=dict)

    def measured(self, causes: Sequence[str]) -> float | None:
        """Per cent of the mentions with a cause that have one of these; None without any."""
        return _share(self.mentions, causes)

    def believed(self, causes: Sequence[str]) -> float | None:
        """Per cent of all belief that goes to these causes; None where nobody was asked."""
        return _share(self.beliefs, causes)


def _share(parts: Mapping[str, float] | Mapping[str, int], causes: Sequence[str]) -> float | None:
    total = sum(parts.values())
    return 100 * sum(parts.get(cause, 0) for cause in causes) / total if total else None


def columns(causes: Causes, usual: Sequence[Usual]) -> tuple[Evidence, ...]:
    """Evidence of kind cause, per cent: of each cause its measured share (value) and the believed one (comparison);
    then the usual interval of each group of causes, its low end as value, its high end as comparison.
    """
    if not causes.mentions and not causes.beliefs:
        return ()
    told = [_told(causes, cause) for cause in CAUSES]
    return (*told, *(_usual(each) for each in usual))


def _told(causes: Causes, cause: Cause) -> Evidence:
    measured, believed = causes.measured([cause]), causes.believed([cause])
    change = None if measured is None or believed is None else measured - believed
    ids = causes.event_ids.get(cause, ())
    return Evidence(1, "cause", cause, measured, believed, change, causes.mentions.get(cause, 0), 0, ids)


def _usual(usual: Usual) -> Evidence:
    return Evidence(1, "cause", f"usual: {usual.name}", 100 * usual.low, 100 * usual.high, None, 0, 0)
