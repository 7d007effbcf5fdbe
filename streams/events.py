"""A source's record to the bytes of an event: mapped, stamped with its receipt, and checked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from schemas.errors import InvalidEvent
from schemas.identity import event_id_as_hash, event_id_of
from streams.cells import typed
from streams.mapping import Map, whole_record_id
from streams.record_types import FEEDBACK, RecordType
from streams.rows import Record, TextRecord
from streams.values import as_string

_encode = msgspec.json.Encoder().encode


def to_event(
    record: Record,
    map_: Map | None,
    history: bool,
    type_: RecordType = FEEDBACK,
    received_at: datetime | None = None,
) -> tuple[str, bytes]:
    """The event's id and bytes, stamped and checked; its receipt is now, if it was not before. Raises InvalidEvent."""
    fields = map_.event_fields(record) if map_ else _own_fields(record, type_)
    now = received_at or datetime.now(UTC)
    fields.setdefault("schema_version", 1)
    fields["received_at"] = now
    if history:
        fields["history"] = True
    try:
        payload = _encode(fields)
    except (TypeError, ValueError, OverflowError, RecursionError):
        raise InvalidEvent("", "wrong_type", "has a value that JSON cannot hold") from None
    event = type_.parse(payload, now)
    return event.event_id, payload if type_.verbatim else _encode(event)


def _own_fields(record: Record, type_: RecordType) -> dict[str, Any]:
    """Without a map a record has an event's fields; its id is its own, or made of `native_id`, or of all of it."""
    if isinstance(record, TextRecord):
        record = typed(record, type_)
    fields = {name: value for name, value in record.items() if value is not None and name != "native_id"}
    fields["event_id"] = _own_id(source_of(record), record)
    return fields


def _own_id(source: str, record: Record) -> Any:
    """A hash; an id that is none at all is left for the schema to refuse."""
    if (event_id := record.get("event_id")) is not None:
        return event_id_as_hash(source, event_id) if isinstance(event_id, str) and event_id else event_id
    if (native_id := record.get("native_id")) is None:
        return whole_record_id(source, record)
    try:
        return event_id_of(source, as_string(native_id))
    except (TypeError, ValueError):
        raise InvalidEvent("native_id", "wrong_type", "cannot be read as an identifier") from None


def source_of(record: Record) -> str:
    """The record's own `source`, where it has one."""
    source = record.get("source")
    return source if isinstance(source, str) else ""
