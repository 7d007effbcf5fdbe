"""View ingest_log: one row per push, as it was recorded last."""

from __future__ import annotations

from datetime import timedelta

from clickhouse_connect.driver.client import Client

from tests.fixtures.made import NOON
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
