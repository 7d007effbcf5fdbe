"""Phrases become series: each theme once, in the words that say most, and none where nothing can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flows.indicators.config import EmergingTheme
from flows.indicators.vocabulary import Subject
from flows.queries import sql
from flows.themes import MOST, TOLD, Phrase, Themes, phrase_series, read_themes
from flows.windows import parse_window

OCTOBER = parse_window("2026-10")
NOW, BEFORE = date(2026, 10, 1), date(2026, 9, 1)
KEY = ("Alder Post", "en")
CONFIG = EmergingTheme()


def phrase(text: str, *twins: str, **months: int) -> Phrase:
    return Phrase(text, {BEFORE: months.get("before", 0), NOW: months.get("now", 9)}, ("e1",), frozenset(twins))


def themes(*phrases: Phrase, texts: Mapping[date, int] | None = None, heard: int = 100) -> Themes:
    known = {BEFORE: 90, NOW: 80} if texts is None else dict(texts)
    return Themes({KEY: known}, {KEY: heard}, {KEY: phrases} if phrases else {}, tested=500)


def told(known: Themes) -> list[Subject]:
    return [series.subject for series in phrase_series(known, OCTOBER, CONFIG)]


def test_a_phrases_months_are_all_of_the_baseline_and_the_judged_one() -> None:
    [series] = phrase_series(themes(phrase("locker code", before=1)), OCTOBER, CONFIG)
    assert series.subject == Subject("Alder Post", phrase="locker code", language="en")
    assert (len(series.periods), series.tested) == (13, 500)
    counts = [(each.customers, each.exposure) for each in series.periods]
    assert counts == [(0, 0)] * 11 + [(1, 90), (9, 80)]
    assert series.periods[-1].window.start == OCTOBER.start


def test_what_the_customers_of_a_better_phrase_said_besides_is_not_told_again() -> None:
    found = themes(
        phrase("queue at the", "at the gate", "queue"),
        phrase("at the gate", "queue at the"),
        phrase("gate", "at the gate"),
        phrase("lamp"),
    )
    assert [subject.phrase for subject in told(found)] == ["queue at the", "gate", "lamp"]


def test_without_texts_of_the_same_sources_before_only_the_language_is_named() -> None:
    alone = {NOW: 0}
    assert told(themes(phrase("locker code"), texts=alone)) == [Subject("Alder Post", language="en")]
    assert told(themes(texts=alone, heard=4)) == []
    [series] = phrase_series(themes(texts=alone), OCTOBER, CONFIG)
    assert [each.exposure for each in series.periods] == [100]


def test_few_themes_are_judged_of_a_language_those_that_say_most() -> None:
    many = [phrase(f"phrase {at}") for at in range(50)]
    assert [subject.phrase for subject in told(themes(*many))] == [one.text for one in many[:TOLD]]


def test_a_month_without_candidates_says_nothing() -> None:
    assert told(themes()) == []


def test_what_is_read_is_kept_by_brand_and_language() -> None:
    asked: list[tuple[str, Mapping[str, Any]]] = []
    rows = {
        sql("theme_exposure"): [
            exposed("old", NOW, 80, 7),
            exposed("old", BEFORE, 90, 5),
            exposed("new", NOW, 20, 1),
        ],
        sql("themes"): [
            {
                "brand": "Alder Post",
                "language": "en",
                "tested": 500,
                "phrase": "locker code",
                "months": [BEFORE, NOW],
                "customers": [1, 9],
                "event_ids": ["e1"],
                "weight": 1.0,
                "twins": ["code"],
            }
        ],
    }

    def read(text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        asked.append((text, parameters))
        return rows[text]

    found = read_themes(read, OCTOBER, CONFIG)
    assert found == Themes(
        {KEY: {BEFORE: 90, NOW: 80}}, {KEY: 100}, {KEY: [phrase("locker code", "code", before=1)]}, tested=500
    )
    span = asked[0][1]
    assert (span["from"], span["to"]) == (parse_window("2025-10").start, OCTOBER.end)
    assert isinstance(span["start"], datetime)
    limits = asked[1][1]
    assert (limits["minimum"], limits["growth"], limits["most"]) == (5, 2, MOST)
    assert (limits["brands"], limits["languages"], limits["sources"]) == (["Alder Post"], ["en"], ["old"])
    assert (limits["open_now"], limits["open_before"], limits["closed"]) == ([80], [90], [12])


def exposed(source: str, month: date, texts: int, closed: int) -> dict[str, Any]:
    return {"brand": "Alder Post", "language": "en", "source": source, "month": month, "open": texts, "closed": closed}


def test_the_query_reads_the_texts_that_the_exposure_counts() -> None:
    for name in ("themes", "theme_exposure"):
        assert sql(name).count("WITH theme_texts AS") == 1
