"""What a rescore reads back is what was landed, each event once, and only what other versions scored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from clickhouse_connect.driver.client import Client

from schemas.feedback import FeedbackEvent
from tests.fixtures.made import NOON, scored
from warehouse.history import StaleEvents
from warehouse.landing import land_feedback

EVERYTHING: dict[str, Any] = {
    "text": "Late again, «пожалуйста» — 🎁",
    "language_hint": "en-GB",
    "rating": 2.0,
    "rating_min": 1.0,
    "rating_max": 5.0,
    "rating_direction": "lower_is_better",
    "nps": 0,
    "csat": 5,
    "csat_direction": "lower_is_better",
    "ces": 7,
    "ces_direction": "lower_is_better",
    "question": "Why?",
    "survey_id": "s-1",
    "journey_stage": "receive",
    "location": "Ghent",
    "team": "north",
    "agent_ref": "a-7",
    "handled_by": "mixed",
    "product": "box",
    "order_ref": "o-1",
    "respondent_role": "manager",
    "customer_ref": "c-1",
    "customer_segment": "small",
    "reply_at": NOON + timedelta(hours=3),
    "url": "https://example.org/1",
    "attributes": {"a": "1", "b": ""},
    "history": True,
}


def stale(client: Client, from_: datetime = NOON, **versions: str) -> StaleEvents:
    named = {"sentiment_version": "s2", "taxonomy_version": "t1"} | versions
    return StaleEvents(client, from_, from_ + timedelta(days=1), **named)


def everything(events: StaleEvents, rows: int = 10) -> list[FeedbackEvent]:
    return [event for page in events.pages(rows) for event in page]


def test_an_event_comes_back_as_it_was_landed(landed: Client) -> None:
    full, bare = scored("full", **EVERYTHING), scored("bare")
    assert set(EVERYTHING) >= {name for name in FeedbackEvent.__struct_fields__ if name not in MUST_BE_SAID}
    land_feedback(landed, [full, bare], NOON)
    assert everything(stale(landed)) == [bare.event, full.event]


MUST_BE_SAID = {"schema_version", "event_id", "source", "kind", "channel", "brand", "occurred_at", "received_at"}


def test_pages_hold_each_event_once_whatever_lands_meanwhile(landed: Client) -> None:
    land_feedback(landed, [scored(f"e{n}", source=f"s{n % 3}") for n in range(25)], NOON)
    seen: list[str] = []
    for page in stale(landed).pages(4):
        seen += [event.event_id for event in page]
        again = {"sentiment_version": "s2", "generation": 1}
        land_feedback(landed, [scored(event.event_id, again, source=event.source) for event in page], NOON)
    assert sorted(seen) == sorted(f"e{n}" for n in range(25))
    assert stale(landed).count() == (0, 0)


def test_only_other_versions_of_the_span_are_stale(landed: Client) -> None:
    events = [
        scored("now", {"sentiment_version": "s2"}),
        scored("older_sentiment"),
        scored("older_topics", {"sentiment_version": "s2", "taxonomy_version": "t0", "generation": 4}),
        scored("too_early", occurred_at=NOON - timedelta(seconds=1)),
        scored("too_late", occurred_at=NOON + timedelta(days=1)),
    ]
    land_feedback(landed, events, datetime.now(UTC))
    assert stale(landed).count() == (2, 4)
    assert [event.event_id for event in everything(stale(landed))] == ["older_sentiment", "older_topics"]
