"""Answers are counted once per window, and anew where a month of theirs has changed: never read out of date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.queries import sql
from flows.rollup import refresh
from schemas.errors import Unavailable
from schemas.scored import ScoredEvent
from tests.fixtures.opinions import Opinions, day, steady
from warehouse.landing import land_feedback
from warehouse.query import query_rows
from warehouse.rollup import Rollup
from warehouse.settings import ClickHouseSettings

START, END = day("2026-05-20"), day("2026-11-02")
YEAR = day("2026-01-01")
GRAINS = ["week", "month", "quarter"]
WINDOWS = 32 + 7 + 3
"""Weeks, months and quarters from 1 May to 30 November: of the months of what was said."""


class Room:
    """A warehouse, its rollup, and the same answers counted from scratch."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def read(self, text: str, parameters: Any) -> list[dict[str, Any]]:
        return query_rows(self.client, text, parameters)

    def land(self, start: datetime, end: datetime, **changes: Any) -> None:
        told = Opinions(**{"start": start, "end": end, "happiness": steady(0.7), "per_day": 4} | changes)
        land_feedback(self.client, list(told.events()), END)

    def change(self, *events: ScoredEvent) -> None:
        land_feedback(self.client, list(events), END)

    def refresh(self) -> int:
        return refresh(self.read, Rollup(self.client))

    def check(self) -> None:
        """Nothing is out of date, and what is kept is what is counted now."""
        assert self.refresh() == 0
        for grain in GRAINS:
            span = {
                "grain": grain,
                "from": day("2026-01-01"),
                "to": day("2027-01-04"),
                "topics_from": day("2026-01-01"),
            }
            assert self.read(sql("kept_cells"), span) == self.read(sql("cells"), span)


@pytest.fixture
def room(landed: Client, fresh: ClickHouseSettings) -> Room:
    landed.database = fresh.database
    room = Room(landed)
    room.land(START, END)
    return room


def test_every_window_of_every_month_is_counted_once(room: Room) -> None:
    assert room.refresh() == WINDOWS
    room.check()


def test_only_windows_of_changed_months_are_counted_anew(room: Room) -> None:
    room.refresh()
    room.land(day("2026-07-10"), day("2026-07-12"), source="late_survey")
    assert room.refresh() == len(["W27", "W28", "W29", "W30", "W31"]) + len(["07"]) + len(["Q3"])
    room.check()


def test_months_that_empty_leave_nothing(room: Room) -> None:
    room.refresh()
    gone = "occurred_at < '2026-06-01 00:00:00'"
    room.client.command(f"ALTER TABLE feedback_landed DELETE WHERE {gone} SETTINGS mutations_sync = 2")
    assert room.refresh() > 0
    left = "SELECT count() AS n FROM answer_cells WHERE grain != 'quarter' AND window_start < '2026-05-25'"
    assert room.read(left, {}) == [{"n": 0}]
    room.check()


@pytest.mark.parametrize(
    "cut_off",
    [
        pytest.param("TRUNCATE TABLE answer_cells", id="before anything was counted"),
        pytest.param(
            "ALTER TABLE answer_cells DELETE WHERE grain = 'month' AND window_start > '2026-07-01' "
            "SETTINGS mutations_sync = 2",
            id="after some windows",
        ),
    ],
)
def test_what_was_cut_off_is_counted_by_the_next_run(room: Room, cut_off: str) -> None:
    room.refresh()
    room.client.command(cut_off)
    assert room.refresh() > 0
    room.check()


class HalfThere:
    """A client whose first insert into the rollup leaves out `lost`, as of two shards one may not have committed."""

    def __init__(self, client: Client, lost: str) -> None:
        self.client, self.lost = client, lost

    def command(self, statement: str, *args: Any, **kwargs: Any) -> Any:
        done = self.client.command(statement, *args, **kwargs)
        if "INSERT INTO answer_cells" in statement:
            self.client.command(f"ALTER TABLE answer_cells DELETE WHERE {self.lost} SETTINGS mutations_sync = 2")
            raise ConnectionResetError
        return done

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)


@pytest.mark.parametrize("lost", ["brand = 'Birch'", "brand = ''", "level = 'total'"])
def test_a_window_that_is_half_there_is_counted_by_the_next_run(room: Room, lost: str) -> None:
    room.land(START, END, brand="Birch")
    with pytest.raises(Unavailable):
        refresh(room.read, Rollup(HalfThere(room.client, lost)))  # type: ignore[arg-type]
    assert room.refresh() == WINDOWS
    room.check()


def test_what_was_half_there_leaves_nothing_where_it_is_deleted_before_the_next_run(room: Room) -> None:
    room.land(START, END, brand="Birch")
    with pytest.raises(Unavailable):
        refresh(room.read, Rollup(HalfThere(room.client, "brand = 'Alder Post'")))  # type: ignore[arg-type]
    room.client.command("ALTER TABLE feedback_landed DELETE WHERE brand = 'Birch' SETTINGS mutations_sync = 2")
    room.refresh()
    assert room.read("SELECT count() AS n FROM answer_cells WHERE brand = 'Birch'", {}) == [{"n": 0}]
    room.check()


def test_nothing_said_is_nothing_counted(landed: Client, fresh: ClickHouseSettings) -> None:
    landed.database = fresh.database
    assert Room(landed).refresh() == 0


def test_what_two_runs_count_at_once_is_there_once(room: Room) -> None:
    room.refresh()
    room.client.command("INSERT INTO answer_cells SELECT * FROM answer_cells")
    room.check()
