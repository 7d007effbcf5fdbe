"""What a run knows of the windows that it judges and of the history they are compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from flows.answers import Answers
from flows.indicators.vocabulary import Subject
from flows.themes import Themes
from flows.windows import Grain

HISTORY: Mapping[Grain, int] = {"hour": 0, "day": 112, "week": 112, "month": 36, "quarter": 5, "half_year": 3}
"""Windows before the first judged one. Seasonal factors need 24 months; a year-on-year pair four quarters."""
PERCEPTION = frozenset({"perception_drop", "perception_yoy", "perception_trend", "perception_shift", "response_bias"})
"""What reads all answers, by subject and stratum."""
TOPIC_WEEKS = 26
"""Weeks of topics before the first judged one: enough for a baseline, too few for a season of so few answers."""


def history_of(grain: Grain, subject: Subject) -> int:
    """Windows before a judged one that are read for this subject."""
    return TOPIC_WEEKS if grain == "week" and subject.topic else HISTORY[grain]


Versions = Mapping[str, Counter[str]]
"""Texts per version, for `sentiment` and `taxonomy`."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An unlisted brand in one week: who mentions it, who moves there, and events to read."""

    customers: int
    switching: int
    event_ids: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Everything about windows of one grain. `months` holds the monthly answers, whatever the grain.

    activity   events per UTC day, of each source and stream of it (as its item, STREAMS), of every role
    customers  those of feedback that customers gave, by source and brand
    themes     what is said in texts without a topic, per judged month
    events     how many events the span holds; 0 means that nothing can be said
    watermark  the newest landing among them
    """

    grain: Grain
    answers: Answers
    months: Answers
    activity: Mapping[Subject, Mapping[date, int]] = field(default_factory=dict)
    customers: Mapping[tuple[str, str], Mapping[date, int]] = field(default_factory=dict)
    versions: Mapping[tuple[str, date], Versions] = field(default_factory=dict)
    newcomers: Mapping[str, Mapping[date, Newcomer]] = field(default_factory=dict)
    texts: Mapping[date, int] = field(default_factory=dict)
    themes: Mapping[date, Themes] = field(default_factory=dict)
    events: int = 0
    watermark: datetime | None = None
