"""One message of feedback.raw to what comes of it: the bytes of a scored event, or a dead letter. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec

from schemas.dead_letter import DeadLetter
from schemas.errors import InvalidEvent
from schemas.feedback import FeedbackEvent
from schemas.parse import mend_surrogates, parse_event
from schemas.scored import ScoredEnvelope, Scores
from streams.refused import Position, dead_letter
from streams.scoring import Scorer

_encode = msgspec.json.Encoder().encode


class Scored(NamedTuple):
    """Key and value for feedback.scored."""

    key: bytes
    value: bytes


def score_message(payload: bytes | None, at: Position, scorer: Scorer, now: datetime) -> Scored | DeadLetter:
    """Total: whatever the bytes, one of the two."""
    try:
        event = parse_event(payload, now)
        scores = _scores(event, scorer, now)
    except InvalidEvent as error:
        return dead_letter(error, payload, stage="score", at=at, failed_at=now)
    raw = payload or b""
    if b"\\u" in raw:
        raw = mend_surrogates(raw)  # what parsing saw is what goes on
    return Scored(event.event_id.encode(), _encode(ScoredEnvelope(event=msgspec.Raw(raw), scores=scores)))


def _scores(event: FeedbackEvent, scorer: Scorer, now: datetime) -> Scores:
    """Scoring is total; should one text prove otherwise, it is that text which stops, not the stream."""
    try:
        return scorer.score(event.text, event.language_hint, event.brand, now)
    except Exception as error:  # noqa: BLE001 - the type is told, the message could quote the text
        raise InvalidEvent("text", "unreadable_record", f"cannot be scored ({type(error).__name__})") from None
