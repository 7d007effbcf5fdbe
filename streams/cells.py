"""Cells of a CSV file whose columns are an event's fields: CSV knows text alone, the schema says what it means."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

import msgspec

from schemas.errors import InvalidEvent
from streams.fields import NOT_READ, Holds, fields_of
from streams.record_types import RecordType
from streams.rows import Record


def typed(record: Record, type_: RecordType) -> Record:
    """The record without its empty cells, its numbers and truth values read. Raises InvalidEvent."""
    fields = fields_of(type_)
    return {name: _read(name, cell, fields.get(name)) for name, cell in record.items() if cell != ""}


def _read(name: str, cell: str, holds: Holds | None) -> Any:
    """Times stay text: whoever parses the event reads them."""
    if holds is None or holds.kind is datetime:
        return cell
    try:
        value: Any = msgspec.convert(cell, holds.kind, strict=False)
        if math.isfinite(value):
            return value
    except (msgspec.ValidationError, OverflowError):  # a whole number may have more digits than any float
        pass
    if holds.or_text:
        return cell
    raise InvalidEvent(name, "wrong_type", NOT_READ[holds.kind])
