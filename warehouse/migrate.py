"""Brings a warehouse to the newest schema: `python -m warehouse.migrate`.

1. make the database and the table of applied migrations
2. refuse if a file differs from what was applied under its number
3. apply what is missing, in order, and record each
4. set the retention that the settings say, and the analyst's access where the server manages users
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

from clickhouse_connect.driver.client import Client

from schemas.errors import EarshotError
from warehouse.access import grant_access
from warehouse.client import connect
from warehouse.errors import retryable
from warehouse.migration_files import MIGRATIONS, Migration, MigrationRefused, read_migrations
from warehouse.query import query_rows
from warehouse.render import render, render_database
from warehouse.retention import set_retention
from warehouse.settings import ClickHouseSettings

log = logging.getLogger(__name__)


def migrate(client: Client, settings: ClickHouseSettings | None = None, folder: Path = MIGRATIONS) -> list[str]:
    """Apply what is missing; the names of the files applied. Leaves the client in the warehouse's database.

    Two migrators at once do no harm: each statement may be repeated, and each looks again before it applies a file.
    Raises MigrationRefused (nothing was changed) or Unavailable.
    """
    settings = settings or ClickHouseSettings()
    first, *others = read_migrations(folder)
    with retryable():
        client.command(render_database(settings), use_database=False)
        client.database = settings.database
        _run(client, settings, first)
        _refuse_changed(client, [first, *others])
        applied = [m.name for m in (first, *others) if _apply_once(client, settings, m)]
        set_retention(client, settings)
        log.info(grant_access(client, settings))
    return applied


def _refuse_changed(client: Client, migrations: list[Migration]) -> None:
    """A warehouse may be ahead of this code: unknown higher numbers are left alone."""
    recorded = {row["number"]: row for row in _recorded(client)}
    for migration in migrations:
        row = recorded.get(migration.number)
        if row is not None and row["checksum"] != migration.checksum:
            raise MigrationRefused(
                f"{migration.name} is not what was applied as {row['name']} on {row['applied_at']:%Y-%m-%d}:"
                " put the file back and write a new migration"
            )


def _apply_once(client: Client, settings: ClickHouseSettings, migration: Migration) -> bool:
    if any(row["number"] == migration.number for row in _recorded(client)):
        return False
    _run(client, settings, migration)
    row = [migration.number, migration.name, migration.checksum, datetime.now(UTC)]
    client.insert("schema_migrations", [row], column_names=["number", "name", "checksum", "applied_at"])
    log.info("applied %s", migration.name)
    return True


def _run(client: Client, settings: ClickHouseSettings, migration: Migration) -> None:
    for statement in migration.statements:
        for sql in render(statement, settings):
            client.command(sql)


def _recorded(client: Client) -> list[dict[str, object]]:
    return query_rows(client, "SELECT number, name, checksum, applied_at FROM schema_migrations FINAL")


def main() -> int:
    """0 when the warehouse is up to date, 1 with one line on standard error otherwise."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = ClickHouseSettings()
    try:
        applied = migrate(connect(settings, database="default"), settings)
    except EarshotError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    log.info("the warehouse is up to date (%d migrations applied now)", len(applied))
    return 0


if __name__ == "__main__":
    sys.exit(main())
