"""A record becomes an event's bytes: identified, stamped once, checked."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from schemas.errors import InvalidEvent
from schemas.identity import event_id_of
from streams.events import to_event
from streams.map_files import find_map
from streams.record_types import CASE, FACT


def record(**changes: Any) -> dict[str, Any]:
    return {
        "source": "shop",
        "kind": "review",
        "channel": "web",
        "brand": "Alder Post",
        "occurred_at": "2026-10-01T10:00:00Z",
        "text": "Late again.",
    } | changes


def test_it_is_stamped_with_its_receipt_whatever_the_record_says() -> None:
    event = json.loads(to_event(record(received_at="2020-01-01T00:00:00Z"), None, history=False)[1])
    assert datetime.now(UTC) - datetime.fromisoformat(event["received_at"]) < timedelta(minutes=1)


def test_its_id_is_its_own_or_of_its_native_id_or_of_all_of_it() -> None:
    assert to_event(record(event_id="anna@example.org"), None, history=False)[0] == event_id_of(
        "shop", "anna@example.org"
    )
    assert to_event(record(native_id=7), None, history=False)[0] == event_id_of("shop", "7")
    assert to_event(record(native_id="7"), None, history=False)[0] == event_id_of("shop", "7")
    same, other = record(), record(text="Late.")
    ids = [to_event(one, None, history=False)[0] for one in (same, dict(same), other)]
    assert ids[0] == ids[1] != ids[2]


def test_an_id_that_a_record_brings_becomes_a_hash_and_stays_the_same_when_the_event_is_pushed_again() -> None:
    first, payload = to_event(record(event_id="Anna Nowak, 555 0100" * 9), None, history=False)
    assert b"Anna" not in payload
    assert to_event(json.loads(payload), None, history=False)[0] == first


@pytest.mark.parametrize(("event_id", "reason"), [("", "empty"), (7, "wrong_type"), (["a"], "wrong_type")])
def test_what_is_no_id_is_refused_and_never_one_id_of_many_events(event_id: Any, reason: str) -> None:
    with pytest.raises(InvalidEvent) as refused:
        to_event(record(event_id=event_id), None, history=False)
    assert (refused.value.field, refused.value.reason) == ("event_id", reason)


def test_history_admits_what_is_old_and_never_what_has_no_date() -> None:
    old = record(occurred_at="2009-01-01T00:00:00Z")
    assert json.loads(to_event(old, None, history=True)[1])["history"] is True
    for occurred_at, history in (("2009-01-01T00:00:00Z", False), ("1970-01-01T00:00:00Z", True)):
        with pytest.raises(InvalidEvent) as refused:
            to_event(record(occurred_at=occurred_at), None, history=history)
        assert (refused.value.field, refused.value.reason) == ("occurred_at", "bad_date")


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"source": None}, "source", "missing_field"),
        ({"schema_version": 2}, "schema_version", "unknown_version"),
        ({"native_id": ["a"]}, "native_id", "wrong_type"),
        ({"occurred_at": datetime(2026, 10, 1, 10)}, "occurred_at", "naive_time"),  # noqa: DTZ001 - that is the point
        ({"rating": object()}, "", "wrong_type"),
    ],
)
def test_what_breaks_the_schema_names_its_field(changes: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(InvalidEvent) as refused:
        to_event(record(native_id=1) | changes, None, history=False)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_a_map_and_a_row_make_an_event() -> None:
    row = {"id": "1", "time": "2025-06-25", "brand": "Bank", "rating": "5", "text": "خوب"}
    event = json.loads(to_event(row, find_map("review_bank_apps_fa"), history=False)[1])
    assert (event["rating"], event["rating_min"], event["rating_max"]) == (5.0, 1.0, 5.0)
    assert event["occurred_at"] == "2025-06-25T00:00:00Z"


def test_of_a_case_or_a_fact_only_the_fields_of_its_schema_are_sent() -> None:
    always = {"source": "desk", "native_id": 1, "brand": "Alder Post", "occurred_at": "2026-10-01T10:00:00Z"}
    letter = {"letter": "They were rude to me."}
    step = to_event(always | letter | {"case_id": "C-1", "stage": "received"}, None, history=False, type_=CASE)[1]
    fact = to_event(always | letter | {"kind": "policy_change", "name": "Returns"}, None, history=False, type_=FACT)[1]
    assert b"rude" not in step + fact
    assert (json.loads(step)["stage"], json.loads(fact)["kind"]) == ("received", "policy_change")
    for payload in (step, fact):
        assert json.loads(payload)["event_id"] == event_id_of("desk", "1")
        assert datetime.now(UTC) - datetime.fromisoformat(json.loads(payload)["received_at"]) < timedelta(minutes=1)
