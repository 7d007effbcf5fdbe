"""Messages of feedback.raw to what comes of them: the bytes of a scored event, or a dead letter, of each. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from schemas.dead_letter import DeadLetter
from schemas.errors import InvalidEvent
from schemas.feedback import FeedbackEvent
from schemas.limits import MAX_GENERATION
from schemas.parse import mend_surrogates, parse_event
from schemas.scored import ScoredEnvelope, Scores
from schemas.topics import GENERATION_HEADER
from streams.refused import Position, dead_letter
from streams.scoring import Ask, Scorer
from streams.scoring.ratings import rating_score

_DIGITS = len(str(MAX_GENERATION))
_encode = msgspec.json.Encoder().encode

Headers = Sequence[tuple[str, bytes | None]]


class Message(NamedTuple):
    """What is read of a record of feedback.raw."""

    payload: bytes | None
    headers: Headers
    at: Position


class Scored(NamedTuple):
    """Key and value for feedback.scored."""

    key: bytes
    value: bytes


def score_messages(messages: Sequence[Message], scorer: Scorer, now: datetime) -> list[Scored | DeadLetter]:
    """One of the two for each, in order, whatever the bytes."""
    parsed = [_parse(message, now) for message in messages]
    scores = iter(_scores([each for each in parsed if isinstance(each, _Parsed)], scorer, now))
    return [
        _result(message, each, next(scores), now) if isinstance(each, _Parsed) else _refused(message, each, now)
        for message, each in zip(messages, parsed, strict=True)
    ]


def generation_of(headers: Headers) -> int:
    """Which rescore the message belongs to; 0 where it is none. Raises InvalidEvent."""
    said = [value or b"" for name, value in headers if name == GENERATION_HEADER]
    if not said:
        return 0
    number = int(said[-1]) if said[-1].isdigit() and len(said[-1]) <= _DIGITS else 0
    if not 1 <= number <= MAX_GENERATION:
        detail = f"is a header that holds no number from 1 to {MAX_GENERATION}"
        raise InvalidEvent(GENERATION_HEADER, "out_of_range", detail)
    return number


class _Parsed(NamedTuple):
    event: FeedbackEvent
    generation: int


def _parse(message: Message, now: datetime) -> _Parsed | InvalidEvent:
    try:
        return _Parsed(parse_event(message.payload, now), generation_of(message.headers))
    except InvalidEvent as error:
        return error


def _scores(parsed: Sequence[_Parsed], scorer: Scorer, now: datetime) -> list[Scores | InvalidEvent]:
    """Scoring is total; should one text prove otherwise, it is that text which stops, not the rest of the stream."""
    asks = [Ask(it.text, it.language_hint, it.brand, rating_score(it)) for it, _ in parsed]
    try:
        return [*scorer.score_many(asks, now)]
    except Exception as error:  # noqa: BLE001 - the type is told, the message could quote the text
        if len(parsed) == 1:
            return [InvalidEvent("text", "unreadable_record", f"cannot be scored ({type(error).__name__})")]
        return [found for each in parsed for found in _scores([each], scorer, now)]


def _refused(message: Message, error: InvalidEvent, now: datetime) -> DeadLetter:
    return dead_letter(error, message.payload, stage="score", at=message.at, failed_at=now)


def _result(message: Message, parsed: _Parsed, scores: Scores | InvalidEvent, now: datetime) -> Scored | DeadLetter:
    if isinstance(scores, InvalidEvent):
        return _refused(message, scores, now)
    if parsed.generation:
        scores = msgspec.structs.replace(scores, generation=parsed.generation)
    raw = message.payload or b""
    if b"\\u" in raw:
        raw = mend_surrogates(raw)  # what parsing saw is what goes on
    return Scored(parsed.event.event_id.encode(), _encode(ScoredEnvelope(event=msgspec.Raw(raw), scores=scores)))
