"""Rows that come as mappings or dataclasses, named as their table's columns: checked, then inserted at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

import pyarrow as pa
from clickhouse_connect.driver.client import Client

from warehouse.columns import Column, arrays_of
from warehouse.landing import insert_table


def columns_with_defaults(kinds: Mapping[tuple[Any, Any], str]) -> tuple[Column, ...]:
    """Columns by kind and by what stands where a row leaves them out: `{(floats, None): "value change"}`."""
    return tuple(
        Column(name, build, lambda row, name=name, default=default: row.get(name, default))  # type: ignore[misc]
        for (build, default), listed in kinds.items()
        for name in listed.split()
    )


def checked(row: Any, columns: Iterable[Column], needed: Iterable[str]) -> dict[str, Any]:
    """The row as a mapping, NaN as None. Raises ValueError for a name that is no column and for a needed one unsaid."""
    plain = asdict(row) if is_dataclass(row) and not isinstance(row, type) else dict(row)
    if unknown := plain.keys() - {column.name for column in columns}:
        raise ValueError(f"no such column: {', '.join(sorted(unknown))}")
    if missing := [name for name in needed if not plain.get(name)]:
        raise ValueError(f"not given: {', '.join(missing)}")
    return {name: None if value != value else value for name, value in plain.items()}  # noqa: PLR0124 - only NaN differs


def insert_rows(client: Client, table: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> int:
    """Insert, if there is anything; how many. Raises Unavailable: then send the same again."""
    if rows:
        insert_table(client, table, pa.table(arrays_of(rows, columns)))
    return len(rows)
