"""What an event's types cannot say: dates, scales, sizes in bytes, and that something was said. Raises InvalidEvent."""

from __future__ import annotations

from datetime import datetime

from schemas.case import CaseEvent
from schemas.errors import InvalidEvent
from schemas.fact import BusinessFact
from schemas.feedback import FeedbackEvent
from schemas.limits import EARLIEST, MAX_AGE, MAX_AHEAD, MAX_TEXT_BYTES

_TOO_OLD = "lies over five years back; if that is meant, push with --history, or say it in the field history"


def check_event(event: FeedbackEvent, now: datetime) -> None:
    """Feedback: `now` bounds received_at, which bounds the others. Raises InvalidEvent."""
    # a character takes four bytes at most: few texts need to be encoded to be measured
    if len(event.text) * 4 > MAX_TEXT_BYTES and len(event.text.encode("utf-8", "replace")) > MAX_TEXT_BYTES:
        raise InvalidEvent("text", "too_long", f"is longer than {MAX_TEXT_BYTES} bytes")
    if event.rating is not None or event.rating_min is not None or event.rating_max is not None:
        _check_rating(event)
    elif event.nps is None and event.csat is None and event.ces is None and not event.text.strip():
        raise InvalidEvent("text", "empty", "is empty and there is no rating or survey answer")
    check_occurrence(event, now)
    if event.reply_at is not None:
        check_stamp("reply_at", event.reply_at, now)


def check_case(event: CaseEvent, now: datetime) -> None:
    """A step of a case. Raises InvalidEvent."""
    check_occurrence(event, now)


def check_occurrence(event: FeedbackEvent | CaseEvent | BusinessFact, now: datetime) -> None:
    """When it occurred and when it was received. Raises InvalidEvent."""
    try:
        if event.occurred_at < EARLIEST:
            raise InvalidEvent("occurred_at", "bad_date", f"lies before {EARLIEST:%Y}: a missing date")
        check_stamp("received_at", event.received_at, now)
        if event.occurred_at - event.received_at > MAX_AHEAD:
            raise InvalidEvent("occurred_at", "bad_date", "lies more than a day after its receipt")
        if not event.history and event.received_at - event.occurred_at > MAX_AGE:
            raise InvalidEvent("occurred_at", "bad_date", _TOO_OLD)
    except OverflowError:  # a time at the very end of the calendar has no neighbour in UTC
        raise InvalidEvent("occurred_at", "bad_date", "lies outside the calendar") from None


def check_stamp(field: str, moment: datetime, now: datetime) -> None:
    """A moment from 1990 to a day ahead of `now`. Raises InvalidEvent."""
    try:
        if moment >= EARLIEST and moment - now <= MAX_AHEAD:
            return
    except OverflowError:
        pass
    raise InvalidEvent(field, "bad_date", f"lies before {EARLIEST:%Y} or more than a day ahead")


def _check_rating(event: FeedbackEvent) -> None:
    if event.rating is None:
        raise InvalidEvent("rating", "missing_field", "is missing although its scale is given")
    if event.rating_min is None or event.rating_max is None:
        raise InvalidEvent(
            "rating_max" if event.rating_max is None else "rating_min", "missing_field", "is needed with a rating"
        )
    if not event.rating_min < event.rating_max:
        raise InvalidEvent("rating_max", "contradiction", "is not above rating_min")
    if not event.rating_min <= event.rating <= event.rating_max:
        raise InvalidEvent("rating", "out_of_range", "lies outside its own scale")
