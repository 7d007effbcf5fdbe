"""View ingest_log: one row per push, as it was recorded last."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from clickhouse_connect.driver.client import Client

from tests.fixtures.made import NOON
from warehouse.columns import milliseconds
from warehouse.ingest_log import Push, record
from warehouse.query import query_rows


def test_a_push_shows_once_with_its_end(landed: Client) -> None:
    record(landed, Push(push_id="p1", file_name="reviews", status="running", started_at=NOON))
    end = NOON + timedelta(seconds=3)
    ended = Push(
        push_id="p1",
        file_name="reviews",
        status="complete",
        started_at=NOON,
        finished_at=end,
        rows_read=3,
        rows_accepted=2,
        rows_refused=1,
    )
    record(landed, ended)
    [row] = query_rows(landed, "SELECT * FROM ingest_log")
    assert (row["status"], row["rows_read"], row["rows_accepted"], row["rows_refused"]) == ("complete", 3, 2, 1)
    assert (row["started_at"], row["finished_at"]) == (NOON, end)


def test_a_push_that_has_not_told_for_long_that_it_runs_was_interrupted(landed: Client) -> None:
    record(landed, Push(push_id="alive", file_name="a.csv", status="running", started_at=NOON))
    silent = Push(push_id="silent", file_name="b.csv", status="running", started_at=NOON)
    over = Push(push_id="over", file_name="c.csv", status="complete", started_at=NOON, finished_at=NOON)
    for push in (silent, over):
        row = asdict(push) | {"version": milliseconds(datetime.now(UTC) - timedelta(minutes=11))}
        landed.insert("ingest_log_landed", [list(row.values())], column_names=list(row))
    rows = query_rows(landed, "SELECT push_id, status FROM ingest_log")
    assert {row["push_id"]: row["status"] for row in rows} == {
        "alive": "running",
        "silent": "interrupted",
        "over": "complete",
    }
