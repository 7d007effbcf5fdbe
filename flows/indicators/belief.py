"""What `delivery_gap` reads: what staff believe that customers get, and what these say of it. Scores are 0-100."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.indicators.vocabulary import Subject, Window


@dataclass(frozen=True, slots=True)
class Believed:
    """One role's beliefs.

    people     who were asked
    mean       of their scores
    believing  how many of them say yes; None where only means of groups are known
    """

    role: str
    people: int
    mean: float
    believing: float | None


@dataclass(frozen=True, slots=True)
class Perceived:
    """What customers say, each counted once.

    answers   gave a satisfaction or a rating: its mean and standard deviation; satisfied: those with 75 and more
    speaking  wrote about it; positive: how many of them well
    """

    answers: int = 0
    satisfied: int = 0
    mean: float = 0.0
    spread: float = 0.0
    speaking: int = 0
    positive: float = 0.0
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BeliefGap:
    """One item of a half-year: a brand's topic, or the brand on the whole.

    sources  each one's share of customers
    items    how many items of all brands are compared in the half-year, which one family of tests is made of
    """

    subject: Subject
    window: Window
    believed: tuple[Believed, ...] = ()
    perceived: Perceived = Perceived()
    sources: Mapping[str, float] = field(default_factory=dict)
    items: int = 0
