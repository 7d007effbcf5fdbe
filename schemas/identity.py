"""Identifiers that come out the same however often the same thing is sent."""

from __future__ import annotations

import re
from hashlib import blake2b

import msgspec

SEPARATOR = b"\x1f"
_HASH = re.compile(r"[0-9a-f]{32}")
_canonical = msgspec.json.Encoder(order="deterministic")


def digest_of(*parts: str | bytes) -> str:
    """32 hex digits over the parts, each kept apart from the next."""
    joined = SEPARATOR.join(part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts)
    return blake2b(joined, digest_size=16).hexdigest()


def event_id_of(source: str, native_id: str) -> str:
    """The id of an event that its source already names. A hash: sources put names and numbers of people into ids."""
    return digest_of("event", source, native_id)


def event_id_as_hash(source: str, event_id: str) -> str:
    """The id that a record brings for itself: kept if it is such a hash, else made one, as a source's own is."""
    return event_id if _HASH.fullmatch(event_id) else event_id_of(source, event_id)


def event_id_from(source: str, record: object) -> str:
    """The id of an event whose source has no id: the same record is the same event."""
    return digest_of("record", source, _canonical.encode(record))


def dead_letter_id_of(origin: str, payload: bytes, position: str) -> str:
    """The id of a refused message; `position` tells equal payloads apart (offset, or the nth of its kind)."""
    return digest_of("dead", origin, position, payload)
