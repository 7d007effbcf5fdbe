"""Whatever parses can be landed: no message that its schema admits stops the lander or lands as something else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from clickhouse_connect.driver.client import Client
from hypothesis import HealthCheck, assume, given, settings

from schemas.errors import InvalidEvent
from schemas.export import EXAMPLES, schema_of
from schemas.fact import KINDS, PLANNED
from schemas.limits import EARLIEST, MAX_AHEAD, MAX_PLANNED
from schemas.parse import parse_case, parse_dead_letter, parse_fact, parse_scored
from schemas.topics import CASES, DEAD_LETTERS, FACTS, SCORED
from tests.fixtures.fake_warehouse import FakeClient
from tests.fixtures.fitting import NOW, messages
from tests.fixtures.made import case, dead_letter, fact, scored
from warehouse.landing import land_cases, land_dead_letters, land_facts, land_feedback
from warehouse.query import query_rows

any_time = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
RATINGS = ("rating_min", "rating", "rating_max")
INT32, INT62, INT53, BILLION = 2**31 - 1, 2**62, 2**53, 1_000_000_000


def told(event: dict[str, Any]) -> dict[str, Any]:
    """Something is said, and a rating lies on a scale: what types cannot say, and what chance would hardly ever hit."""
    numbers = [event[name] for name in RATINGS if event.get(name) is not None]
    ratings = dict(zip(RATINGS, sorted(numbers), strict=True)) if len(numbers) == len(RATINGS) else {}
    rest = {name: value for name, value in event.items() if name not in RATINGS}
    return rest | ratings | {"text": f"Late. {event.get('text', '')}"}


@any_time
@given(messages(schema_of(SCORED)))
def test_every_scored_event_that_parses_can_be_landed(message: dict[str, Any]) -> None:
    message["event"] = told(message["event"])
    try:
        event = parse_scored(json.dumps(message).encode(), NOW)
    except InvalidEvent:
        assume(False)
    client = FakeClient()
    land_feedback(client, [event], NOW)  # type: ignore[arg-type]
    [(_, batch)] = client.inserted
    assert batch["version"][0].as_py() >> 20 == (event.event.received_at - datetime(1970, 1, 1, tzinfo=UTC)) // (
        timedelta(milliseconds=1)
    )


@any_time
@given(messages(schema_of(DEAD_LETTERS)))
def test_every_dead_letter_that_parses_can_be_landed(message: dict[str, Any]) -> None:
    try:
        letter = parse_dead_letter(json.dumps(message).encode(), NOW)
    except InvalidEvent:
        assume(False)
    land_dead_letters(FakeClient(), [letter], NOW)  # type: ignore[arg-type]


@any_time
@given(messages(schema_of(CASES)))
def test_every_step_of_a_case_that_parses_can_be_landed(message: dict[str, Any]) -> None:
    try:
        step = parse_case(json.dumps(message).encode(), NOW)
    except InvalidEvent:
        assume(False)
    land_cases(FakeClient(), [step], NOW)  # type: ignore[arg-type]


FACT_EXAMPLES = {kind: json.loads((EXAMPLES / FACTS / f"{kind}.json").read_bytes()) for kind in KINDS}
AGREEING = {"occurred_at", "received_at", "scale_min", "scale_max", *PLANNED}


def agreeing(fact: dict[str, Any]) -> dict[str, Any]:
    """What a kind needs is there, times and scales agree: what types cannot say, and chance would hardly ever hit."""
    said = {name: value for name, value in fact.items() if name not in AGREEING and value not in (None, "")}
    numbers = {name: abs(said[name]) for name in ("value", "old_price", "new_price") if name in said}
    score = {"value": 4.2} if fact["kind"] == "belief_score" else {}
    return FACT_EXAMPLES[fact["kind"]] | said | numbers | score


@any_time
@given(messages(schema_of(FACTS)))
def test_every_fact_that_parses_can_be_landed(message: dict[str, Any]) -> None:
    try:
        told_fact = parse_fact(json.dumps(agreeing(message)).encode(), datetime(2026, 10, 5, tzinfo=UTC))
    except InvalidEvent:
        assume(False)
    land_facts(FakeClient(), [told_fact], NOW)  # type: ignore[arg-type]


LETTER: dict[str, Any] = msgspec.to_builtins(dead_letter(failed_at=NOW))
EVENT: dict[str, Any] = msgspec.to_builtins(scored(occurred_at=NOW, received_at=NOW, scored_as={"scored_at": NOW}))


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("partition", -1, "out_of_range"),
        ("partition", INT32 + 1, "out_of_range"),
        ("offset", -1, "out_of_range"),
        ("offset", 2**63, "out_of_range"),
        ("line", 0, "out_of_range"),
        ("line", 2**70, "out_of_range"),
        ("failed_at", "1969-12-31T23:59:59Z", "bad_date"),
        ("failed_at", "2026-10-04T00:00:00Z", "bad_date"),
        ("failed_at", "0001-01-01T00:00:00+23:00", "bad_date"),
        ("failed_at", "9999-12-31T23:59:59-23:00", "bad_date"),
    ],
)
def test_a_dead_letter_beyond_its_limits_is_refused(field: str, value: object, reason: str) -> None:
    with pytest.raises(InvalidEvent) as refused:
        parse_dead_letter(json.dumps(LETTER | {field: value}).encode(), NOW)
    assert (refused.value.field, refused.value.reason) == (field, reason)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("scores.scored_at", "1969-12-31T23:59:59Z", "bad_date"),
        ("scores.scored_at", "2300-01-01T00:00:00Z", "bad_date"),
        ("scores.scored_at", "9999-12-31T23:59:59-23:00", "bad_date"),
        ("scores.generation", 2**20, "out_of_range"),
        ("scores.polarity", -1.1, "out_of_range"),
        ("event.rating", 1e308, "out_of_range"),
        ("event.rating_min", -1e308, "out_of_range"),
        ("event.rating_max", 2**70, "out_of_range"),
        ("event.nps", 2**70, "out_of_range"),
        ("event.reply_at", "2300-01-01T00:00:00Z", "bad_date"),
    ],
)
def test_a_scored_event_beyond_its_limits_is_refused(field: str, value: object, reason: str) -> None:
    part, name = field.split(".")
    with pytest.raises(InvalidEvent) as refused:
        parse_scored(json.dumps(EVENT | {part: EVENT[part] | {name: value}}).encode(), NOW)
    assert (refused.value.field, refused.value.reason) == (field.removeprefix("event."), reason)


@pytest.mark.parametrize(
    ("partition", "offset", "line", "failed_at"),
    [(0, 0, 1, EARLIEST), (INT32, INT62, INT53, NOW + MAX_AHEAD)],
)
def test_a_dead_letter_at_its_limits_is_shown_as_it_was(
    landed: Client, partition: int, offset: int, line: int, failed_at: datetime
) -> None:
    numbers = {"partition": partition, "offset": offset, "line": line, "failed_at": failed_at}
    land_dead_letters(landed, [dead_letter(**numbers)], NOW)
    assert query_rows(landed, "SELECT `partition`, `offset`, line, failed_at FROM dead_letters") == [numbers]


def test_an_event_at_its_limits_is_shown_as_it_was(landed: Client) -> None:
    numbers = {"rating": BILLION, "rating_min": -BILLION, "rating_max": BILLION, "nps": 10, "csat": 5, "ces": 7}
    times = {"occurred_at": EARLIEST, "received_at": NOW + MAX_AHEAD, "reply_at": NOW + MAX_AHEAD}
    land_feedback(landed, [scored(scored_as={"scored_at": EARLIEST}, history=True, **numbers, **times)], NOW)
    [shown] = query_rows(landed, "SELECT * FROM feedback")
    expected = numbers | times | {"scored_at": EARLIEST, "rating_score": 1.0}
    assert {name: shown[name] for name in expected} == expected


def test_a_step_and_a_fact_at_their_limits_are_shown_as_they_were(landed: Client) -> None:
    first, last = {"occurred_at": EARLIEST, "history": True}, {"received_at": NOW + MAX_AHEAD}
    land_cases(landed, [case(**first, **last, attributes={"queue": "x" * 256})], NOW)
    amounts = {"value": 1e15, "old_price": 0.0, "scale_min": -1e15, "sample_size": INT53}
    times = {"period_start": EARLIEST, "due_at": NOW + MAX_AHEAD + MAX_PLANNED}
    land_facts(landed, [fact(**first, **last, **amounts, **times)], NOW)
    [step] = query_rows(landed, "SELECT * FROM case_events")
    assert {name: step[name] for name in first | last} == first | last
    [shown] = query_rows(landed, "SELECT * FROM facts")
    expected = first | last | amounts | times
    assert {name: shown[name] for name in expected} == expected
