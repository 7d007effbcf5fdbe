"""Rows as a person or a program reads them: a table, CSV, or JSON."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec
import typer

from schemas.errors import EarshotError
from stack.cli.console import answers

if TYPE_CHECKING:
    from rich.table import Table


SHOWN = 1000
"""Rows that a table shows: what is longer nobody reads there."""
NARROWEST = 8
"""Characters that a column needs to be read; with less, each row is shown as a table of its own, a line per column."""


DESCRIBED = ("name", "type", "default_type", "default_expression", "comment", "codec_expression", "ttl_expression")
"""What DESCRIBE answers, as a table without what no column has: a view's columns have neither defaults nor codecs."""


class Format(StrEnum):
    """What `--format` admits."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class RepeatedColumnError(EarshotError):
    """An answer whose columns share a name: as an object it would lose all but the last of them."""


def print_rows(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], format_: Format, *, width: int | None = None
) -> None:
    """CSV has a header line; JSON is one array of objects; times are ISO 8601 with their zone in both.

    A table shows the first `SHOWN` rows and says on stderr that there are more.

    `width`: a table's, in characters, where it goes to no terminal.

    Raises RepeatedColumnError for JSON whose objects would lose a column.
    """
    if format_ is Format.JSON:
        print(to_json(_objects(columns, rows)))
    elif format_ is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_for_csv(value) for value in row] for row in rows)
    else:
        _print_table(columns, rows, width)


def _objects(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    repeated = sorted({name for name in columns if list(columns).count(name) > 1})
    if repeated:
        raise RepeatedColumnError(
            f"more than one column is named {', '.join(repeated)}: name them apart (AS), or use --format csv"
        )
    return [dict(zip(columns, row, strict=True)) for row in rows]


def to_json(document: Any) -> str:
    """Dates, decimals and UUIDs as text, as msgspec writes them; what it does not know as its own text."""
    return msgspec.json.format(msgspec.json.encode(document, enc_hook=str), indent=2).decode()


def _for_csv(value: Any) -> Any:
    """A list or map as JSON, so that the cell can be read back."""
    if isinstance(value, datetime):
        return value.isoformat()
    return msgspec.json.encode(value, enc_hook=str).decode() if isinstance(value, list | tuple | dict) else value


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int | None) -> None:
    console = answers(width)
    shown = rows[:SHOWN]
    if tuple(columns) == DESCRIBED:
        columns, shown = _told(columns, shown)
    if len(columns) * NARROWEST > console.width:
        for number, row in enumerate(shown, start=1):
            console.print(f"row {number:,}")
            console.print(_table(("column", "value"), list(zip(columns, row, strict=True))))
    else:
        console.print(_table(columns, shown))
    if len(rows) > SHOWN:
        typer.echo(f"the first {SHOWN:,} of {len(rows):,} rows: --format csv or json prints all", err=True)


def _told(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    """Without the columns that are empty in every row."""
    kept = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    return [columns[at] for at in kept], [[row[at] for at in kept] for row in rows]


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for index, column in enumerate(columns):
        is_number = bool(rows) and all(isinstance(row[index], int | float) for row in rows)
        table.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_for_people(value)) for value in row))
    return table


def _for_people(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)
