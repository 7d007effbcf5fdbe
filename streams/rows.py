"""What a reader of files gives: numbered records, and what is none with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from schemas.errors import EarshotError, Reason

Record = dict[str, Any]


class TextRecord(dict[str, Any]):
    """A record of a format that knows text alone, neither numbers nor what is not said: CSV's."""


class FileError(EarshotError):
    """A file that cannot be read at all; names it."""


EMPTY = "is empty"
"""Said of a file without a byte, where a header or the like must be; of JSON Lines none is no error."""


class Unreadable(NamedTuple):
    """A row that is no record: its bytes as they came, and why."""

    raw: bytes
    reason: Reason
    detail: str


Rows = Iterator[tuple[int, Record | Unreadable]]
"""(line, record), the line counted from 1."""
