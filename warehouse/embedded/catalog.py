"""What an analyst's statement may name: views, functions, formats, settings. From analyst.yaml and the engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from warehouse.access import VIEWS
from warehouse.embedded.engine import Connection, literal

_LISTS = Path(__file__).with_name("analyst.yaml")


@dataclass(frozen=True, slots=True)
class Names:
    """Names as they are spelled, and in small letters those that may be spelled in any case."""

    exact: frozenset[str]
    any_case: frozenset[str]

    def __contains__(self, name: str) -> bool:
        return name in self.exact or name.lower() in self.any_case


@dataclass(frozen=True, slots=True)
class Allowed:
    """The lists of analyst.yaml, with the names of functions from the engine that runs."""

    functions: Names
    aggregates: Names
    combinators: tuple[str, ...]
    table_functions: frozenset[str]
    system_tables: frozenset[str]
    settings: frozenset[str]
    formats: frozenset[str]

    def function(self, name: str) -> bool:
        """Whether the name is an allowed function's, or an allowed aggregate's with combinators such as -If."""
        return name in self.functions or self._aggregate(name)

    def _aggregate(self, name: str) -> bool:
        endings = (ending for ending in self.combinators if name.endswith(ending) and name != ending)
        return name in self.aggregates or any(self._aggregate(name.removesuffix(ending)) for ending in endings)


def allowed(connection: Connection) -> Allowed:
    """Read the lists and ask the engine for its functions. Raises ClickHouseError if it does not answer."""
    lists = yaml.safe_load(_LISTS.read_text(encoding="utf-8"))
    functions = [row for row in _rows(connection, _FUNCTIONS) if _is_allowed(row, lists)]
    return Allowed(
        functions=_names(functions, lists["functions"]),
        aggregates=_names([row for row in functions if row["is_aggregate"]], []),
        combinators=tuple(row["name"] for row in _rows(connection, _COMBINATORS)),
        table_functions=frozenset(lists["table_functions"]),
        system_tables=frozenset(lists["system_tables"]),
        settings=frozenset(lists["settings"]),
        formats=frozenset(lists["formats"]),
    )


def _names(functions: list[dict[str, Any]], more: list[str]) -> Names:
    any_case = frozenset(row["name"].lower() for row in functions if row["case_insensitive"])
    return Names(frozenset(row["name"] for row in functions) | frozenset(more), any_case)


_FUNCTIONS = (
    "SELECT f.name AS name, f.is_aggregate AS is_aggregate, f.case_insensitive AS case_insensitive, "
    "if(f.alias_to = '', f.name, f.alias_to) AS original, toString(f.origin) AS origin, "
    "if(f.alias_to = '', f.categories, o.categories) AS category "
    "FROM system.functions AS f LEFT JOIN system.functions AS o ON o.name = f.alias_to"
)
_COMBINATORS = "SELECT name FROM system.aggregate_function_combinators WHERE NOT is_internal"


def _is_allowed(row: dict[str, Any], lists: dict[str, list[str]]) -> bool:
    if row["origin"] != "System" or row["original"] in lists["refused_functions"]:
        return False
    return row["category"] in lists["function_categories"] or row["original"] in lists["functions"]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The objects of the analysts' database now, and the databases there are."""

    database: str
    views: frozenset[str]
    hidden: frozenset[str]
    databases: frozenset[str]


def catalog(connection: Connection, database: str) -> Catalog:
    """The views of `warehouse.access` that exist are for analysts; every other object of the database is hidden."""
    rows = _rows(connection, f"SELECT name, engine FROM system.tables WHERE database = {literal(database)}")  # noqa: S608
    views = frozenset(row["name"] for row in rows if row["engine"] == "View" and row["name"] in VIEWS)
    databases = frozenset(row["name"] for row in _rows(connection, "SELECT name FROM system.databases"))
    return Catalog(database, views, frozenset(row["name"] for row in rows) - views, databases)


def _rows(connection: Connection, statement: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in connection.run(statement, "JSONEachRow").data.splitlines()]
