"""The SQL of flows/sql, run with bound parameters: what leaves the warehouse is aggregates, never texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from warehouse.query import Row

Read = Callable[[str, Mapping[str, Any]], list[Row]]
"""SQL and its parameters in, rows out: `warehouse.query.query_rows` of a client."""

FOLDER = Path(__file__).parent / "sql"
_READS_ANSWERS = ("cells", "examples")


@cache
def sql(name: str) -> str:
    """The text of a query; one that reads `answers` gets answers.sql as its first common table expression."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    if name in _READS_ANSWERS:
        return f"WITH answers AS\n(\n{(FOLDER / 'answers.sql').read_text(encoding='utf-8')}\n)\n{text}"
    return text
