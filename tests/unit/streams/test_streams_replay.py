"""A dead letter goes back through the door that refused it, or into a line that can be mended."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schemas.dead_letter import DeadLetter
from schemas.errors import InvalidEvent
from schemas.identity import event_id_of
from schemas.topics import CASES, DEAD_LETTERS, FACTS, RAW, SCORED
from streams.map_files import load_map
from streams.record_types import FACT, FEEDBACK
from streams.replay import Door, line_of, message_of
from tests.fixtures import made
from tests.fixtures.made import NOON, dead_letter
from tests.fixtures.messages import good

OWN = Door(None, FEEDBACK, history=False)
ROW = {"source": "shop", "native_id": "7", "kind": "review", "channel": "web", "brand": "Alder Post", "text": "Late."}
ROW |= {"occurred_at": "2026-05-30T10:00:00Z"}


def pushed(row: Any, **changes: Any) -> DeadLetter:
    """A row that a push refused; the bytes are those that a push keeps."""
    payload = row if isinstance(row, bytes) else json.dumps(row).encode()
    told = {"stage": "push", "origin": "shop", "source": "shop", "line": 4, "partition": None, "offset": None}
    return dead_letter(payload=payload, **told | changes)


def test_a_row_that_a_push_refused_is_an_event_of_the_day_on_which_it_came() -> None:
    message = message_of(pushed(ROW), OWN)
    event = json.loads(message.value)
    assert (message.topic, message.key.decode()) == (RAW, event_id_of("shop", "7"))
    assert datetime.fromisoformat(event["received_at"]) == NOON, "what was corrected since then is newer"


def test_a_row_that_a_map_made_goes_through_a_map_again(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(
        "constants: {source: shop, kind: review, channel: web, brand: Alder Post}\n"
        "native_id: no\nfields: {text: said, occurred_at: {path: at, date: '%d.%m.%Y', zone: UTC}}\n"
    )
    door = OWN._replace(map_=load_map(tmp_path / "shop.yaml"))
    message = message_of(pushed({"no": "7", "said": "Late.", "at": "30.05.2026"}), door)
    assert message.key.decode() == event_id_of("shop", "7")


def test_a_row_of_csv_has_its_numbers_read_again() -> None:
    event = json.loads(message_of(pushed(ROW | {"nps": "9", "csat": ""}), OWN).value)
    assert (event["nps"], "csat" in event) == (9, False)


@pytest.mark.parametrize(
    ("origin", "thing", "key"),
    [
        (RAW, json.loads(good("a-1")), "a-1"),
        (SCORED, made.scored("s1"), "s1"),
        (CASES, made.case("k1"), "k1"),
        (FACTS, made.fact("f1"), "f1"),
        (DEAD_LETTERS, made.dead_letter("d7"), "d7"),
    ],
    ids=[RAW, SCORED, CASES, FACTS, DEAD_LETTERS],
)
def test_what_a_worker_refused_and_reads_now_goes_onto_its_topic_byte_for_byte(
    origin: str, thing: Any, key: str
) -> None:
    payload = msgspec.json.encode(thing)
    stage = "score" if origin == RAW else "land"
    message = message_of(dead_letter(stage=stage, origin=origin, payload=payload), OWN)
    assert (message.topic, message.key, message.value) == (origin, key.encode(), payload)


def test_what_is_still_wrong_is_refused_with_its_field() -> None:
    letters = [
        pushed(ROW | {"occurred_at": "2026-05-30T10:00:00"}),
        dead_letter(payload=good(occurred_at="2026-05-30T10:00:00")),
    ]
    for letter in letters:
        with pytest.raises(InvalidEvent) as refused:
            message_of(letter, OWN)
        assert (refused.value.field, refused.value.reason) == ("occurred_at", "naive_time")


@pytest.mark.parametrize("raw", [b'3,"oops', b"\xff", b"[1]"])
def test_what_is_no_record_is_refused_as_it_was(raw: bytes) -> None:
    with pytest.raises(InvalidEvent) as refused:
        message_of(pushed(raw, reason="unreadable_record", detail="is not well-formed CSV"), OWN)
    assert (refused.value.reason, refused.value.detail) == ("unreadable_record", "is not well-formed CSV")


def test_a_topic_that_nobody_reads_takes_nothing() -> None:
    with pytest.raises(InvalidEvent, match="nobody reads"):
        message_of(dead_letter(origin="feedback.old", payload=good()), OWN)


@pytest.mark.parametrize(
    ("letter", "line"),
    [
        (pushed(ROW | {"nps": "9", "csat": "bad"}), ROW | {"nps": 9, "csat": "bad"}),
        (pushed({"no": "7", "csat": "3"}), {"no": "7", "csat": "3"}),
        (dead_letter(payload=good("a-1")), json.loads(good("a-1"))),
        (
            dead_letter(stage="land", origin=SCORED, payload=msgspec.json.encode(made.scored("s1"))),
            json.loads(msgspec.json.encode(made.event("s1"))),
        ),
        (pushed(b'3,"oops\n4,\xff'), '3,"oops\n4,\\xff'),
    ],
    ids=["own columns", "a map's columns", "an event", "a scored event", "no record"],
)
def test_a_line_to_be_mended_is_what_a_push_takes(letter: DeadLetter, line: Any) -> None:
    written = line_of(letter, FEEDBACK)
    assert json.loads(written) == line
    assert b"\n" not in written


def test_a_line_of_facts_has_the_numbers_of_facts() -> None:
    row = {"source": "shop", "kind": "customers", "value": "120"}
    assert json.loads(line_of(pushed(row), FACT)) == row | {"value": 120.0}
