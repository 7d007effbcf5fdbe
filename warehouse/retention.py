"""How long the warehouse keeps what customers wrote: a setting, not a migration, as it may change any day.

Nothing is deleted unless EARSHOT_CLICKHOUSE_RETENTION_DAYS says so: how long feedback may be kept is for each company
to decide, and indicators that compare with a year before need at least two years. It counts from the receipt, never
from occurred_at: an event's newer version has the same or a later receipt, so none is uncovered when it expires.
"""

from __future__ import annotations

from clickhouse_connect.driver.client import Client

from warehouse.migration_files import Statement
from warehouse.query import query_rows
from warehouse.render import render
from warehouse.settings import ClickHouseSettings

EXPIRING = {"feedback_landed": "received_at", "dead_letters_landed": "failed_at"}
"""The tables that hold customers' words, and the column from which their retention counts."""


def set_retention(client: Client, settings: ClickHouseSettings) -> None:
    """Make each table's TTL what the settings say; nothing is sent where it already is."""
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


def retention_statements(table: str, engine: str, settings: ClickHouseSettings) -> list[str]:
    """What to send for a table whose `engine` (engine_full) is as given: nothing, or one change of its TTL."""
    days = settings.retention_days
    as_wanted = f"toIntervalDay({days})" in engine if days else " TTL " not in engine
    if as_wanted:
        return []
    ttl = f"MODIFY TTL toDateTime({EXPIRING[table]}) + toIntervalDay({days})" if days else "REMOVE TTL"
    return render(Statement(f"ALTER TABLE {table} {ttl}"), settings)
