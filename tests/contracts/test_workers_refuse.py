"""Whatever reads a topic turns every poisonous message into one dead letter that says field and reason, and goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kafka import TopicPartition

from schemas.dead_letter import DeadLetter
from schemas.parse import parse_dead_letter, parse_scored
from schemas.scored import Scores
from schemas.topics import CASES, DEAD_LETTERS, FACTS, LANDABLE, RAW, SCORED, TOPICS
from streams.batch import PARSERS, Batch
from streams.land import INTO
from streams.refused import Position, encode
from streams.score_message import Message, Scored, score_messages
from streams.scoring import Ask
from tests.fixtures.made import scores
from tests.fixtures.messages import POISON, good, poison

NOW = datetime(2026, 10, 2, 12, tzinfo=UTC)


class OneScore:
    """Stands in for scoring: the same for every text, and none for `bad` ones."""

    def score_many(self, asks: Sequence[Ask], *_: Any) -> list[Scores]:
        if any("bad" in ask.text for ask in asks):
            raise RuntimeError("the text said so")
        return [scores(scored_at=NOW) for _ in asks]


def result(payload: bytes | None, *headers: tuple[str, bytes | None]) -> Scored | DeadLetter:
    [found] = score_messages([Message(payload, headers, Position(RAW, 3, 41))], OneScore(), NOW)  # type: ignore[arg-type]
    return found


class Record:
    def __init__(self, value: bytes | None) -> None:
        self.value, self.partition, self.offset = value, 3, 41


def in_scorer(payload: bytes | None) -> DeadLetter:
    found = result(payload)
    assert isinstance(found, DeadLetter)
    return found


def as_scored(payload: bytes | None) -> bytes | None:
    """The same poison inside of an otherwise good scored message."""
    return payload and b'{"event":' + payload + b',"scores":' + msgspec.json.encode(scores(scored_at=NOW)) + b"}"


def in_lander(payload: bytes | None, topic: str = SCORED) -> DeadLetter:
    batch = Batch()
    batch.add(topic, TopicPartition(topic, 3), [Record(payload)], NOW)
    [letter] = batch.refused
    assert batch.rows[topic] == []
    return letter


def test_whatever_the_lander_reads_it_can_parse_and_land() -> None:
    assert set(LANDABLE) == set(PARSERS) == set(INTO)


@pytest.mark.parametrize("refuse", [in_scorer, in_lander])
@pytest.mark.parametrize("case", POISON, ids=lambda case: case["says"])
def test_poison_is_a_dead_letter_that_fits_its_topic(
    case: dict[str, Any], refuse: Callable[[bytes | None], DeadLetter]
) -> None:
    payload = poison(case)
    letter = refuse(as_scored(payload) if refuse is in_lander and "set" in case else payload)
    if refuse is in_scorer or "set" in case:  # bytes that are no event break a scored message in another place
        assert (letter.field, letter.reason) == (case["field"], case["reason"])
    assert (letter.partition, letter.offset) == (3, 41)
    key, value = encode(letter)
    assert len(key) + len(value) < TOPICS[DEAD_LETTERS].max_message_bytes
    assert parse_dead_letter(value, NOW) == letter


@pytest.mark.parametrize("refuse", [in_scorer, in_lander])
def test_the_same_message_refused_again_is_the_same_dead_letter(
    refuse: Callable[[bytes | None], DeadLetter],
) -> None:
    assert refuse(b"{").dead_letter_id == refuse(b"{").dead_letter_id
    assert refuse(b"{").dead_letter_id != refuse(b"[").dead_letter_id


def test_what_the_scorer_writes_the_lander_reads_with_fields_newer_than_both() -> None:
    payload = good("e1", mood_ring="blue", text="cut \\ud83d emoji").replace(b"\\\\ud83d", b"\\ud83d")
    found = result(payload)
    assert isinstance(found, Scored)
    assert b'"mood_ring": "blue"' in found.value
    assert parse_scored(found.value, NOW).event.text == "cut \ufffd emoji"


def test_a_text_that_cannot_be_scored_stops_nothing_but_itself() -> None:
    payloads = [good("a-1"), good("a-2", text="bad"), b"{", good("a-4")]
    messages = [Message(payload, (), Position(RAW, 0, at)) for at, payload in enumerate(payloads)]
    first, letter, malformed, last = score_messages(messages, OneScore(), NOW)  # type: ignore[arg-type]
    assert isinstance(letter, DeadLetter)
    assert (letter.field, letter.event_id, letter.source, letter.offset) == ("text", "a-2", "survey", 1)
    assert "said so" not in letter.detail
    assert isinstance(malformed, DeadLetter)
    assert [each.key for each in (first, last) if isinstance(each, Scored)] == [b"a-1", b"a-4"]


@pytest.mark.parametrize(
    ("headers", "generation"),
    [
        ((), 0),
        ((("trace", b"x"),), 0),
        ((("generation", b"1"),), 1),
        ((("generation", b"3"), ("generation", b"1048575")), 1_048_575),
    ],
)
def test_the_header_of_a_rescore_is_the_generation_of_its_scores(
    headers: tuple[tuple[str, bytes], ...], generation: int
) -> None:
    found = result(good(), *headers)
    assert isinstance(found, Scored)
    assert parse_scored(found.value, NOW).scores.generation == generation


@pytest.mark.parametrize("value", [b"", None, b"0", b"-1", b"1048576", b"1.5", b" 1", "١".encode(), b"9" * 5_000])
def test_a_header_that_is_no_generation_is_a_dead_letter_that_names_it(value: bytes | None) -> None:
    letter = result(good(), ("generation", value))
    assert isinstance(letter, DeadLetter)
    assert (letter.field, letter.reason, letter.event_id) == ("generation", "out_of_range", "a-1")


def test_a_dead_letter_that_is_none_is_landed_as_one_about_itself() -> None:
    batch = Batch()
    batch.add(DEAD_LETTERS, TopicPartition(DEAD_LETTERS, 0), [Record(b"no letter"), Record(None)], NOW)
    assert [(letter.origin, letter.stage, letter.reason) for letter in batch.rows[DEAD_LETTERS]] == [
        (DEAD_LETTERS, "land", "malformed_json"),
        (DEAD_LETTERS, "land", "null_message"),
    ]
    assert batch.refused == []


@pytest.mark.parametrize("topic", [CASES, FACTS])
@pytest.mark.parametrize(
    ("payload", "field", "reason"),
    [
        (None, "", "null_message"),
        (b"\xff\xfe", "", "invalid_utf8"),
        (b'{"source": "\xff"}', "", "invalid_utf8"),
        (b"[]", "", "wrong_type"),
        (b'{"schema_version": 2, "event_id": "e1", "source": "crm"}', "schema_version", "unknown_version"),
        (b'{"schema_version": 1, "event_id": "e1", "source": "crm"}', "", "missing_field"),
    ],
)
def test_a_case_or_a_fact_that_is_none_is_a_dead_letter_from_its_topic(
    topic: str, payload: bytes | None, field: str, reason: str
) -> None:
    letter = in_lander(payload, topic)
    assert (letter.origin, letter.stage, letter.reason, letter.partition) == (topic, "land", reason, 3)
    assert letter.field == field or reason == "missing_field"
    assert (letter.event_id, letter.source) == (("e1", "crm") if b"e1" in (payload or b"") else ("", ""))


@given(payload=st.none() | st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_become_one_thing_or_the_other(payload: bytes | None) -> None:
    in_scorer(payload)
    for topic in (SCORED, CASES, FACTS):
        in_lander(payload, topic)
