"""A warehouse of its own, filled with years of feedback, cases and facts by SQL: nothing of it comes through Kafka."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from clickhouse_connect.driver.client import Client

from schemas.fact import BusinessFact
from schemas.identity import event_id_of
from schemas.parse import parse_fact
from stack.demo.facts import facts
from stack.demo.generate import SEED, Record, tell
from stack.ports import free_ports, is_free
from warehouse.client import connect
from warehouse.landing import land_facts
from warehouse.migrate import migrate
from warehouse.query import query_rows
from warehouse.settings import ClickHouseSettings

FOLDER = Path(__file__).parent / "scale_sql"
BATCH = 250_000
HOURS = 2 * 365 * 24
CASES, FACTS = 0.006, 0.02
"""Cases (of five steps or so) and facts per event of feedback."""
EACH = ("order", "customer_lapsed")
"""Kinds of facts that come by the thousand; the rest is the demo's own."""


@contextmanager
def server(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], ClickHouseSettings]]:
    """The embedded warehouse on `folder` as a process of its own, and where it listens."""
    (port,) = free_ports(1)
    settings = ClickHouseSettings(port=port, password="bench-owner", analyst_password="bench-analyst")
    given = {f"EARSHOT_CLICKHOUSE_{name.upper()}": str(value) for name, value in settings.model_dump().items()}
    given["EARSHOT_CLICKHOUSE_DATA"] = str(folder)
    with (folder.parent / f"{folder.name}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "warehouse.embedded"], env={**os.environ, **given}, stdout=log, stderr=log
        )
    try:
        while is_free(port):
            if process.poll() is not None:
                raise RuntimeError(f"the warehouse did not start: {folder}.log says why")
            time.sleep(0.05)
        yield process, settings
    finally:
        process.terminate()
        process.wait()


def fill(settings: ClickHouseSettings, events: int, as_of: datetime) -> Client:
    """Tables, then everything in the order of time, in batches, until merges rest; a client that reads it."""
    migrate(connect(settings, database="default"), settings)
    client = connect(settings)
    _insert(client, "feedback", events, as_of, events)
    _insert(client, "cases", round(events * CASES), as_of, events)
    _insert(client, "facts", round(events * FACTS), as_of, events)
    told = tell(SEED, as_of.date())
    rare = [fact for fact in facts(SEED, as_of.date(), told) if fact["kind"] not in EACH]
    land_facts(client, [_parsed(fact, as_of) for fact in rare], as_of)
    rest(client)
    return client


def land_news(client: Client, events: int, as_of: datetime) -> None:
    """An hour's feedback more, as much as there was in any hour of the two years; other feedback each time."""
    [known] = query_rows(client, "SELECT count() AS first FROM feedback")
    given = {**known, "count": max(1, events // HOURS), "total": events, "events": events, "as_of": as_of}
    query_rows(client, _sql("feedback"), given)


def rest(client: Client) -> None:
    """Returns when nothing is merged any more."""
    while query_rows(client, "SELECT 1 FROM system.merges"):
        time.sleep(0.5)


def _insert(client: Client, name: str, total: int, as_of: datetime, events: int) -> None:
    for first in range(0, total, BATCH):
        given = {"first": first, "count": min(BATCH, total - first), "total": total, "events": events}
        query_rows(client, _sql(name), {**given, "as_of": as_of})


def _parsed(fact: Record, as_of: datetime) -> BusinessFact:
    event_id = event_id_of(fact["source"], fact["native_id"])
    told = {name: value for name, value in fact.items() if name != "native_id"}
    return parse_fact(
        msgspec.json.encode({"schema_version": 1, "event_id": event_id, "received_at": as_of, **told}), as_of
    )


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
