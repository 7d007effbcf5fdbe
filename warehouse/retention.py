"""How long the warehouse keeps what customers wrote: a setting, not a migration, as it may change any day.

Nothing is deleted unless EARSHOT_CLICKHOUSE_RETENTION_DAYS says so: how long feedback may be kept is for each company
to decide, and indicators that compare with a year before need at least two years. It counts from the receipt, never
from occurred_at: an event's newer version has the same or a later receipt, so none is uncovered when it expires, and
what is imported as history is kept as long as everything else. What is pushed again is received again, even if nothing
in it is new: a feed that sends all it has every day lets nothing expire, and one that sends what has expired brings it
back. Such a feed has to send only what is new.

Rows of a table expire by themselves, by its TTL. A case is the sum of its steps, and a TTL knows one row alone: it
would take the first steps of a case that is still open. So cases expire as a whole, with their newest step, when
somebody asks for it: each migration does, and `python -m warehouse.retention`, for a daily schedule.

What expires leaves the flows' snapshot of feedback with their next run, which is hourly (`warehouse/snapshot.py`).
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime, timedelta

from clickhouse_connect.driver.binding import format_str
from clickhouse_connect.driver.client import Client

from schemas.errors import EarshotError
from warehouse.client import connect
from warehouse.migration_files import Statement
from warehouse.query import query_rows, run_statement
from warehouse.render import kept_in, render
from warehouse.settings import ClickHouseSettings

log = logging.getLogger(__name__)

EXPIRING = {
    "feedback_landed": ("received_at", ""),
    "dead_letters_landed": ("failed_at", ""),
    "facts_landed": ("received_at", "kind IN ('order', 'customer_lapsed')"),
}
"""The tables that hold customers' words or pseudonyms: from which column their retention counts, and for which rows.
Facts about the business itself, such as prices, revenue and goals, name nobody and are kept."""

STEPS_AT_ONCE, LONGEST_STATEMENT = 3000, 2**20
"""Ids in one statement, which a cluster's Keeper holds up to a megabyte of: an id has at most 128 characters."""


def set_retention(client: Client, settings: ClickHouseSettings) -> None:
    """Make each table's TTL what the settings say, and let go of cases; nothing is sent where it already is."""
    suffix = "_local" if settings.cluster else ""
    rows = query_rows(
        client,
        "SELECT name, engine_full FROM system.tables WHERE database = {database:String}",
        {"database": settings.database},
    )
    engines = {row["name"].removesuffix(suffix): row["engine_full"] for row in rows if row["name"].endswith(suffix)}
    for table in EXPIRING:
        for sql in retention_statements(table, engines[table], settings):
            client.command(sql)
    expire_cases(client, settings)


def retention_statements(table: str, engine: str, settings: ClickHouseSettings) -> list[str]:
    """What to send for a table whose `engine` (engine_full) is as given: nothing, or one change of its TTL."""
    days, (column, rows) = settings.retention_days, EXPIRING[table]
    as_wanted = f"toIntervalDay({days})" in engine if days else " TTL " not in engine
    if as_wanted:
        return []
    where = f" DELETE WHERE {rows}" if rows else ""
    ttl = f"MODIFY TTL toDateTime({column}) + toIntervalDay({days}){where}" if days else "REMOVE TTL"
    return render(Statement(f"ALTER TABLE {table} {ttl}"), settings)


def expire_cases(client: Client, settings: ClickHouseSettings, now: datetime | None = None) -> int:
    """Delete all steps of the cases whose newest step was received before the retention; how many. Raises Unavailable.

    The steps are told by their ids, so that every replica deletes the same, and a step that comes meanwhile stays.
    """
    if not settings.retention_days:
        return 0
    before = (now or datetime.now(UTC)) - timedelta(days=settings.retention_days)
    deleted = 0
    while steps := query_rows(client, _EXPIRED_STEPS, {"before": before, "at_once": STEPS_AT_ONCE}):
        sql = expiry_statement([row["event_id"] for row in steps], settings)
        run_statement(client, sql, max_query_size=LONGEST_STATEMENT)
        deleted += len(steps)
    return deleted


_EXPIRED_STEPS = """
SELECT event_id
FROM case_events
WHERE (source, case_id) GLOBAL IN (
    SELECT source, case_id
    FROM case_events
    GROUP BY source, case_id
    HAVING max(received_at) < {before:DateTime64(3, 'UTC')}
)
ORDER BY source, case_id
LIMIT {at_once:UInt32}
"""
"""Cases one after the other: one that is cut off in the middle is the first of the next statement."""


def expiry_statement(event_ids: list[str], settings: ClickHouseSettings) -> str:
    """What deletes these steps, all their versions, on every replica; done when it returns."""
    table, listed = kept_in("cases_landed", settings), ", ".join(map(format_str, event_ids))
    return f"ALTER TABLE {table} DELETE WHERE event_id IN ({listed}) SETTINGS mutations_sync = 2"


def main() -> int:
    """Let go of what is past its retention; 0 when it is done, 1 with one line on standard error otherwise."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = ClickHouseSettings()
    try:
        deleted = expire_cases(connect(settings), settings)
    except EarshotError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    log.info("%d steps of cases were past their retention and are deleted", deleted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
