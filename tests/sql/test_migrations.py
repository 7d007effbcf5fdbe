"""Migrations are applied once, in order, whoever runs them and however often; a changed file is refused."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from clickhouse_connect.driver.client import Client

from tests.fixtures.warehouse import value_of
from warehouse.client import connect
from warehouse.migrate import migrate
from warehouse.migration_files import MIGRATIONS, MigrationRefused, read_migrations
from warehouse.query import query_rows
from warehouse.settings import ClickHouseSettings

NAMES = [migration.name for migration in read_migrations()]
MARKS = "SELECT number FROM schema_migrations FINAL ORDER BY number"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of our migrations that a test may change."""
    return Path(shutil.copytree(MIGRATIONS, tmp_path / "migrations"))


@pytest.fixture
def client(fresh: ClickHouseSettings) -> Client:
    return connect(fresh, database="default")


def test_each_is_applied_once(client: Client, fresh: ClickHouseSettings) -> None:
    assert migrate(client, fresh) == NAMES
    assert migrate(client, fresh) == []


def test_a_new_file_is_applied_to_what_is_there(client: Client, fresh: ClickHouseSettings, folder: Path) -> None:
    migrate(client, fresh, folder)
    column = "ALTER TABLE feedback_landed ADD COLUMN IF NOT EXISTS mood String DEFAULT '' COMMENT 'Mood';\n"
    (folder / "0999_mood.sql").write_text(column)
    with pytest.raises(MigrationRefused, match="missing"):
        migrate(client, fresh, folder)
    (folder / "0999_mood.sql").rename(folder / f"{len(NAMES) + 1:04}_mood.sql")
    assert migrate(client, fresh, folder) == [f"{len(NAMES) + 1:04}_mood.sql"]


def test_a_changed_file_is_refused_before_anything_is_changed(
    client: Client, fresh: ClickHouseSettings, folder: Path
) -> None:
    migrate(client, fresh, folder)
    with (folder / NAMES[3]).open("a") as file:
        file.write("-- one more remark\n")
    (folder / f"{len(NAMES) + 1:04}_next.sql").write_text("DROP VIEW IF EXISTS feedback;\n")
    with pytest.raises(MigrationRefused, match=NAMES[3]):
        migrate(client, fresh, folder)
    assert value_of(client, "SELECT count() FROM feedback") == 0


def test_one_that_was_cut_off_before_it_was_recorded_is_applied_again(
    client: Client, fresh: ClickHouseSettings
) -> None:
    migrate(client, fresh)
    client.command("TRUNCATE TABLE schema_migrations")
    assert migrate(client, fresh) == NAMES


def test_a_warehouse_that_is_ahead_of_this_code_is_left_alone(
    client: Client, fresh: ClickHouseSettings, folder: Path
) -> None:
    (folder / f"{len(NAMES) + 1:04}_next.sql").write_text("DROP VIEW IF EXISTS nothing;\n")
    migrate(client, fresh, folder)
    assert migrate(client, fresh) == []


def test_several_migrators_at_once_leave_one_schema(fresh: ClickHouseSettings) -> None:
    clients = [connect(fresh, database="default") for _ in range(4)]
    with ThreadPoolExecutor(len(clients)) as pool:
        runs = [pool.submit(migrate, client, fresh) for client in clients]
        applied = [name for run in runs for name in run.result()]
    assert set(applied) == set(NAMES)
    assert [row["number"] for row in query_rows(clients[0], MARKS)] == list(range(1, len(NAMES) + 1))
    assert value_of(clients[0], "SELECT count() FROM feedback") == 0


def test_retention_follows_the_settings(client: Client, fresh: ClickHouseSettings) -> None:
    for days, expected in ((0, 0), (400, 3), (0, 0)):
        migrate(client, fresh.model_copy(update={"retention_days": days}))
        sql = (
            "SELECT countIf(engine_full LIKE '% TTL %') FROM system.tables"
            " WHERE database = currentDatabase() AND endsWith(name, '_landed')"
        )
        assert value_of(client, sql) == expected
