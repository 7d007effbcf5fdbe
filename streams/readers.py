"""Files to records: CSV, JSON Lines and Parquet, plain or gzipped, or standard input.

Each reader yields `(line, row)` where `row` is the record, or an `Unreadable` for what is none: one bad row never
hides the next. What makes a file as a whole unreadable raises `FileError`.
"""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal, cast

import pyarrow as pa

from streams.csv_rows import read_csv, read_header
from streams.json_rows import BOM, bounded_lines, read_jsonl
from streams.parquet_rows import read_parquet
from streams.rows import EMPTY, FileError, Record, Rows, Unreadable

__all__ = ["FileError", "Format", "Record", "Rows", "Unreadable", "read_columns", "read_lines", "read_rows"]

Format = Literal["csv", "jsonl", "parquet"]

SUFFIXES: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
PEEK_BYTES = 64 * 1024


def read_rows(path: str, form: Format | None = None) -> Rows:
    """A file's rows (`-`: standard input); the format by `form`, else name, else first bytes. Raises FileError."""
    with _opened(path) as file:
        form = form or _format_of(path, file)
        if form == "parquet" and not _begins(file):
            raise FileError(EMPTY)
        yield from {"csv": read_csv, "jsonl": read_jsonl, "parquet": read_parquet}[form](file)


def read_lines(path: str) -> Iterator[bytes]:
    """The lines themselves (`-`: standard input), each cut at streams.json_rows.MAX_LINE_BYTES. Raises FileError."""
    with _opened(path) as file:
        yield from bounded_lines(file)


def read_columns(path: str, form: Format | None = None) -> list[str] | None:
    """A CSV file's columns; None where records say themselves what they have, and of standard input, which can be read
    only once. Raises FileError."""
    if path == "-":
        return None
    with _opened(path) as file:
        return read_header(file) if (form or _format_of(path, file)) == "csv" else None


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    """Unzipped; an error of the file, also from within the block, as a FileError that names it."""
    name = "standard input" if path == "-" else path
    try:
        with _open(path) as raw:
            yield _unzipped(raw)
    except FileError as error:
        raise FileError(f"{name}: {error}") from error.__cause__
    except (OSError, EOFError, zlib.error, pa.ArrowException) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "is damaged"
        raise FileError(f"{name}: {reason}") from error


def _open(path: str) -> BinaryIO:
    if path == "-":
        return open(sys.stdin.fileno(), "rb", closefd=False)
    return Path(path).open("rb")


def _unzipped(raw: BinaryIO) -> BinaryIO:
    file = cast(io.BufferedReader, raw)
    if file.peek(2).startswith(GZIP):
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=file))))
    return raw


def _begins(file: BinaryIO) -> bytes:
    """What comes next, which is read all the same."""
    return cast(io.BufferedReader, file).peek(PEEK_BYTES)


def _format_of(path: str, file: BinaryIO) -> Format:
    suffix = Path(path.removesuffix(".gz")).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    start = _begins(file).removeprefix(BOM)
    if start.startswith(PARQUET):
        return "parquet"
    if b"\0" in start:
        raise FileError("is neither CSV nor JSON Lines nor Parquet")
    return "jsonl" if start.lstrip().startswith(b"{") else "csv"
