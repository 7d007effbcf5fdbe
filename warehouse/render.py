"""The same migrations for one server and for a cluster.

On one server a statement is sent as it is written. On a cluster a table becomes two: `<table>_local`, replicated, on
every node, and `<table>`, distributed over those, so that whoever lands or reads uses the same names in both.
Statements keep to five forms that may be repeated harmlessly: a run may be cut off before it is recorded.
"""

from __future__ import annotations

import re

from warehouse.migration_files import MigrationRefused, Statement
from warehouse.settings import ClickHouseSettings

_TABLE = re.compile(r"^CREATE TABLE IF NOT EXISTS (?P<name>\w+)\n\(")
_VIEW = re.compile(r"^CREATE OR REPLACE VIEW (?P<name>\w+)\n\(")
_DROP_VIEW = re.compile(r"^DROP VIEW IF EXISTS (?P<name>\w+)$")
_COLUMN = re.compile(r"^ALTER TABLE (?P<name>\w+) (?=(ADD COLUMN IF NOT EXISTS|MODIFY COLUMN|COMMENT COLUMN) )")
_TTL = re.compile(r"^ALTER TABLE (?P<name>\w+) (?=(MODIFY|REMOVE) TTL\b)")
_ENGINE = re.compile(r"^ENGINE = (?P<family>\w*MergeTree)\((?P<arguments>\w*)\)$", re.MULTILINE)
_COMMENT = re.compile(r"^COMMENT '.*'$", re.MULTILINE)
_FORMS = (_TABLE, _VIEW, _DROP_VIEW, _COLUMN, _TTL)


def render(statement: Statement, settings: ClickHouseSettings) -> list[str]:
    """The SQL to send, in order. Raises MigrationRefused for a statement of another form."""
    sql = statement.sql
    form = next((form for form in _FORMS if form.match(sql)), None)
    if form is None:
        raise MigrationRefused(f"not a statement that a migration may hold: {sql.splitlines()[0]}")
    if form is _TABLE and not statement.sharding_key:
        raise MigrationRefused(f"no '-- sharded by:' line above: {sql.splitlines()[0]}")
    if not settings.cluster:
        return [sql]
    if form is _TABLE:
        return _replicated_and_distributed(statement, settings)
    if form in (_COLUMN, _TTL):
        both = [_on_cluster(sql, form, settings, suffix="_local"), _on_cluster(sql, form, settings)]
        return both if form is _COLUMN else both[:1]  # a distributed table keeps nothing that could expire
    definer = sql.replace("DEFINER = CURRENT_USER", f"DEFINER = {settings.user}")
    return [_on_cluster(definer, form, settings)]


def render_database(settings: ClickHouseSettings) -> str:
    """The statement that makes the warehouse's database."""
    on_cluster = f" ON CLUSTER {settings.cluster}" if settings.cluster else ""
    return f"CREATE DATABASE IF NOT EXISTS {settings.database}{on_cluster}"


def kept_in(table: str, settings: ClickHouseSettings) -> str:
    """What an ALTER names to change rows: the table, or on a cluster the one on every node that keeps them."""
    return f"{table}_local ON CLUSTER {settings.cluster}" if settings.cluster else table


def _on_cluster(sql: str, form: re.Pattern[str], settings: ClickHouseSettings, suffix: str = "") -> str:
    found = form.match(sql)
    assert found is not None  # noqa: S101 - it was chosen because it matches
    end = found.end("name")
    return f"{sql[:end]}{suffix} ON CLUSTER {settings.cluster}{sql[end:]}"


def _replicated_and_distributed(statement: Statement, settings: ClickHouseSettings) -> list[str]:
    found, comment = _TABLE.match(statement.sql), _COMMENT.search(statement.sql)
    if found is None or comment is None or len(_ENGINE.findall(statement.sql)) != 1:
        raise MigrationRefused(f"no engine or comment that a cluster could use: {statement.sql.splitlines()[0]}")
    name, cluster = found["name"], settings.cluster
    local = _on_cluster(_ENGINE.sub(_replicated_engine, statement.sql), _TABLE, settings, suffix="_local")
    distributed = (
        f"CREATE TABLE IF NOT EXISTS {name} ON CLUSTER {cluster} AS {name}_local\n"
        f"ENGINE = Distributed('{cluster}', '{settings.database}', '{name}_local', {statement.sharding_key})\n"
        f"{comment[0]}"
    )
    return [local, distributed]


def _replicated_engine(engine: re.Match[str]) -> str:
    arguments = ["'/clickhouse/tables/{shard}/{database}/{table}'", "'{replica}'", *filter(None, [engine["arguments"]])]
    return f"ENGINE = Replicated{engine['family']}({', '.join(arguments)})"
