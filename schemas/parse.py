"""Bytes to events: either the event or `InvalidEvent` that names the field; never another error, whatever the bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec

from schemas.case import CaseEvent
from schemas.checks import check_case, check_event, check_stamp
from schemas.dead_letter import DeadLetter
from schemas.errors import InvalidEvent, Reason
from schemas.fact import BusinessFact
from schemas.fact_checks import check_fact
from schemas.feedback import FeedbackEvent
from schemas.limits import MAX_MESSAGE_BYTES
from schemas.scored import ScoredEvent

_decode_event = msgspec.json.Decoder(FeedbackEvent).decode
_decode_scored = msgspec.json.Decoder(ScoredEvent).decode
_decode_case = msgspec.json.Decoder(CaseEvent).decode
_decode_fact = msgspec.json.Decoder(BusinessFact).decode
_decode_dead_letter = msgspec.json.Decoder(DeadLetter).decode

Model = TypeVar("Model")
_LONE_SURROGATE = re.compile(
    rb"(?<!\\)((?:\\\\)*)(?:(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


def parse_event(payload: bytes | None, now: datetime) -> FeedbackEvent:
    """The event in `payload`; `now` bounds received_at. Raises InvalidEvent."""
    event = _decode(_decode_event, payload)
    check_event(event, now)
    return event


def parse_scored(payload: bytes | None, now: datetime) -> ScoredEvent:
    """The scored event in `payload`; its event is held to the same bounds. Raises InvalidEvent."""
    scored = _decode(_decode_scored, payload, limit=2 * MAX_MESSAGE_BYTES)
    check_event(scored.event, now)
    check_stamp("scores.scored_at", scored.scores.scored_at, now)
    return scored


def parse_case(payload: bytes | None, now: datetime) -> CaseEvent:
    """The step of a case in `payload`; `now` bounds received_at. Raises InvalidEvent."""
    event = _decode(_decode_case, payload)
    check_case(event, now)
    return event


def parse_fact(payload: bytes | None, now: datetime) -> BusinessFact:
    """The fact in `payload`; `now` bounds received_at. Raises InvalidEvent."""
    fact = _decode(_decode_fact, payload)
    check_fact(fact, now)
    return fact


def parse_dead_letter(payload: bytes | None, now: datetime) -> DeadLetter:
    """The dead letter in `payload`; `now` bounds failed_at. Raises InvalidEvent."""
    letter = _decode(_decode_dead_letter, payload, limit=4 * MAX_MESSAGE_BYTES)
    check_stamp("failed_at", letter.failed_at, now)
    return letter


def _decode(decode: Callable[[bytes], Model], payload: bytes | None, limit: int = MAX_MESSAGE_BYTES) -> Model:
    if payload is None:
        raise InvalidEvent("", "null_message", "is null: a tombstone or an empty message")
    if len(payload) > limit:
        raise InvalidEvent("", "too_large", f"is larger than {limit} bytes")
    try:
        return decode(payload)
    except msgspec.ValidationError as error:
        raise _unknown_version(payload) or _explain(str(error)) from None
    except UnicodeDecodeError:
        raise InvalidEvent("", "invalid_utf8", "is not valid UTF-8") from None
    except (msgspec.DecodeError, RecursionError) as error:
        mended = mend_surrogates(payload)
        if mended != payload:
            return _decode(decode, mended, limit)
        raise _malformed(payload, error) from None


def mend_surrogates(payload: bytes) -> bytes:
    """JSON in which half of a pair (an emoji that somebody cut) is the replacement character instead."""
    return _LONE_SURROGATE.sub(lambda m: m[1] + (m[2] or rb"\ufffd"), payload)


class _Versioned(msgspec.Struct, frozen=True):
    schema_version: int = 1


class _MaybeScored(_Versioned, frozen=True):
    event: _Versioned = _Versioned()


def _unknown_version(payload: bytes) -> InvalidEvent | None:
    """A newer version may break any rule of ours: that it is newer is what its producer must hear."""
    try:
        peek = msgspec.json.decode(payload, type=_MaybeScored)
    except msgspec.DecodeError:
        return None
    if peek.schema_version == peek.event.schema_version == 1:
        return None
    return InvalidEvent("schema_version", "unknown_version", "is a version that this consumer does not know")


def _malformed(payload: bytes, error: Exception) -> InvalidEvent:
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        return InvalidEvent("", "invalid_utf8", "is not valid UTF-8")
    where = re.search(r"\(byte \d+\)", str(error))
    return InvalidEvent("", "malformed_json", f"is not well-formed JSON {where[0] if where else ''}".rstrip())


_EXPLAINED: list[tuple[str, Reason, str]] = [
    (r"missing required field `(?P<field>\w+)`", "missing_field", "is missing"),
    (r"Invalid enum value", "not_allowed", "is not one of the allowed values"),
    (r"Expected `datetime` with a timezone", "naive_time", "has no offset from UTC"),
    (r"Invalid RFC3339|Timestamp is out of range", "bad_date", "is not an RFC 3339 time"),
    (r"Expected `(?P<what>[\w| ]+)` of length <= (?P<limit>\d+)", "too_long", "is longer than {limit}"),
    (r"Expected `(?P<what>[\w| ]+)` of length >= 1", "empty", "is empty"),
    (r"Expected `(?P<what>[\w| ]+)` <=? (?P<limit>-?[\d.]+)", "out_of_range", "is above {limit}"),
    (r"Expected `(?P<what>[\w| ]+)` >=? (?P<limit>-?[\d.]+)", "out_of_range", "is below {limit}"),
    (r"Expected `(?P<what>[\w| ]+)` matching regex", "not_allowed", "has characters or a form that are not allowed"),
    (r"Expected `(?P<what>[\w| ]+)`", "wrong_type", "is not {what}"),
    (r"Invalid base64", "wrong_type", "is not base64"),
]


_WORDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "a text",
    "bool": "true or false",
    "datetime": "a time",
    "object": "an object",
    "array": "a list",
}


def _in_words(types: str) -> str:
    """`int | null` as `a whole number`: that a field may be left out is said elsewhere."""
    return " or ".join(_WORDS.get(name, name) for name in types.split(" | ") if name != "null")


def _explain(message: str) -> InvalidEvent:
    """Our own sentence for the decoder's: it quotes values, and values are customers' words."""
    at = re.search(r" - at (?:`key` in )?`\$\.?([^`]*)`$", message)
    field = re.sub(r"^event($|\.)", "", at[1]) if at else ""
    for pattern, reason, detail in _EXPLAINED:
        if found := re.search(pattern, message):
            groups = found.groupdict()
            groups["what"] = _in_words(groups.get("what") or "")
            name = ".".join(filter(None, [field, groups.get("field", "")]))
            if name == "schema_version" and reason in ("not_allowed", "wrong_type"):
                return InvalidEvent(name, "unknown_version", "is a version that this consumer does not know")
            return InvalidEvent(name, reason, detail.format(**groups))
    return InvalidEvent(field, "wrong_type", "does not fit the schema")
