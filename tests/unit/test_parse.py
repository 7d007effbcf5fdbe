"""Bytes give an event or the one error that names the field, whatever the bytes."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InvalidEvent
from schemas.export import EXAMPLES
from schemas.limits import MAX_ATTRIBUTES, MAX_MESSAGE_BYTES, MAX_TEXT_BYTES
from schemas.parse import mend_surrogates, parse_case, parse_dead_letter, parse_event, parse_fact, parse_scored
from schemas.topics import FACTS

NOW = datetime(2026, 10, 2, 12, tzinfo=UTC)
GOOD: dict[str, Any] = {
    "schema_version": 1,
    "event_id": "a-1",
    "source": "survey",
    "kind": "survey",
    "channel": "email",
    "brand": "Heronpost",
    "occurred_at": "2026-10-01T10:00:00+02:00",
    "received_at": "2026-10-01T08:00:01Z",
    "text": "It came on time.",
}
CASE: dict[str, Any] = {
    "schema_version": 1,
    "event_id": "k-1",
    "source": "helpdesk",
    "case_id": "C-1",
    "stage": "received",
    "brand": "Heronpost",
    "occurred_at": "2026-10-01T10:00:00+02:00",
    "received_at": "2026-10-01T08:00:01Z",
}
DATA = Path(__file__).parents[1] / "data"
REFUSED, REFUSED_CASES, REFUSED_FACTS = (
    yaml.safe_load((DATA / folder / "refused.yaml").read_text(encoding="utf-8"))
    for folder in ("events", "cases", "facts")
)
MACROS = {
    "event_id_repeat": ("event_id", lambda n: "x" * n),
    "text_repeat": ("text", lambda n: "x" * n),
    "text_repeat_wide": ("text", lambda n: "خ" * n + "語" * 4000),
    "attributes_count": ("attributes", lambda n: {str(i): "x" for i in range(n)}),
}


def message(case: dict[str, Any]) -> bytes:
    if "bytes_repeat" in case:
        return case["bytes_repeat"].encode() * 100_000
    if "bytes" in case:
        return case["bytes"].encode("latin-1")
    event = {k: v for k, v in GOOD.items() if k not in case.get("drop", [])}
    for name, value in case.get("set", {}).items():
        field, make = MACROS.get(name, (name, lambda v: v))
        event[field] = make(value)
    return json.dumps(event).encode()


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["says"])
def test_is_refused_with_the_field_and_the_reason(case: dict[str, Any]) -> None:
    with pytest.raises(InvalidEvent) as refused:
        parse_event(message(case), NOW)
    assert (refused.value.field, refused.value.reason) == (case["field"], case["reason"])


def changed(good: dict[str, Any], case: dict[str, Any]) -> bytes:
    kept = {name: value for name, value in good.items() if name not in case.get("drop", [])}
    return json.dumps(kept | case.get("set", {})).encode()


@pytest.mark.parametrize("case", REFUSED_CASES, ids=lambda case: case["says"])
def test_a_step_of_a_case_is_refused_with_the_field_and_the_reason(case: dict[str, Any]) -> None:
    assert parse_case(json.dumps(CASE).encode(), NOW).stage == "received"
    with pytest.raises(InvalidEvent) as refused:
        parse_case(changed(CASE, case), NOW)
    assert (refused.value.field, refused.value.reason) == (case["field"], case["reason"])


@pytest.mark.parametrize("case", REFUSED_FACTS, ids=lambda case: case["says"])
def test_a_fact_is_refused_with_the_field_and_the_reason(case: dict[str, Any]) -> None:
    good = json.loads((EXAMPLES / FACTS / f"{case['of']}.json").read_bytes())
    with pytest.raises(InvalidEvent) as refused:
        parse_fact(changed(good, case), NOW)
    assert (refused.value.field, refused.value.reason) == (case["field"], case["reason"])


def test_a_lack_says_of_which_kind_and_what_would_do() -> None:
    good = json.loads((EXAMPLES / FACTS / "belief_score.json").read_bytes())
    with pytest.raises(InvalidEvent) as refused:
        parse_fact(json.dumps(good | {"topic": ""}).encode(), NOW)
    assert str(refused.value) == "topic: or metric or cause is needed with the kind belief_score"


def test_what_is_planned_may_lie_ahead_and_what_is_old_is_history() -> None:
    action = json.loads((EXAMPLES / FACTS / "action.json").read_bytes()) | {"due_at": "2030-01-01T00:00:00Z"}
    assert parse_fact(json.dumps(action).encode(), NOW).due_at == datetime(2030, 1, 1, tzinfo=UTC)
    old = {"occurred_at": "2009-01-01T00:00:00Z", "history": True}
    assert parse_case(json.dumps(CASE | old).encode(), NOW).occurred_at.year == 2009


def test_words_that_are_no_field_are_not_kept() -> None:
    step = parse_case(json.dumps(CASE | {"description": "They were rude to me."}).encode(), NOW)
    assert "rude" not in str(step)


def test_a_null_message_is_refused() -> None:
    with pytest.raises(InvalidEvent, match="is null"):
        parse_event(None, NOW)


def test_a_message_beyond_the_limit_is_refused_unread() -> None:
    with pytest.raises(InvalidEvent) as refused:
        parse_event(b'"' + b"x" * MAX_MESSAGE_BYTES + b'"', NOW)
    assert refused.value.reason == "too_large"


def test_the_longest_text_and_the_most_attributes_are_taken() -> None:
    full = {**GOOD, "text": "x" * MAX_TEXT_BYTES, "attributes": {str(i): "x" for i in range(MAX_ATTRIBUTES)}}
    assert len(parse_event(json.dumps(full).encode(), NOW).text) == MAX_TEXT_BYTES


def test_half_an_emoji_is_replaced_and_a_whole_one_kept() -> None:
    payload = json.dumps({**GOOD, "text": "@@"}).encode().replace(b"@@", rb"\ud83d cut \ud83d\ude00 \\ud83d")
    assert parse_event(payload, NOW).text == "\ufffd cut \U0001f600 \\ud83d"


def test_old_feedback_is_taken_when_it_is_said_to_be_history() -> None:
    old = {**GOOD, "occurred_at": "2009-01-01T00:00:00Z", "history": True}
    assert parse_event(json.dumps(old).encode(), NOW).occurred_at.year == 2009


def test_a_field_of_a_newer_producer_is_ignored() -> None:
    assert parse_event(json.dumps({**GOOD, "mood_ring": "blue"}).encode(), NOW).event_id == "a-1"


@pytest.mark.parametrize("parse", [parse_event, parse_scored, parse_dead_letter, parse_case, parse_fact])
@given(
    payload=st.binary()
    | st.recursive(st.none() | st.text(), lambda x: st.dictionaries(st.text(), x)).map(
        lambda x: json.dumps(x).encode("utf-8", "replace")
    )
)
def test_any_bytes_either_parse_or_are_refused(parse: Any, payload: bytes) -> None:
    with suppress(InvalidEvent):
        parse(payload, NOW)


@given(st.fixed_dictionaries({}, optional={k: st.text() | st.integers() | st.none() | st.floats() for k in GOOD}))
def test_any_value_in_any_field_either_parses_or_is_refused(changes: dict[str, Any]) -> None:
    with suppress(InvalidEvent):
        parse_event(json.dumps({**GOOD, **changes}).encode("utf-8", "surrogatepass"), NOW)


FACT_FIELDS = sorted(json.loads((EXAMPLES / FACTS / "order.json").read_bytes()))


@given(st.dictionaries(st.sampled_from(FACT_FIELDS), st.text() | st.integers() | st.none() | st.floats()))
def test_any_value_in_any_field_of_a_fact_either_parses_or_is_refused(changes: dict[str, Any]) -> None:
    order = json.loads((EXAMPLES / FACTS / "order.json").read_bytes())
    with suppress(InvalidEvent):
        parse_fact(json.dumps(order | changes).encode("utf-8", "surrogatepass"), NOW)


@given(st.text(alphabet=st.characters(categories=["L", "N", "Cs", "So"])), st.booleans())
def test_a_refusal_never_repeats_what_was_said(secret: str, as_kind: bool) -> None:
    value = f"secret{secret}secret"
    event = {**GOOD, ("kind" if as_kind else "language_hint"): value}
    with pytest.raises(InvalidEvent) as refused:
        parse_event(json.dumps(event).encode(), NOW)
    assert "secret" not in str(refused.value)


@given(st.text())
def test_mending_leaves_well_formed_json_alone(text: str) -> None:
    payload = json.dumps(text.encode("utf-8", "replace").decode()).encode()
    assert mend_surrogates(payload) == payload
