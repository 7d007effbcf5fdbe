"""Records what was pushed: one row per push, whoever ran it. The last record of a push is the one that shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from clickhouse_connect.driver.client import Client

from warehouse.columns import milliseconds
from warehouse.errors import retryable


@dataclass(frozen=True, kw_only=True)
class Push:
    """One attempt to push one file. Its name is without folders: they tell who works where."""

    push_id: str
    file_name: str
    file_hash: str = ""
    map_name: str = ""
    source: str = ""
    history: bool = False
    status: Literal["running", "complete", "failed"]
    rows_read: int = 0
    rows_accepted: int = 0
    rows_refused: int = 0
    bytes_read: int = 0
    started_at: datetime
    finished_at: datetime | None = None


def record(client: Client, push: Push) -> None:
    """Write the push as it stands now: at its start, now and then, at its end. Raises Unavailable."""
    row = asdict(push) | {"version": milliseconds(datetime.now(UTC))}
    with retryable(before_migration=True):
        client.insert("ingest_log_landed", [list(row.values())], column_names=list(row), settings={"async_insert": 0})
