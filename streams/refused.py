"""What was refused, as a dead letter: the bytes as they came, where from, which field and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from schemas.dead_letter import DeadLetter, Stage
from schemas.errors import InvalidEvent
from schemas.identity import dead_letter_id_of, event_id_as_hash

MAX_KEPT_BYTES = 2_900_000
"""In base64, and beside what is said of it, a payload of this size still fits the topic (4 MiB)."""


def in_column(field: str, column: str) -> str:
    """`csat (how_satisfied)`: a field with the column that a map reads it from, where that is another name."""
    return f"{field} ({column})" if column else field


_ID = re.compile(r"[!-~]{1,128}")


class _Named(msgspec.Struct, frozen=True):
    event_id: str = ""
    source: str = ""


class _Peek(_Named, frozen=True):
    event: _Named = _Named()


@dataclass(frozen=True)
class Position:
    """Where a refused message was: in a topic, or on a line of what a source pushed."""

    origin: str
    partition: int | None = None
    offset: int | None = None
    line: int | None = None
    nth: int = 1
    """Which of several equal rows of the same source it is: equal rows are kept apart, the same file is not."""

    def __str__(self) -> str:
        return f"{self.partition}:{self.offset}" if self.offset is not None else f"#{self.nth}"


def dead_letter(
    error: InvalidEvent, payload: bytes | None, *, stage: Stage, at: Position, failed_at: datetime
) -> DeadLetter:
    """The dead letter of one refused message; its id is the same whenever the same message is refused again."""
    whole = payload or b""
    kept, detail = whole, error.detail
    if len(whole) > MAX_KEPT_BYTES:
        kept, detail = whole[:MAX_KEPT_BYTES], f"{detail}; only the first {MAX_KEPT_BYTES} bytes are kept"
    named = _names_in(whole)
    return DeadLetter(
        schema_version=1,
        dead_letter_id=dead_letter_id_of(at.origin, whole, str(at)),
        stage=stage,
        origin=at.origin[:256],
        partition=at.partition,
        offset=at.offset,
        line=at.line,
        event_id=_shown(named["event_id"], named["source"], stage),
        source=named["source"][:64],
        field=error.field[:256],
        reason=error.reason,
        detail=detail[:1024],
        payload=kept,
        failed_at=failed_at,
    )


def _shown(event_id: str, source: str, stage: Stage) -> str:
    """The event's id as the views have it: of what is no id nothing, for it may be what somebody wrote."""
    if event_id and stage == "push":
        return event_id_as_hash(source, event_id)
    return event_id if _ID.fullmatch(event_id) else ""


def unlandable(topic: str, row: Any, error: Exception, failed_at: datetime) -> DeadLetter:
    """What keeps its schema and no column can hold: named by its id where it has one, its bytes made anew."""
    refused = InvalidEvent("", "wrong_type", f"cannot be landed ({type(error).__name__})")
    return dead_letter(refused, msgspec.json.encode(row), stage="land", at=Position(topic), failed_at=failed_at)


def encode(letter: DeadLetter) -> tuple[bytes, bytes]:
    """Key and value for the dead-letter topic."""
    return letter.dead_letter_id.encode(), msgspec.json.encode(letter)


def _names_in(payload: bytes) -> Mapping[str, str]:
    """The event's id and source, where a broken payload still tells them."""
    try:
        peek = msgspec.json.decode(payload, type=_Peek)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {"event_id": "", "source": ""}
    named = peek if peek.event_id else peek.event
    return {"event_id": named.event_id, "source": named.source}
