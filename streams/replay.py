"""A dead letter as the message that it was: through the door that refused it once more, or as a line to be mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from schemas.dead_letter import DeadLetter
from schemas.errors import InvalidEvent
from schemas.parse import parse_event
from schemas.topics import DEAD_LETTERS, RAW, SCORED
from streams.batch import PARSERS
from streams.cells import typed
from streams.events import source_of, to_event
from streams.mapping import Map
from streams.outbox import Message
from streams.record_types import RecordType
from streams.rows import Record, TextRecord

DOORS: dict[str, Callable[[bytes | None, datetime], Any]] = {RAW: parse_event, **PARSERS}
"""How a worker reads each topic, whose messages it refuses."""


class Door(NamedTuple):
    """How rows that a push refused become events this time; of what workers refused, the topic says it."""

    map_: Map | None
    type_: RecordType
    history: bool


def message_of(letter: DeadLetter, door: Door) -> Message:
    """What is sent again, its topic as declared. Raises InvalidEvent for what would be refused again.

    A row's receipt is when it was refused: what the same source corrected since then stays the newer one.
    """
    if letter.stage == "push":
        row = _row(letter)
        event_id, payload = to_event(row, door.map_, door.history, door.type_, received_at=letter.failed_at)
        return Message(door.type_.topic, event_id.encode(), payload, mark=letter)
    if letter.origin not in DOORS:
        raise InvalidEvent("", "unmapped", "comes from a topic that nobody reads any more")
    parsed = DOORS[letter.origin](letter.payload, datetime.now(UTC))
    return Message(letter.origin, _key(letter.origin, parsed).encode(), letter.payload, mark=letter)


def line_of(letter: DeadLetter, type_: RecordType) -> bytes:
    """The record as `earshot push` takes it, in one line of JSON; of what is none, its text as a JSON string."""
    try:
        record = _row(letter)
    except InvalidEvent:
        return msgspec.json.encode(letter.payload.decode("utf-8", "backslashreplace"))
    if letter.origin == SCORED:
        record = record.get("event", record)
    if isinstance(record, TextRecord) and source_of(record) == letter.source:
        record = _readable(record, type_)
    return msgspec.json.encode(record)


def _row(letter: DeadLetter) -> Record:
    """A row of text alone is read as CSV's. Raises InvalidEvent for what is no record, as it was raised before."""
    try:
        record = msgspec.json.decode(letter.payload, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InvalidEvent(letter.field, letter.reason, letter.detail) from None
    return TextRecord(record) if all(isinstance(value, str) for value in record.values()) else record


def _readable(record: TextRecord, type_: RecordType) -> Record:
    """With numbers and truth values where the cells hold such, for JSON has them; what cannot be read stays text."""
    read: Record = {}
    for name, cell in record.items():
        try:
            read |= typed({name: cell}, type_)
        except InvalidEvent:
            read[name] = cell
    return read


def _key(topic: str, parsed: Any) -> str:
    if topic == DEAD_LETTERS:
        return str(parsed.dead_letter_id)
    return str(parsed.event.event_id if topic == SCORED else parsed.event_id)
