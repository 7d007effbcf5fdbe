"""What the flow gives beside answers: mentions, volumes, silences and versions. `None` means "not known", never 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flows.indicators.vocabulary import Frequency, Subject, Window


@dataclass(frozen=True, slots=True)
class MentionPeriod:
    """How often a brand that is not in brands.yaml was mentioned in one window.

    customers  distinct customers who mention it
    switching  distinct customers who say that they move to it
    exposure   texts in which it could have been mentioned (all scored texts with words in the window)
    """

    window: Window
    customers: int
    switching: int
    exposure: int


@dataclass(frozen=True, slots=True)
class MentionSeries:
    """One unknown brand's mentions, oldest first, windows without a mention included; the last one is judged."""

    subject: Subject
    frequency: Frequency
    periods: tuple[MentionPeriod, ...]


@dataclass(frozen=True, slots=True)
class PhrasePeriod:
    """How often a phrase was said in one window, in texts that no topic covers.

    customers  distinct customers who said it
    exposure   texts without a topic, of the same brand and language
    """

    window: Window
    customers: int
    exposure: int


@dataclass(frozen=True, slots=True)
class PhraseSeries:
    """One phrase, oldest window first, those in which nobody said it included; the last one is judged.

    tested  phrases that were counted in that window, of all brands and languages: the family of the test. Only those
            that grew are given.
    """

    subject: Subject
    frequency: Frequency
    periods: tuple[PhrasePeriod, ...]
    tested: int


@dataclass(frozen=True, slots=True)
class VolumeSeries:
    """Events per window (window, count), oldest first, zeros included; the last one is judged. For `volume_drop`."""

    subject: Subject
    frequency: Frequency
    counts: tuple[tuple[Window, int], ...]


STREAMS: Mapping[str, str] = {
    "": "nothing",
    "cases": "no cases",
    "order": "no orders",
    "customer_lapsed": "nobody who left",
}
"""What a source may stop to send, and how its silence is told. Facts of other kinds have no rhythm that tells anything:
they come once, or once for a month."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """One source's events per UTC day, zeros included. For `source_outage`.

    subject: the source, and as its item which of STREAMS it is, empty for feedback;
    before: at least 28 days that end where the window starts; within: the days of the window.
    """

    subject: Subject
    frequency: Frequency
    window: Window
    before: tuple[int, ...]
    within: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of one model that scored each side of a comparison, with their rows. For `model_break`.

    One for sentiment and one for taxonomy; versions of rows that were not scored ("") are left out.
    """

    subject: Subject
    frequency: Frequency
    window: Window
    model: Literal["sentiment", "taxonomy"]
    now: Mapping[str, int]
    before: Mapping[str, int]
