"""A CSV file with an event's columns needs no map: empty is not said, and numbers are read or refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import InvalidEvent
from schemas.feedback import FeedbackEvent
from schemas.identity import event_id_from, event_id_of
from streams.cells import READ_AS
from streams.events import to_event
from streams.readers import read_rows
from streams.rows import Record, Unreadable

FILE = Path(__file__).parents[2] / "data/rows/events.csv"


def row(native_id: str) -> Record:
    for _, record in read_rows(str(FILE)):
        assert not isinstance(record, Unreadable)
        if record["native_id"] == native_id:
            return record
    raise AssertionError("no such row")


def event_of(record: Record) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(to_event(record, None, history=False)[1])
    return event


@pytest.mark.parametrize(
    ("native_id", "said"),
    [
        ("1", {"nps": 9}),
        (
            "2",
            {
                "text": "Late, again.",
                "rating": 2.5,
                "rating_min": 1.0,
                "rating_max": 5.0,
                "reply_at": "2026-10-02T08:00:00+02:00",
            },
        ),
        ("3", {"text": "Long ago.", "csat": 4, "ces": 3, "history": True, "handled_by": "human"}),
    ],
)
def test_what_a_row_says_is_in_its_event_and_nothing_else(native_id: str, said: dict[str, Any]) -> None:
    event = event_of(row(native_id))
    always = {"schema_version", "event_id", "source", "kind", "channel", "brand", "occurred_at", "received_at"}
    assert {name: value for name, value in event.items() if name not in always} == said
    assert event["event_id"] == event_id_of("own_columns", native_id)


@pytest.mark.parametrize(
    ("native_id", "field", "reason"),
    [
        ("4", "nps", "wrong_type"),
        ("5", "nps", "out_of_range"),
        ("6", "rating", "wrong_type"),
        ("7", "csat", "wrong_type"),
        ("8", "history", "wrong_type"),
        ("9", "brand", "missing_field"),
    ],
)
def test_a_cell_that_does_not_fit_names_its_field(native_id: str, field: str, reason: str) -> None:
    with pytest.raises(InvalidEvent) as refused:
        to_event(row(native_id), None, history=False)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_an_empty_native_id_is_none_and_the_whole_row_is_the_identity() -> None:
    said = {name: cell for name, cell in row("").items() if cell}
    assert event_of(row(""))["event_id"] == event_id_from("own_columns", said)


def test_records_that_know_numbers_are_left_as_they_are() -> None:
    with pytest.raises(InvalidEvent) as refused:
        to_event({name: cell for name, cell in row("1").items() if cell}, None, history=False)
    assert refused.value.field == "nps"


def test_every_number_and_truth_value_of_an_event_is_read() -> None:
    texts = {name for name in FeedbackEvent.__struct_fields__ if name not in READ_AS}
    assert {"nps", "csat", "ces", "rating", "rating_min", "rating_max", "history", "schema_version"} == set(READ_AS)
    assert {"text", "reply_at", "handled_by", "attributes"} <= texts
