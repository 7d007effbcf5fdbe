"""CSV to records, strictly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from streams.rows import FileError, Record, Rows, TextRecord, Unreadable

DELIMITERS = ",;\t|"


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
    return TextRecord(zip(header, row, strict=True))
