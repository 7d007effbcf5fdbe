"""Files to records: CSV, JSON Lines and Parquet, plain or gzipped, or standard input.

Each reader yields `(line, row)` where `row` is the record, or an `Unreadable` for what is none: one bad row never
hides the next. What makes a file as a whole unreadable raises `FileError`.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple, cast

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.errors import EarshotError, Reason
from schemas.limits import MAX_MESSAGE_BYTES
from schemas.parse import mend_surrogates

Format = Literal["csv", "jsonl", "parquet"]
Record = dict[str, Any]

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
DELIMITERS = ",;\t|"
GZIP, PARQUET, BOM = b"\x1f\x8b", b"PAR1", b"\xef\xbb\xbf"
MAX_LINE_BYTES = 2 * MAX_MESSAGE_BYTES
PEEK_BYTES = 64 * 1024


class FileError(EarshotError):
    """A file that cannot be read at all; names it."""


class Unreadable(NamedTuple):
    """A row that is no record: its bytes as they came, and why."""

    raw: bytes
    reason: Reason
    detail: str


Rows = Iterator[tuple[int, Record | Unreadable]]


def read_rows(path: str, form: Format | None = None) -> Rows:
    """A file's rows (`-`: standard input); the format by `form`, else name, else first bytes. Raises FileError."""
    with _opened(path) as file:
        form = form or _format_of(path, file)
        yield from {"csv": read_csv, "jsonl": read_jsonl, "parquet": read_parquet}[form](file)


def read_lines(path: str) -> Iterator[bytes]:
    """The lines themselves (`-`: standard input), each cut at MAX_LINE_BYTES. Raises FileError."""
    with _opened(path) as file:
        yield from _bounded_lines(file)


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    """Unzipped; an error of the file, also from within the block, as a FileError that names it."""
    try:
        with _open(path) as raw:
            yield _unzipped(raw)
    except FileError as error:
        raise FileError(f"{path}: {error}") from error.__cause__
    except (OSError, EOFError, zlib.error, pa.ArrowException) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "is damaged"
        raise FileError(f"{path}: {reason}") from error


def read_csv(file: BinaryIO) -> Rows:
    """Rows under a header, strictly: a row with other columns, a broken quote, a NUL or a bad byte is unreadable."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        yield from _csv_rows(_Lines(text))
    finally:
        text.detach()  # the file is closed by whoever opened it


def _csv_rows(lines: _Lines) -> Rows:
    header_line = lines.peek()
    reader = csv.reader(lines, strict=True, delimiter=max(DELIMITERS, key=header_line.count))
    header = _header(reader)
    while True:
        lines.taken.clear()
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, Unreadable(lines.raw(), "unreadable_record", f"is not well-formed CSV: {error}")
            continue
        if row:
            yield line, _csv_record(header, row, lines)


def read_jsonl(file: BinaryIO) -> Rows:
    """One JSON object per line; empty lines are passed over."""
    for line, raw in enumerate(_bounded_lines(file), start=1):
        if len(raw) == MAX_LINE_BYTES and not raw.endswith(b"\n"):
            yield line, Unreadable(raw, "too_large", f"is longer than {MAX_LINE_BYTES} bytes; only these are kept")
        elif raw := raw.strip():
            yield line, _json_record(raw)


def _bounded_lines(file: BinaryIO) -> Iterator[bytes]:
    """Without a byte order mark; the rest of a line that is too long is passed over."""
    start = True
    while raw := file.readline(MAX_LINE_BYTES):
        cut = len(raw) == MAX_LINE_BYTES and not raw.endswith(b"\n")
        yield raw.removeprefix(BOM) if start else raw
        start = False
        while cut and (rest := file.readline(MAX_LINE_BYTES)):
            cut = not rest.endswith(b"\n")


def read_parquet(file: BinaryIO) -> Rows:
    """Row group by row group; the line is the row's number, from 1."""
    table = pq.ParquetFile(file if file.seekable() else io.BytesIO(file.read()))
    line = 0
    for batch in table.iter_batches():
        for record in _in_microseconds(batch).to_pylist():
            line += 1
            yield line, cast(Record, record)


def _open(path: str) -> BinaryIO:
    if path == "-":
        return open(sys.stdin.fileno(), "rb", closefd=False)
    return Path(path).open("rb")


def _unzipped(raw: BinaryIO) -> BinaryIO:
    file = cast(io.BufferedReader, raw)
    if file.peek(2).startswith(GZIP):
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=file))))
    return raw


def _format_of(path: str, file: BinaryIO) -> Format:
    suffix = Path(path.removesuffix(".gz")).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    start = cast(io.BufferedReader, file).peek(PEEK_BYTES).removeprefix(BOM)
    if start.startswith(PARQUET):
        return "parquet"
    return "jsonl" if start.lstrip().startswith(b"{") else "csv"


class _Lines:
    """A text file's lines, of which those are remembered that the CSV reader took for its present row."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._ahead = text.readline()
        self.taken: list[str] = []

    def peek(self) -> str:
        return self._ahead

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line, self._ahead = self._ahead or self._text.readline(), ""
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def raw(self) -> bytes:
        return "".join(self.taken).rstrip("\r\n").encode("utf-8", "surrogateescape")


def _header(reader: Iterator[list[str]]) -> list[str]:
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise FileError(f"the header is not well-formed CSV: {error}") from error
    if not any(header):
        raise FileError("has no header")
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise FileError(f"the header names a column twice: {', '.join(repeated)}")
    return header


def _csv_record(header: list[str], row: list[str], lines: _Lines) -> Record | Unreadable:
    if len(row) != len(header):
        detail = f"has {len(row)} columns, the header {len(header)}"
        return Unreadable(lines.raw(), "unreadable_record", detail)
    joined = "".join(row)
    if "\0" in joined:
        return Unreadable(lines.raw(), "unreadable_record", "has a NUL byte")
    if not joined.isascii():
        try:
            joined.encode()
        except UnicodeEncodeError:  # what surrogateescape made of a byte that is not UTF-8
            return Unreadable(lines.raw(), "invalid_utf8", "is not valid UTF-8")
    return dict(zip(header, row, strict=True))


def _json_record(raw: bytes) -> Record | Unreadable:
    try:
        record = msgspec.json.decode(raw)
    except UnicodeDecodeError:
        return Unreadable(raw, "invalid_utf8", "is not valid UTF-8")
    except (msgspec.DecodeError, RecursionError):
        mended = mend_surrogates(raw)
        if mended != raw:
            return _json_record(mended)
        return Unreadable(raw, *_why_not_json(raw))
    if not isinstance(record, dict):
        return Unreadable(raw, "wrong_type", "is not a JSON object")
    return record


def _why_not_json(raw: bytes) -> tuple[Reason, str]:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "invalid_utf8", "is not valid UTF-8"
    return "malformed_json", "is not well-formed JSON"


def _in_microseconds(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Nanoseconds are finer than Python's times."""
    fields = [
        pa.field(field.name, pa.timestamp("us", field.type.tz))
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns"
        else field
        for field in batch.schema
    ]
    return batch.cast(pa.schema(fields), safe=False)
