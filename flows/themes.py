"""What customers say in texts that no topic covers: the phrases that grew, and the texts they are said in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from flows.answers import as_date
from flows.exposure import Exposure
from flows.indicators.activity import PhrasePeriod, PhraseSeries
from flows.indicators.config import EmergingTheme
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.windows import Window
from warehouse.query import Row

MOST = 100
"""Phrases read per brand and language: those that the most customers brought."""
TOLD = 20
"""Themes judged per brand and language: what the rest would say is noise, and the family counts it all the same."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that enough customers said: how many in which month, events to read, and what half of them said too."""

    text: str
    customers: Mapping[date, int]
    event_ids: tuple[str, ...]
    twins: frozenset[str]


@dataclass(frozen=True, slots=True)
class Themes:
    """Everything about one judged month, by brand and language.

    texts    texts without a topic per month, of sources that both sides have
    heard    texts without a topic in the judged month, of all sources
    phrases  those that grew, the one that says most first
    tested   how many phrases were counted, of all brands and languages
    """

    texts: Mapping[tuple[str, str], Mapping[date, int]]
    heard: Mapping[tuple[str, str], int]
    phrases: Mapping[tuple[str, str], Sequence[Phrase]]
    tested: int = 0

    def examples(self, subject: Subject) -> list[str]:
        """Events in which the phrase was said."""
        known = self.phrases.get((subject.brand, subject.language), ())
        return [event_id for phrase in known if phrase.text == subject.phrase for event_id in phrase.event_ids]


def read_themes(read: Read, window: Window, config: EmergingTheme) -> Themes:
    """One window's, beside the months before it. Raises Unavailable."""
    span = {"from": window.shift(-config.baseline_windows).start, "start": window.start, "to": window.end}
    exposure = Exposure(read(sql("theme_exposure"), span), window.start.date())
    limits = {"minimum": config.minimum_customers, "growth": config.growth, "most": MOST}
    rows = read(sql("themes"), span | limits | exposure.compared()) if exposure.sources else []
    phrases: dict[tuple[str, str], list[Phrase]] = defaultdict(list)
    for row in rows:
        phrases[row["brand"], row["language"]].append(_phrase(row))
    return Themes(exposure.texts(), exposure.heard(), dict(phrases), rows[0]["tested"] if rows else 0)


def phrase_series(themes: Themes, window: Window, config: EmergingTheme) -> Iterator[PhraseSeries]:
    """One per phrase that no other one tells better; where nothing can be compared, one for the language as a whole."""
    months = [*window.before(config.baseline_windows), window]
    for (brand, language), heard in sorted(themes.heard.items()):
        texts = themes.texts[brand, language]
        if any(texts.get(month.start.date()) for month in months[:-1]):
            for phrase in islice(_distinct(themes.phrases.get((brand, language), ())), TOLD):
                subject = Subject(brand, phrase=phrase.text, language=language)
                yield PhraseSeries(subject, "month", _periods(months, phrase.customers, texts), themes.tested)
        elif heard >= config.minimum_customers:
            yield PhraseSeries(Subject(brand, language=language), "month", _periods([window], {}, {}, heard), 0)


def _distinct(phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    """Those that say most; what their customers said besides is the same theme in other words."""
    told: set[str] = set()
    for phrase in phrases:
        if phrase.twins.isdisjoint(told):
            told.add(phrase.text)
            yield phrase


def _periods(
    months: Sequence[Window], customers: Mapping[date, int], texts: Mapping[date, int], heard: int = 0
) -> tuple[PhrasePeriod, ...]:
    days = [month.start.date() for month in months]
    return tuple(
        PhrasePeriod(month.span, customers.get(day, 0), texts.get(day, heard))
        for month, day in zip(months, days, strict=True)
    )


def _phrase(row: Row) -> Phrase:
    customers = dict(zip(map(as_date, row["months"]), row["customers"], strict=True))
    return Phrase(row["phrase"], customers, tuple(row["event_ids"]), frozenset(row["twins"]))
