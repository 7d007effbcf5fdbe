"""What the demo's feed hides is found, and nothing else: planted.yaml's `expected` and `never`, on the real engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import cache, partial
from typing import Any

import msgspec
import pytest
from clickhouse_connect.driver.client import Client

from flows.brands import read_brands
from flows.config import SHIPPED, load_config
from flows.findings import find
from flows.judge import Rules
from flows.rows import Run
from flows.run import chosen_windows
from schemas.identity import event_id_of
from schemas.parse import parse_event
from schemas.scored import ScoredEvent, Scores
from stack.demo.company import Finding, planted
from stack.demo.generate import SEED, generate
from streams.scoring import Scorer
from warehouse.landing import land_feedback
from warehouse.query import query_rows
from warehouse.settings import ClickHouseSettings

LOUD = ("warning", "critical")
Row = dict[str, Any]
Score = Callable[[str, str, str], Scores]


@pytest.fixture(scope="module")
def score() -> Score:
    """Each text is scored once: two thirds of the feed repeat one, and the next day's feed is much the same."""
    return cache(Scorer.load(SHIPPED).score)


@pytest.fixture
def judged(landed: Client, fresh: ClickHouseSettings, score: Score) -> Callable[[date], list[Row]]:
    """The rows that a run on a day writes about the feed as it is on that day, each with the grain of its window."""

    def run(day: date) -> list[Row]:
        moment = datetime.combine(day, time(), UTC)
        land_feedback(landed, [scored(record, score, moment) for record in generate(SEED, day)], moment)
        landed.database = fresh.database
        rules = Rules(read_brands(SHIPPED), load_config(SHIPPED / "indicators.yaml"), moment)
        grains = {(window.start, window.end): window.grain for window in chosen_windows(moment, None)}
        found = find(partial(query_rows, landed), chosen_windows(moment, None), rules, Run("r", moment)).rows
        return [{**row, "window": grains[row["window_start"], row["window_end"]]} for row in found]

    return run


def scored(record: Row, score: Score, now: datetime) -> ScoredEvent:
    """A record as the pusher completes it and the worker scores it."""
    event_id = event_id_of(record["source"], record["native_id"])
    fields = {name: value for name, value in record.items() if name != "native_id"}
    stamped = {"schema_version": 1, "event_id": event_id, "received_at": now, **fields}
    event = parse_event(msgspec.json.encode(stamped), now)
    return ScoredEvent(event=event, scores=score(event.text, event.language_hint, event.brand))


def matches(row: Row, finding: Finding) -> bool:
    """Whether a row is what an entry of planted.yaml speaks of, with one of its verdicts."""
    asked = {
        "subject_brand": finding.brand,
        "indicator": finding.indicator or None,
        "subject_topic": finding.topic,
        "metric": finding.metric or None,
        "window": finding.window or None,
    }
    return row["verdict"] in finding.verdicts and all(
        row[name] == value for name, value in asked.items() if value is not None
    )


def place(row: Row) -> tuple[str, ...]:
    return row["indicator"], row["subject_brand"], row["subject_topic"], row["window"]


@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2026, 5, 4)], ids=str)
def test_what_is_planted_is_found_and_nothing_else_of_ours_is_loud(
    judged: Callable[[date], list[Row]], day: date
) -> None:
    rows, facts = judged(day), planted().facts()
    expected = [finding for fact in facts for finding in fact.expected]
    never = [finding for fact in facts for finding in fact.never]
    assert [finding for finding in expected if not any(matches(row, finding) for row in rows)] == []
    assert [place(row) for row in rows if any(matches(row, finding) for finding in never)] == []
    # A planted fact shows in every metric; in another topic, channel, indicator or window it was not declared.
    declared = {(each.indicator, each.brand, each.topic, each.window) for each in expected}
    rivals = {brand.name for brand in read_brands(SHIPPED).brands if not brand.own}
    loud = [row for row in rows if row["verdict"] in LOUD and row["subject_brand"] not in rivals]
    assert [place(row) for row in loud if place(row) not in declared or row["subject_channel"]] == []
