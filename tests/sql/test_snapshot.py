"""The flows' copy of feedback says what the view says, whatever happened to the view since."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from schemas.scored import ScoredEvent
from tests.fixtures.made import scored
from tests.fixtures.opinions import day
from warehouse import snapshot
from warehouse.landing import land_feedback
from warehouse.query import query_rows
from warehouse.settings import ClickHouseSettings

NOON = day("2026-11-02")
COLUMNS = "event_id, occurred_at, sentiment, version"
DELETE = "DELETE WHERE event_id IN ('a', 'c') SETTINGS mutations_sync = 2"


def said(event_id: str, on: str, scores: dict[str, Any] | None = None, **event: Any) -> ScoredEvent:
    return scored(event_id, scores, occurred_at=day(on), **{"received_at": NOON, "history": True} | event)


class Copy:
    """A migrated warehouse: landed in, refreshed, and asked for both sides."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def land(self, *events: ScoredEvent, at: datetime = NOON) -> None:
        land_feedback(self.client, list(events), at)

    def refresh(self) -> list[int]:
        return snapshot.refresh(self.client)

    def shown(
        self, columns: str = "event_id, occurred_at, sentiment, version", table: str = "feedback_snapshot"
    ) -> Any:
        return query_rows(self.client, f"SELECT {columns} FROM {table} ORDER BY event_id")

    def check(self) -> None:
        assert self.shown() == self.shown(table="feedback")
        assert self.refresh() == []


@pytest.fixture
def copy(landed: Client, fresh: ClickHouseSettings) -> Copy:
    landed.database = fresh.database
    return Copy(landed)


def test_each_event_is_in_it_once_however_often_it_came(copy: Copy) -> None:
    copy.land(said("a", "2026-10-01"), said("b", "2026-09-30"))
    copy.land(said("a", "2026-10-01"))
    assert copy.refresh() == [202609, 202610]
    assert [row["event_id"] for row in copy.shown()] == ["a", "b"]
    copy.check()


def test_an_empty_warehouse_has_an_empty_one(copy: Copy) -> None:
    assert copy.refresh() == []


def test_only_the_months_of_what_is_new_are_copied(copy: Copy) -> None:
    copy.land(said("a", "2026-10-01"), said("b", "2026-09-30"))
    copy.refresh()
    copy.land(said("c", "2026-09-02"))
    assert copy.refresh() == [202609]
    copy.check()


def test_an_edit_that_changes_the_date_leaves_nothing_behind(copy: Copy) -> None:
    copy.land(said("a", "2026-08-15"), said("b", "2026-08-15"))
    copy.refresh()
    copy.land(said("a", "2026-10-15", received_at=day("2026-11-03")))
    assert copy.refresh() == [202608, 202610]
    copy.check()


def test_a_rescore_is_taken_over(copy: Copy) -> None:
    copy.land(said("a", "2026-10-15", {"sentiment": "neutral"}))
    copy.refresh()
    copy.land(said("a", "2026-10-15", {"sentiment": "negative", "generation": 1}))
    assert copy.refresh() == [202610]
    assert [row["sentiment"] for row in copy.shown()] == ["negative"]
    copy.check()


def test_what_is_deleted_or_expires_is_gone_from_it_with_the_next_refresh(copy: Copy) -> None:
    copy.land(said("a", "2026-10-15"), said("b", "2026-10-15"), said("c", "2026-07-15"))
    copy.refresh()
    copy.client.command(f"ALTER TABLE feedback_landed {DELETE}")
    assert copy.refresh() == [202607, 202610]
    assert [row["event_id"] for row in copy.shown()] == ["b"]
    copy.check()


def test_what_is_deleted_is_gone_where_as_many_rows_as_events_are_left(copy: Copy) -> None:
    copy.land(said("a", "2026-10-15"), said("b", "2026-10-15"), said("d", "2026-10-15"))
    copy.land(said("d", "2026-10-15"))
    copy.refresh()
    copy.client.command("ALTER TABLE feedback_landed DELETE WHERE event_id = 'a' SETTINGS mutations_sync = 2")
    assert copy.refresh() == [202610]
    copy.check()


def test_an_edit_is_taken_over_where_it_is_not_the_newest_landing_nor_a_row_more(copy: Copy) -> None:
    copy.land(said("a", "2026-10-15", {"sentiment": "neutral"}), said("b", "2026-10-15"))
    copy.refresh()
    edited = said("a", "2026-10-15", {"sentiment": "negative"}, received_at=NOON + timedelta(hours=1))
    copy.land(edited, at=NOON - timedelta(minutes=1))
    copy.client.command("OPTIMIZE TABLE feedback_landed FINAL")
    assert copy.refresh() == [202610]
    copy.check()


@pytest.mark.parametrize(
    "cut_off",
    [
        pytest.param("ALTER TABLE feedback_snapshot DROP PARTITION 202610", id="after a month was dropped"),
        pytest.param("INSERT INTO feedback_snapshot SELECT * FROM feedback_snapshot", id="after it copied too much"),
        pytest.param(f"ALTER TABLE feedback_snapshot {DELETE}", id="half"),
    ],
)
def test_a_refresh_that_was_cut_off_is_completed_by_the_next(copy: Copy, cut_off: str) -> None:
    copy.land(said("a", "2026-10-15"), said("b", "2026-10-15"))
    copy.refresh()
    copy.client.command(cut_off)
    assert copy.refresh() == [202610]
    copy.check()


def test_decades_of_history_are_copied_in_one_go(copy: Copy) -> None:
    months = [(year, month) for year in range(2008, 2026) for month in range(1, 13)]
    copy.land(*(said(f"e{year}{month:02}", f"{year}-{month:02}-28") for year, month in months))
    assert copy.refresh() == [100 * year + month for year, month in months]
    copy.check()


def test_what_landed_before_topics_had_a_sentiment_of_their_own_has_each_once_with_that_of_the_text(copy: Copy) -> None:
    copy.land(said("a", "2026-10-15", {"sentiment": "negative", "topics": ["price", "delivery", "price"]}))
    copy.refresh()
    [row] = copy.shown("topics, topic_sentiments, topic_causes")
    assert row == {
        "topics": ["price", "delivery"],
        "topic_sentiments": ["negative", "negative"],
        "topic_causes": ["", ""],
    }


def test_who_has_no_reference_is_a_customer_of_their_own(copy: Copy) -> None:
    refs = {"a": "c-1", "b": "c-1", "c": "", "d": ""}
    copy.land(*(said(name, "2026-10-15", customer_ref=ref) for name, ref in refs.items()))
    copy.refresh()
    [row] = copy.shown("uniqExact(customer) AS customers, any(event_id) AS event_id")
    assert row["customers"] == 3


def test_few_and_many_are_copied_alike(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    copy.land(*(said(f"e{number}", f"2026-{1 + number % 10:02}-15") for number in range(40)))
    copy.land(said("e1", "2026-10-15", received_at=day("2026-11-03")))
    monkeypatch.setattr(snapshot, "FEW", 0)
    copy.refresh()
    many = copy.shown("*")
    copy.client.command("TRUNCATE TABLE feedback_snapshot")
    monkeypatch.undo()
    copy.refresh()
    assert copy.shown("*") == many
    copy.check()
