"""Words that every indicator shares: windows, subjects, verdicts.

Units: NPS and net sentiment are points from -100 to 100, CSAT is per cent from 0 to 100, mentions are customers per
1,000 texts, volume is events. `None` means "no data", never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

Metric = Literal["nps", "csat", "net_sentiment"]
Frequency = Literal["hour", "day", "week", "month", "quarter", "half_year"]
Level = Literal["brand", "topic", "channel", "source", "phrase", "item"]
Verdict = Literal[
    "no_data",
    "incomplete",
    "insufficient_data",
    "critical",
    "warning",
    "watch",
    "improved",
    "ok",
    "inconclusive",
    "strong",
    "emerging",
    "none",
    "achieved",
    "missed",
    "on_track",
    "behind",
]
"""The last seven in two scales of their own: of strengths and opportunities (strong, emerging, none), and of goals."""

METRICS: tuple[Metric, ...] = get_args(Metric)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
SEVERITY: dict[Verdict, int] = dict.fromkeys(VERDICTS, 0) | {
    "critical": 4,
    "warning": 3,
    "missed": 3,
    "watch": 2,
    "behind": 2,
    "improved": 1,
    "achieved": 1,
}


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A closed UTC window: `start` is inside it, `end` is not. Raises ValueError for naive or reversed times."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.utcoffset() != timedelta(0) or self.end.utcoffset() != timedelta(0):
            raise ValueError("a window's start and end are UTC")
        if self.end <= self.start:
            raise ValueError("a window ends after it starts")

    @property
    def middle(self) -> datetime:
        return self.start + (self.end - self.start) / 2

    @property
    def days(self) -> float:
        return (self.end - self.start) / timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What is judged. A rival or a newcomer is a brand; `source` is filled by the data-trust checks only.

    A phrase is words of customers with their language; a language alone stands for all that is said in it. An item is
    anything else: a goal, an action, a price change, a team, a cause at a place.
    """

    brand: str = ""
    topic: str = ""
    channel: str = ""
    source: str = ""
    phrase: str = ""
    language: str = ""
    item: str = ""

    @property
    def level(self) -> Level:
        if self.source:
            return "source"
        if self.language:
            return "phrase"
        if self.item:
            return "item"
        if self.topic:
            return "topic"
        return "channel" if self.channel else "brand"

    @property
    def text(self) -> str:
        """For reading: the filled parts joined by a slash, as in the column `subject`."""
        parts = (self.brand, self.topic, self.channel, self.source, self.phrase, self.language, self.item)
        return "/".join(part for part in parts if part)
