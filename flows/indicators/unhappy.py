"""What `silent_unhappy` reads: who complained, who was asked and is unhappy, who left. Customers are counted once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.indicators.vocabulary import Subject, Window


@dataclass(frozen=True, slots=True)
class Heard:
    """One month's customers.

    complaining        complained of their own accord
    asked              answered a survey; unhappy: of those, said that they are
    known_complaining  of those who complained, the ones known by a reference
    """

    window: Window
    complaining: int = 0
    asked: int = 0
    unhappy: int = 0
    known_complaining: int = 0


@dataclass(frozen=True, slots=True)
class Complainers:
    """Customers whose first complaint of the month was put down to `cause` and came by `channel` ("" unsaid)."""

    cause: str
    channel: str
    customers: int
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Complaints:
    """One brand's month beside those before it, oldest first.

    customers      how many there are; None where no fact tells
    heard          distinct customers of the month, complaining or asked
    sources        each source's share of them
    known_unhappy  customers known by a reference who said in a survey of these months that they are unhappy
    known_both     of those, who complained in the weeks around it
    """

    subject: Subject
    now: Heard
    past: tuple[Heard, ...] = ()
    groups: tuple[Complainers, ...] = ()
    customers: int | None = None
    heard: int = 0
    sources: Mapping[str, float] = field(default_factory=dict)
    known_unhappy: int = 0
    known_both: int = 0

    @property
    def has_complaints(self) -> bool:
        """Whether any is known of these months: without one nobody can tell whether one would be heard."""
        return any(each.complaining for each in (*self.past, self.now))

    @property
    def known_share(self) -> float:
        """Of those who complained in these months, the share (0-1) known by a reference; 0 where nobody complained."""
        months = (*self.past, self.now)
        complaining = sum(each.complaining for each in months)
        return sum(each.known_complaining for each in months) / complaining if complaining else 0.0


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Customers who left in the month, known by a reference; how many of them had complained before, in any way.

    complainers  all known customers of the brand who complained in that time: without any, nobody's could be found
    """

    subject: Subject
    window: Window
    customers: int = 0
    complained: int = 0
    complainers: int = 0
