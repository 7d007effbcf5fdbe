"""Cells of a CSV file whose columns are an event's fields: CSV knows text alone, the schema says what it means."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect

from schemas.errors import InvalidEvent
from schemas.feedback import FeedbackEvent
from streams.rows import Record


def _parts(type_: inspect.Type) -> Iterator[inspect.Type]:
    """The type without its limits; each member of a union."""
    if isinstance(type_, inspect.Metadata):
        yield from _parts(type_.type)
    elif isinstance(type_, inspect.UnionType):
        for member in type_.types:
            yield from _parts(member)
    else:
        yield type_


def _read_as(type_: inspect.Type) -> type | None:
    """What a cell of that type is read as; None where it stays text."""
    for part in _parts(type_):
        if isinstance(part, inspect.BoolType):
            return bool
        if isinstance(part, inspect.FloatType):
            return float
        if isinstance(part, inspect.IntType) or (isinstance(part, inspect.LiteralType) and part.values == (1,)):
            return int
    return None


READ_AS = {
    field.name: kind
    for field in inspect.type_info(FeedbackEvent).fields  # type: ignore[attr-defined]
    if (kind := _read_as(field.type))
}
"""The event's fields that are numbers or truth values."""


def typed(record: Record) -> Record:
    """The record without its empty cells, its numbers and truth values read. Raises InvalidEvent."""
    return {name: _read(name, cell) if name in READ_AS else cell for name, cell in record.items() if cell != ""}


def _read(name: str, cell: str) -> Any:
    kind = READ_AS[name]
    try:
        value: Any = msgspec.convert(cell, kind, strict=False)
    except msgspec.ValidationError:
        value = math.nan
    if math.isfinite(value):
        return value
    raise InvalidEvent(name, "wrong_type", f"is not of type {kind.__name__}")
