"""View facts: one row per fact, its newest version, whatever its kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from clickhouse_connect.driver.client import Client

from schemas.export import EXAMPLES
from schemas.fact import KINDS, NEEDED, OR, Kind
from schemas.parse import parse_fact
from schemas.topics import FACTS
from tests.fixtures.made import NOON, fact
from warehouse.landing import land_facts
from warehouse.query import query_rows

NOW = datetime(2026, 10, 5, tzinfo=UTC)
LATER = NOON + timedelta(days=40)


def test_a_fact_that_is_corrected_shows_once_as_it_was_told_last_in_any_order(landed: Client) -> None:
    first, corrected = fact(), fact(value=47900.0, occurred_at=LATER, received_at=LATER)
    for batch in ([corrected], [first], [first]):
        land_facts(landed, batch, NOON)
    rows = query_rows(landed, "SELECT event_id, value, occurred_at FROM facts")
    assert rows == [{"event_id": "f1", "value": 47900.0, "occurred_at": LATER}]


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_kind_needs_is_shown(landed: Client, kind: Kind) -> None:
    told = parse_fact((EXAMPLES / FACTS / f"{kind}.json").read_bytes(), NOW)
    land_facts(landed, [told], NOW)
    [row] = query_rows(landed, "SELECT * FROM facts")
    assert row["kind"] == kind
    fields = [field for needed in NEEDED[kind] for field in needed.split(OR)]
    said = {field: value for field in fields if (value := getattr(told, field)) not in (None, "")}
    assert said
    assert {field: row[field] for field in said} == said | ({"answer": 1.0} if kind == "audit_answer" else {})


@pytest.mark.parametrize(("answer", "shown"), [("yes", 1.0), ("no", 0.0), (0.25, 0.25), (1, 1.0)])
def test_an_answer_is_a_number_however_it_was_given(landed: Client, answer: str | float, shown: float) -> None:
    land_facts(landed, [fact(kind="audit_answer", question_id="q", answer=answer)], NOON)
    assert query_rows(landed, "SELECT answer FROM facts") == [{"answer": shown}]


def test_what_does_not_apply_is_null_or_empty(landed: Client) -> None:
    land_facts(landed, [fact()], NOON)
    [row] = query_rows(landed, "SELECT * FROM facts")
    nothing = ("old_price", "start_at", "due_at", "delivered_at", "scale_min", "sample_size", "answer")
    assert {row[name] for name in nothing} == {None}
    assert {row[name] for name in ("name", "currency", "owner", "cause", "respondent_role")} == {""}
