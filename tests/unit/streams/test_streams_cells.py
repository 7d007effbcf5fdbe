"""A CSV file with an event's columns needs no map: empty is not said, and numbers are read or refused."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import InvalidEvent
from schemas.identity import event_id_from, event_id_of
from streams.events import to_event
from streams.fields import fields_of
from streams.readers import read_rows
from streams.record_types import CASE, FACT, FEEDBACK, RecordType
from streams.rows import Record, TextRecord, Unreadable

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


def test_every_number_and_truth_value_of_an_event_is_known() -> None:
    told = {name for name, holds in fields_of(FEEDBACK).items() if holds.kind is not datetime}
    assert told == {"nps", "csat", "ces", "rating", "rating_min", "rating_max", "history", "schema_version"}
    assert "text" not in fields_of(FEEDBACK)


def cells(type_: RecordType, **said: str) -> dict[str, Any]:
    """The event that a CSV row makes."""
    always = {"source": "crm", "native_id": "1", "brand": "Alder Post", "occurred_at": "2026-10-01T10:00:00Z"}
    event: dict[str, Any] = json.loads(to_event(TextRecord(always | said), None, history=False, type_=type_)[1])
    return event


@pytest.mark.parametrize(("cell", "expected"), [("yes", "yes"), ("0.5", 0.5), ("1", 1.0)])
def test_a_cell_that_may_be_a_number_or_a_word_is_either(cell: str, expected: str | float) -> None:
    assert cells(FACT, kind="audit_answer", question_id="q1", answer=cell, unit="")["answer"] == expected


def test_cells_of_a_case_are_read_as_its_schema_says() -> None:
    event = cells(CASE, case_id="7", stage="resolved", first_contact="true", severity="")
    assert (event["first_contact"], event["case_id"]) == (True, "7")
    assert "severity" not in event


@pytest.mark.parametrize(
    ("type_", "said", "field", "reason"),
    [
        (CASE, {"case_id": "7", "stage": "resolved", "first_contact": "perhaps"}, "first_contact", "wrong_type"),
        (CASE, {"case_id": "7", "stage": "solved"}, "stage", "not_allowed"),
        (FACT, {"kind": "customers", "value": "many"}, "value", "wrong_type"),
        (FACT, {"kind": "belief_score", "sample_size": "1" * 400}, "sample_size", "wrong_type"),
        (FACT, {"kind": "audit_answer", "question_id": "q1", "answer": "maybe"}, "answer", "not_allowed"),
    ],
)
def test_a_cell_of_a_case_or_a_fact_that_does_not_fit_names_its_field(
    type_: RecordType, said: dict[str, str], field: str, reason: str
) -> None:
    with pytest.raises(InvalidEvent) as refused:
        cells(type_, **said)
    assert (refused.value.field, refused.value.reason) == (field, reason)


@pytest.mark.parametrize(
    ("field", "cell", "says"),
    [("nps", "9.5", "nps: is not a whole number"), ("rating", "high", "rating: is not a number")],
)
def test_a_cell_that_cannot_be_read_is_refused_in_plain_words(field: str, cell: str, says: str) -> None:
    with pytest.raises(InvalidEvent, match=f"^{says}$"):
        event_of(TextRecord(row("1") | {field: cell}))
