"""A source's record to the fields of an event, as a map says it. Map files are read by streams.map_files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple

import msgspec

from schemas.errors import InvalidEvent
from schemas.identity import event_id_from, event_id_of
from schemas.limits import Direction
from streams.expressions import SEARCH_ERRORS, Read, finder
from streams.fields import NOT_READ, dates_of, fields_of
from streams.record_types import RecordType
from streams.values import DateError, Value, as_string, date_reader, number, truth, whole_number

_NAME = re.compile(r'([\w.]+)|"([^"\\]+)"')
READERS: dict[type, Callable[[Value], Value]] = {bool: truth, float: number, int: whole_number}


class FieldMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one field is found and read.

    path: JMESPath over the record. date: `iso`, `unix` (seconds), `unix_ms` or a strptime format; `zone`: of times that
    have no offset themselves (without it they are refused). lookup: value (as text) -> the field's; null leaves it out;
    values that are not listed are refused, or kept as they are. scale: lowest and highest rating; direction: which end
    is good.
    """

    path: str
    date: str | None = None
    zone: str | None = None
    lookup: dict[str, str | float | int | bool | None] | None = None
    others: Literal["refuse", "keep"] = "refuse"
    scale: tuple[float, float] | None = None
    direction: Direction | None = None


class Map(NamedTuple):
    """A map that is ready for use: call `event_fields` per record."""

    type_: RecordType
    source: str
    constants: Mapping[str, Value]
    native_id: Read | None
    fields: tuple[tuple[str, Read, Mapping[str, Value]], ...]
    attributes: tuple[tuple[str, Read], ...]
    paths: Mapping[str, str]
    """The expression that each field (`attributes.x` and `native_id` among them) is read by."""

    def event_fields(self, record: dict[str, Any]) -> dict[str, Any]:
        """The event's fields but those that push stamps. Raises InvalidEvent that names the field."""
        event: dict[str, Any] = dict(self.constants)
        for name, read, companions in self.fields:
            value = read(record)
            if value is not None:
                event[name] = value
                event.update(companions)
        attributes = {name: as_string(value) for name, read in self.attributes if (value := read(record)) is not None}
        if attributes:
            event["attributes"] = attributes
        event["event_id"] = self._event_id(record)
        return event

    def column_of(self, field: str) -> str:
        """The name of the record that a field is read from; "" where that is its own, or more than a name."""
        name = found[1] or found[2] if (found := _NAME.fullmatch(self.paths.get(field, ""))) else ""
        return "" if name == field else name

    def _event_id(self, record: dict[str, Any]) -> str:
        if self.native_id is None:
            return whole_record_id(self.source, record)
        native_id = self.native_id(record)
        if native_id is None:
            raise InvalidEvent("native_id", "missing_field", "is missing")
        return event_id_of(self.source, as_string(native_id))


def whole_record_id(source: str, record: dict[str, Any]) -> str:
    """The id of a record that has none. Raises InvalidEvent."""
    try:
        return event_id_from(source, record)
    except (TypeError, ValueError, OverflowError, RecursionError):
        raise InvalidEvent("", "wrong_type", "has a value that JSON cannot hold") from None


def companions(name: str, spec: FieldMap) -> dict[str, Value]:
    """Fields that come with a value and stay away without it: a rating's scale, an answer's direction."""
    scale = {f"{name}_min": spec.scale[0], f"{name}_max": spec.scale[1]} if spec.scale else {}
    return {**scale, **({f"{name}_direction": spec.direction} if spec.direction else {})}


def reader(name: str, spec: FieldMap, empty: frozenset[str], type_: RecordType) -> Read:
    """One field's whole way: found, emptied, looked up, made a date or a number. Raises ValueError."""
    _check_rated(name, spec)
    find, convert = finder(spec.path), converter(name, spec, type_)
    lookup, keep = spec.lookup, spec.others == "keep"
    holds = fields_of(type_).get(name)
    wrong = "is not a single value" if holds is None or holds.or_text else NOT_READ[holds.kind]

    def read(record: dict[str, Any]) -> Value:
        value = _found(name, find, record)
        if value is None or (isinstance(value, str) and value in empty):
            return None
        if lookup is not None:
            value = _looked_up(name, lookup, value, keep)
        try:
            return None if value is None else convert(value)
        except DateError as error:
            raise InvalidEvent(name, error.reason, str(error)) from None
        except (TypeError, ValueError, OverflowError):
            raise InvalidEvent(name, "wrong_type", wrong) from None

    return read


def _check_rated(name: str, spec: FieldMap) -> None:
    if spec.scale and name != "rating":
        raise ValueError("only a rating has a scale")
    if spec.scale and not spec.scale[0] < spec.scale[1]:
        raise ValueError("a scale is [lowest, highest]; which end is good is said by direction")
    if spec.direction and name not in {"rating", "csat", "ces"}:
        raise ValueError("only rating, csat and ces have a direction")


def _found(name: str, find: Read, record: dict[str, Any]) -> Value:
    try:
        return find(record)
    except SEARCH_ERRORS:
        pass  # their texts quote the record
    raise InvalidEvent(name, "unmapped", "cannot be found: the map's expression fails on this record")


def _looked_up(name: str, lookup: Mapping[str, Value], value: Value, keep: bool) -> Value:
    try:
        return lookup.get(as_string(value), value) if keep else lookup[as_string(value)]
    except (KeyError, TypeError, ValueError):
        pass
    raise InvalidEvent(name, "unmapped", "has a value that the map's lookup does not list")


def converter(name: str, spec: FieldMap, type_: RecordType) -> Callable[[Value], Value]:
    """What makes of a value the field's. Raises ValueError where it cannot work, and for values as streams.values."""
    holds = fields_of(type_).get(name)
    if holds is not None and holds.kind is datetime:
        return date_reader(spec.date or "iso", spec.zone)
    if spec.date or spec.zone:
        dates = dates_of(type_)
        only = f"{', '.join(dates[:-1])} and {dates[-1]} are dates" if dates[1:] else f"{dates[0]} is a date"
        raise ValueError(f"only {only}")
    if holds is None:
        return as_string
    return _number_or_text if holds.or_text else READERS[holds.kind]


def _number_or_text(value: Value) -> Value:
    try:
        return number(value)
    except (TypeError, ValueError, OverflowError):
        return as_string(value)
