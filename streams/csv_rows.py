"""CSV to records, strictly."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from schemas.limits import MAX_MESSAGE_BYTES
from streams.rows import EMPTY, FileError, Record, Rows, TextRecord, Unreadable

DELIMITERS = ",;\t|"
MAX_RECORD = 2 * MAX_MESSAGE_BYTES
"""Characters. What a record takes more than this is not read: it has a quote that is never closed."""


def read_csv(file: BinaryIO) -> Rows:
    """Rows under a header, strictly: a row with other columns, a broken quote, a NUL or a bad byte is unreadable.

    A quote that is never closed, or by a later row's, would take the rows after it: of what is no row then the first
    line is refused, and the next is read as a row.
    """
    with _lines(file) as lines:
        yield from _csv_rows(lines)


def read_header(file: BinaryIO) -> list[str]:
    """The columns alone. Raises FileError."""
    with _lines(file) as lines:
        return _header(_reader(lines))


@contextmanager
def _lines(file: BinaryIO) -> Iterator[_Lines]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        yield _Lines(text)
    finally:
        text.detach()  # the file is closed by whoever opened it


def _reader(lines: _Lines) -> Iterator[list[str]]:
    return csv.reader(lines, strict=True, delimiter=max(DELIMITERS, key=lines.peek().count))


def _csv_rows(lines: _Lines) -> Rows:
    reader = _reader(lines)
    header = _header(reader)
    while True:
        line = lines.begin_record()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.give_back_all_but_the_first()
            yield line, Unreadable(lines.raw(), "unreadable_record", f"is not well-formed CSV: {error}")
            continue
        if row:
            yield line, _csv_record(header, row, lines)


class _Lines:
    """A text file's lines, of which those are remembered that the CSV reader took for its present record."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._ahead: deque[str] = deque()
        self._taken: list[str] = []
        self._before, self._size = 0, 0

    def peek(self) -> str:
        self._ahead.append(self._read())
        return self._ahead[0]

    def begin_record(self) -> int:
        """The number of the record's first line, from 1."""
        self._before += len(self._taken)
        self._taken, self._size = [], 0
        return self._before + 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._read()
        if not line:
            raise StopIteration
        self._taken.append(line)
        self._size += len(line)
        if self._size >= MAX_RECORD:
            raise csv.Error(f"no record has {MAX_RECORD} characters")
        return line

    def _read(self) -> str:
        """The next line; of one that is too long the rest is passed over."""
        line = rest = self._text.readline(MAX_RECORD)
        while len(rest) == MAX_RECORD and not rest.endswith(("\r", "\n")):
            rest = self._text.readline(MAX_RECORD)
        return line

    def give_back_all_but_the_first(self) -> None:
        self._ahead.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]

    def raw(self) -> bytes:
        return "".join(self._taken).rstrip("\r\n").encode("utf-8", "surrogateescape")


def _header(reader: Iterator[list[str]]) -> list[str]:
    try:
        first = next(reader, None)
    except csv.Error as error:
        raise FileError(f"the header is not well-formed CSV: {error}") from error
    if first is None:
        raise FileError(EMPTY)
    header = [name.strip() for name in first]
    if not any(header):
        raise FileError("has no header")
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise FileError(f"the header names a column twice: {', '.join(repeated)}")
    return header


def _csv_record(header: list[str], row: list[str], lines: _Lines) -> Record | Unreadable:
    if len(row) != len(header):
        lines.give_back_all_but_the_first()
        detail = f"has {len(row)} column{'s' * (len(row) != 1)}, the header {len(header)}"
        return Unreadable(lines.raw(), "unreadable_record", detail)
    joined = "".join(row)
    if "\0" in joined:
        return Unreadable(lines.raw(), "unreadable_record", "has a NUL byte")
    if not joined.isascii():
        try:
            joined.encode()
        except UnicodeEncodeError:  # what surrogateescape made of a byte that is not UTF-8
            return Unreadable(lines.raw(), "invalid_utf8", "is not valid UTF-8")
    return TextRecord(zip(header, row, strict=True))
