"""One set of files makes one server's tables and a cluster's, and nothing of the one shows in the other."""

from __future__ import annotations

import re

import pytest

from warehouse.migration_files import MigrationRefused, Statement, read_migrations
from warehouse.render import render, render_database
from warehouse.settings import ClickHouseSettings

ONE_SERVER = ClickHouseSettings(cluster="")
CLUSTER = ClickHouseSettings(cluster="north", user="owner", database="listening")
OURS = [statement for migration in read_migrations() for statement in migration.statements]


@pytest.mark.parametrize("statement", OURS, ids=lambda statement: statement.sql.splitlines()[0])
def test_one_server_gets_each_statement_as_it_is_written(statement: Statement) -> None:
    assert render(statement, ONE_SERVER) == [statement.sql]
    assert not re.search(r"ON CLUSTER|Replicated|Distributed|_local\b|\{(shard|replica)\}", statement.sql)


@pytest.mark.parametrize("statement", OURS, ids=lambda statement: statement.sql.splitlines()[0])
def test_a_cluster_gets_every_statement_on_every_node(statement: Statement) -> None:
    rendered = render(statement, CLUSTER)
    assert all(" ON CLUSTER north" in sql.splitlines()[0] for sql in rendered)
    assert all("CURRENT_USER" not in sql for sql in rendered)


def test_a_table_becomes_a_replicated_one_and_a_distributed_one_under_its_own_name() -> None:
    [table] = [
        statement for statement in OURS if statement.sql.startswith("CREATE TABLE IF NOT EXISTS feedback_landed")
    ]
    local, distributed = render(table, CLUSTER)
    assert local.startswith("CREATE TABLE IF NOT EXISTS feedback_landed_local ON CLUSTER north\n")
    path = "'/clickhouse/tables/{shard}/{database}/{table}'"
    assert f"ENGINE = ReplicatedReplacingMergeTree({path}, '{{replica}}', version)" in local
    assert distributed.startswith(
        "CREATE TABLE IF NOT EXISTS feedback_landed ON CLUSTER north AS feedback_landed_local\n"
    )
    assert "Distributed('north', 'listening', 'feedback_landed_local', cityHash64(event_id))" in distributed


def test_a_replacing_table_is_sharded_by_what_identifies_its_rows() -> None:
    for statement in OURS:
        if statement.sql.startswith("CREATE TABLE") and "ReplacingMergeTree" in statement.sql:
            column = re.fullmatch(r"cityHash64\((\w+)\)", statement.sharding_key)
            order = re.search(r"^ORDER BY (.+)$", statement.sql, re.MULTILINE)
            assert column is not None
            assert order is not None
            assert column[1] in re.findall(r"\w+", order[1]), statement.sql.splitlines()[0]


def test_a_view_names_its_definer_on_a_cluster() -> None:
    view = next(statement for statement in OURS if "CREATE OR REPLACE VIEW" in statement.sql)
    assert "DEFINER = owner SQL SECURITY DEFINER" in render(view, CLUSTER)[0]


def test_a_new_column_goes_to_both_tables_and_a_ttl_to_the_one_that_stores() -> None:
    column = Statement("ALTER TABLE t ADD COLUMN IF NOT EXISTS c String DEFAULT '' COMMENT 'c'")
    assert [sql.split(" ADD")[0] for sql in render(column, CLUSTER)] == [
        "ALTER TABLE t_local ON CLUSTER north",
        "ALTER TABLE t ON CLUSTER north",
    ]
    assert render(Statement("ALTER TABLE t REMOVE TTL"), CLUSTER) == ["ALTER TABLE t_local ON CLUSTER north REMOVE TTL"]


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE t\n(a String)",
        "CREATE VIEW v\n(a String) AS SELECT ''",
        "CREATE MATERIALIZED VIEW v\n(a String) AS SELECT ''",
        "INSERT INTO t VALUES (1)",
        "DROP TABLE t",
    ],
)
def test_what_may_not_be_repeated_is_refused(sql: str) -> None:
    with pytest.raises(MigrationRefused):
        render(Statement(sql, "cityHash64(a)"), ONE_SERVER)


def test_a_table_without_a_sharding_key_is_refused_even_on_one_server() -> None:
    with pytest.raises(MigrationRefused, match="sharded by"):
        render(Statement("CREATE TABLE IF NOT EXISTS t\n(a String)"), ONE_SERVER)


def test_the_database_is_made_where_the_tables_are() -> None:
    assert render_database(ONE_SERVER) == "CREATE DATABASE IF NOT EXISTS earshot"
    assert render_database(CLUSTER) == "CREATE DATABASE IF NOT EXISTS listening ON CLUSTER north"
