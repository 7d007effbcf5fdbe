"""What a fact's types cannot say: what its kind needs, and that its numbers and times agree. Raises InvalidEvent."""

from __future__ import annotations

from datetime import datetime

from schemas.checks import check_occurrence
from schemas.errors import InvalidEvent
from schemas.fact import COUNTED, NEEDED, OR, PLANNED, SPANS, BusinessFact
from schemas.limits import EARLIEST, MAX_PLANNED


def check_fact(fact: BusinessFact, now: datetime) -> None:
    """`now` bounds received_at, which bounds the other times. Raises InvalidEvent that names the field."""
    for needed in NEEDED[fact.kind]:
        _check_said(fact, needed)
    check_occurrence(fact, now)
    _check_planned(fact)
    _check_spans(fact)
    _check_numbers(fact)


def _check_said(fact: BusinessFact, needed: str) -> None:
    fields = needed.split(OR)
    if all(getattr(fact, field) in (None, "") for field in fields):
        others = "".join(f"or {field} " for field in fields[1:])
        raise InvalidEvent(fields[0], "missing_field", f"{others}is needed with the kind {fact.kind}")


def _check_planned(fact: BusinessFact) -> None:
    for field in PLANNED:
        moment = getattr(fact, field)
        try:
            if moment is None or (moment >= EARLIEST and moment - fact.received_at <= MAX_PLANNED):
                continue
        except OverflowError:  # a time at the very end of the calendar has no neighbour in UTC
            pass
        years = MAX_PLANNED.days // 366
        raise InvalidEvent(field, "bad_date", f"lies before {EARLIEST:%Y} or more than {years} years ahead")


def _check_spans(fact: BusinessFact) -> None:
    for first, last in SPANS:
        begins, ends = getattr(fact, first), getattr(fact, last)
        if begins is not None and ends is not None and ends < begins:
            raise InvalidEvent(last, "contradiction", f"lies before {first}")
    if fact.period_start is not None and fact.period_start == fact.period_end:
        raise InvalidEvent("period_end", "contradiction", "is not after period_start")


def _check_numbers(fact: BusinessFact) -> None:
    if fact.kind in COUNTED and fact.value is not None and fact.value < 0:
        raise InvalidEvent("value", "out_of_range", f"is below 0 in the kind {fact.kind}")
    for field, price in (("old_price", fact.old_price), ("new_price", fact.new_price)):
        if price is not None and price < 0:
            raise InvalidEvent(field, "out_of_range", "is below 0")
    if fact.scale_min is None or fact.scale_max is None:
        return
    if not fact.scale_min < fact.scale_max:
        raise InvalidEvent("scale_max", "contradiction", "is not above scale_min")
    if fact.value is not None and not fact.scale_min <= fact.value <= fact.scale_max:
        raise InvalidEvent("value", "out_of_range", "lies outside its own scale")
