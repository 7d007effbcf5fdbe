"""What the fields of a record type hold, as its schema says: what a text is read as, in a cell or through a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from msgspec import inspect

from streams.record_types import RecordType

KINDS: dict[type[inspect.Type], type] = {
    inspect.BoolType: bool,
    inspect.FloatType: float,
    inspect.IntType: int,
    inspect.DateTimeType: datetime,
}
NOT_READ: dict[type, str] = {
    bool: "is neither true nor false",
    float: "is not a number",
    int: "is not a whole number",
    datetime: "is not a date",
}
"""What is said of a text that is no such thing."""
STAMPED = frozenset({"schema_version", "event_id", "received_at", "history"})
"""Fields that push gives every event itself."""


class Holds(NamedTuple):
    """`kind` is bool, int, float or datetime; `or_text`: what is no such thing may be a word."""

    kind: type
    or_text: bool


@cache
def fields_of(type_: RecordType) -> Mapping[str, Holds]:
    """Field -> what it holds, for those that are more than text."""
    info: Any = inspect.type_info(type_.model)
    parts = {field.name: [_kind(part) for part in _parts(field.type)] for field in info.fields}
    kinds = {name: [kind for kind in found if kind is not str] for name, found in parts.items()}
    return {name: Holds(found[0], str in parts[name]) for name, found in kinds.items() if found}


@cache
def dates_of(type_: RecordType) -> tuple[str, ...]:
    """The fields that are times and that a source gives."""
    return tuple(name for name, holds in fields_of(type_).items() if holds.kind is datetime and name not in STAMPED)


def _parts(type_: inspect.Type) -> Iterator[inspect.Type]:
    """The type without its limits; each member of a union but null."""
    if isinstance(type_, inspect.Metadata):
        yield from _parts(type_.type)
    elif isinstance(type_, inspect.UnionType):
        for member in type_.types:
            yield from _parts(member)
    elif not isinstance(type_, inspect.NoneType):
        yield type_


def _kind(type_: inspect.Type) -> type:
    if isinstance(type_, inspect.LiteralType):
        return type(type_.values[0])
    return KINDS.get(type(type_), str)
