"""Themes on the real engine: nothing where talk is steady, what begins in the month in which it does, in any script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.brands import Brand, Brands
from flows.findings import Findings, find
from flows.indicators.config import EmergingTheme, IndicatorsConfig
from flows.indicators.register import judged_by
from flows.report import build
from flows.rows import Run
from flows.rules import Rules
from flows.themes import Themes, read_themes
from flows.windows import closed_windows, parse_window
from schemas.scored import ScoredEvent
from tests.fixtures.made import scored
from tests.fixtures.opinions import day
from tests.fixtures.reading import reader, reader_now
from tests.fixtures.talk import Talk
from warehouse.landing import land_feedback
from warehouse.settings import ClickHouseSettings

AS_OF = day("2026-11-02")
RULES = Rules(Brands((Brand("Alder Post", own=True),)), IndicatorsConfig(), AS_OF)
OCTOBER = parse_window("2026-10")
BEFORE, NOW = day("2026-09-10"), day("2026-10-10")


class Warehouse:
    """What a test does with it."""

    def __init__(self, client: Client, settings: ClickHouseSettings) -> None:
        self._client, self._database = client, settings.database

    def land(self, *events: Iterable[ScoredEvent]) -> None:
        for each in events:
            land_feedback(self._client, list(each), AS_OF)
        self._client.database = self._database

    def found(self, *labels: str) -> Findings:
        windows = [parse_window(label) for label in labels or ("2026-10",)]
        return find(reader_now(self._client), windows, RULES, Run("r", AS_OF), judged_by("threats"))

    def themes(self, **config: Any) -> Themes:
        """October's, read without judging."""
        return read_themes(reader(self._client), OCTOBER, EmergingTheme(**config))


@pytest.fixture
def warehouse_of_talk(landed: Client, fresh: ClickHouseSettings) -> Warehouse:
    return Warehouse(landed, fresh)


def themes(found: Findings, *verdicts: str) -> list[dict[str, Any]]:
    rows = [row for row in found.rows if row["indicator"] == "emerging_theme"]
    return [row for row in rows if row["verdict"] in verdicts] if verdicts else rows


def said(
    text: str, customers: int, moment: datetime = NOW, topics: Sequence[str] = (), **event: Any
) -> list[ScoredEvent]:
    """As many customers saying the same, on the days from `moment` on."""
    name = event.pop("name", f"{text} {moment:%m-%d} {len(topics)}")
    told = {"source": "survey", "received_at": AS_OF} | event
    return [
        scored(f"{name} {at}", {"topics": list(topics)}, text=text, occurred_at=moment + timedelta(minutes=at), **told)
        for at in range(customers)
    ]


def phrases(found: Themes) -> dict[str, int]:
    return {phrase.text: phrase.customers[date(2026, 10, 1)] for known in found.phrases.values() for phrase in known}


def test_steady_talk_holds_no_theme_over_many_months_and_brands(warehouse_of_talk: Warehouse) -> None:
    brands = ("Alder Post", "Brackenline", "Merrow Parcels")
    for seed, brand in enumerate(brands):
        for language in ("en", "ru", "fa"):
            talk = Talk(brand=brand, language=language, start=day("2025-09-01"), end=AS_OF, per_day=6, seed=seed)
            warehouse_of_talk.land(talk.events())
    months = [window.label for window in closed_windows(day("2026-02-01"), AS_OF, ["month"])]
    found = warehouse_of_talk.found(*months)
    assert len(months) > 8
    assert themes(found, "watch", "warning", "critical") == []
    assert all(row["family_size"] > 1000 for row in themes(found) if row["q_value"] is not None)


@pytest.mark.parametrize(
    ("language", "phrase"),
    [("en", "parcel locker code"), ("ru", "код от ячейки"), ("fa", "رمز صندوق می‌گیرم")],
)
def test_what_begins_is_found_in_its_month_once_in_the_words_that_say_most(
    warehouse_of_talk: Warehouse, language: str, phrase: str
) -> None:
    talk = Talk(
        language=language, start=day("2025-10-01"), end=AS_OF, per_day=12, phrases={(phrase, day("2026-10-01")): 25}
    )
    warehouse_of_talk.land(talk.events())
    assert themes(warehouse_of_talk.found("2026-09"), "watch") == []
    found = warehouse_of_talk.found("2026-10")
    [row] = themes(found, "watch")
    assert row["subject"] == f"Alder Post/{phrase}/{language}"
    assert f"customers of Alder Post said “{phrase}” in October 2026, in texts that no topic covers" in row["reason"]
    assert row["reason"].endswith("a topic for it can be added in taxonomy.yaml.")
    [evidence] = [each for each in found.evidence if each["indicator"] == "emerging_theme"]
    assert len(evidence["example_event_ids"]) == 5
    report = build([{**each, "grain": "month"} for each in found.rows], AS_OF, ["Alder Post"])
    assert [line.subject for line in report.themes] == [f"Alder Post / {phrase} / {language}"]
    assert report.threats == ()


