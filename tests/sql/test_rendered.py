"""The engine's own parser takes every statement that only a cluster or a real server can run."""

from __future__ import annotations

from datetime import date

import pytest
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import DatabaseError

from tests.fixtures.warehouse import Warehouse
from warehouse.access import access_statements
from warehouse.migration_files import Statement, read_migrations
from warehouse.render import render, render_database
from warehouse.retention import EXPIRING, expiry_statement, retention_statements
from warehouse.rollup import forget_statement
from warehouse.settings import ClickHouseSettings
from warehouse.snapshot import drop_statement

SETTINGS = [
    pytest.param(ClickHouseSettings(cluster="north", retention_days=30, analyst_password="x"), id="cluster"),
    pytest.param(ClickHouseSettings(cluster="", retention_days=30, analyst_password="x"), id="one server"),
]


@pytest.fixture(scope="module")
def parser(sql_server: Warehouse) -> Client:
    return sql_server.client()


def rendered(settings: ClickHouseSettings) -> list[str]:
    column = Statement("ALTER TABLE feedback_landed ADD COLUMN IF NOT EXISTS c String DEFAULT '' COMMENT 'c'")
    view = Statement("DROP VIEW IF EXISTS feedback")
    statements = [statement for migration in read_migrations() for statement in migration.statements]
    migrations = [sql for statement in (*statements, column, view) for sql in render(statement, settings)]
    retention = [sql for table in EXPIRING for sql in retention_statements(table, "", settings)]
    retention.append(expiry_statement(["e1", "it's \\ odd"], settings))
    copies = [drop_statement(202611, settings), forget_statement([("week", date(2026, 11, 16))], settings)]
    return [render_database(settings), *migrations, *retention, *copies, *access_statements(settings, "salt")]


@pytest.mark.parametrize("settings", SETTINGS)
def test_every_statement_parses(parser: Client, settings: ClickHouseSettings) -> None:
    for sql in rendered(settings):
        parser.command(f"EXPLAIN AST {sql}")


def test_the_parser_does_refuse_what_is_wrong(parser: Client) -> None:
    with pytest.raises(DatabaseError):
        parser.command("EXPLAIN AST CREATE TABLE IF NOT EXISTS t ON CLUSTER ENGINE = Distributed(")