def test_a_changed_taxonomy_is_no_theme(warehouse_of_talk: Warehouse) -> None:
    phrase = {("parcel locker code", day("2026-10-01")): 25}
    warehouse_of_talk.land(
        Talk(start=day("2025-10-01"), end=OCTOBER.start, per_day=12).events(),
        Talk(start=OCTOBER.start, end=AS_OF, per_day=12, phrases=phrase, taxonomy_version="t2", seed=2).events(),
    )
    rows = themes(warehouse_of_talk.found())
    assert rows
    assert {row["verdict"] for row in rows} == {"incomplete"}
    assert all("2 versions of the taxonomy model" in row["reason"] for row in rows)


def test_without_months_before_it_nothing_can_be_said_and_no_phrase_is_named(warehouse_of_talk: Warehouse) -> None:
    phrase = {("parcel locker code", day("2026-10-01")): 10}
    warehouse_of_talk.land(Talk(start=OCTOBER.start, end=AS_OF, phrases=phrase).events())
    [row] = themes(warehouse_of_talk.found())
    assert (row["verdict"], row["subject"]) == ("insufficient_data", "Alder Post/en")
    assert "cannot be judged: the months before hold no such texts of the same sources" in row["reason"]


def test_how_a_new_sources_customers_talk_is_no_theme(warehouse_of_talk: Warehouse) -> None:
    warehouse_of_talk.land(said("fine", 30, BEFORE), said("fine", 30), said("five stars", 30, source="app_store"))
    assert phrases(warehouse_of_talk.themes()) == {}


def test_five_customers_must_have_said_it(warehouse_of_talk: Warehouse) -> None:
    warehouse_of_talk.land(
        said("fine", 30, BEFORE),
        said("fine", 30),
        said("ask Maria Lopez", 3),
        said("ask Maria Lopez", 6, name="one person", customer_ref="one"),
        said("locker jammed", 5),
    )
    assert phrases(warehouse_of_talk.themes()) == {"locker jammed": 5, "locker": 5, "jammed": 5}


def test_digits_marks_and_employees_make_no_phrase(warehouse_of_talk: Warehouse) -> None:
    warehouse_of_talk.land(
        said("fine", 60, BEFORE),
        said("fine", 60),
        said("555 0199 47", 9),
        said("jammed. Locker", 9),
        said("overtime", 9, respondent_role="employee"),
        said("", 9),
    )
    assert set(phrases(warehouse_of_talk.themes())) == {"jammed", "locker"}


def test_words_hold_in_every_script(warehouse_of_talk: Warehouse) -> None:
    texts = ["Don’t l'app", "COL·LECCIÓ", "ЯЧЕЙКА", "می‌شود", "हिन्दी", "cafe\u0301"]
    warehouse_of_talk.land(
        said("fine", 200, BEFORE), said("fine", 100), *(said(text, 9, name=str(at)) for at, text in enumerate(texts))
    )
    expected = {"don't", "l'app", "don't l'app", "col·lecció", "ячейка", "می‌شود", "हिन्दी", "café"}
    assert set(phrases(warehouse_of_talk.themes())) == expected


def test_what_is_said_everywhere_is_no_theme(warehouse_of_talk: Warehouse) -> None:
    warehouse_of_talk.land(
        said("fine", 100, BEFORE),
        said("fine", 100),
        said("kind regards", 9),
        said("kind regards", 90, topics=["price"]),
        said("nice", 200, BEFORE, topics=["price"]),
        said("locker", 9),
        said("locker", 3, topics=["price"]),
        said("usual", 9, BEFORE),
        said("usual", 9),
    )
    assert phrases(warehouse_of_talk.themes()) == {"locker": 9}


def test_a_phrase_knows_what_the_same_customers_said_and_the_newest_events_of_different_ones(
    warehouse_of_talk: Warehouse,
) -> None:
    warehouse_of_talk.land(
        said("fine", 200, BEFORE),
        said("fine", 100),
        said("queue at the gate", 9, name="a"),
        said("broken lamp", 7, name="b"),
        said("newest broken lamp", 2, NOW + timedelta(days=1), name="c", customer_ref="one"),
    )
    [known] = warehouse_of_talk.themes().phrases.values()
    by_text = {phrase.text: phrase for phrase in known}
    assert known[0].text == "queue at the"
    assert by_text["at the gate"].twins == {
        "queue",
        "queue at",
        "queue at the",
        "at",
        "at the",
        "the",
        "the gate",
        "gate",
    }
    assert by_text["lamp"].twins == {"broken", "broken lamp"}
    assert by_text["broken lamp"].event_ids[:2] == ("c 1", "b 6")
