"""streams.land on a real broker and the real engine: everything queryable once, however often it is delivered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from schemas.scored import ScoredEvent
from schemas.topics import CASES, DEAD_LETTERS, FACTS, SCORED
from streams.lag import Stage, end_offsets, oldest_unlanded, wait_until_landed
from streams.refused import encode
from tests.fixtures.made import case, dead_letter, fact, scored
from tests.fixtures.schema import Migrated
from tests.fixtures.streams import Streams, end, until
from tests.fixtures.warehouse import Warehouse, value_of
from warehouse.query import query_rows
from warehouse.settings import ClickHouseSettings

LAND, GROUP = "streams.land", "earshot-land"


@dataclass
class Landing:
    """The broker's topics, and a migrated, empty warehouse."""

    streams: Streams
    warehouse: Warehouse

    def start(self, **variables: str) -> Any:
        ours = {name: value for name, value in self.warehouse.environment().items() if name.startswith("EARSHOT_")}
        return self.streams.start(LAND, **ours, **variables)

    def count(self, view: str) -> int:
        return int(self.value(f"SELECT count() FROM {view}"))

    def value(self, sql: str) -> Any:
        client = self.warehouse.client(database="earshot")
        try:
            return value_of(client, sql)
        finally:
            client.close()


@pytest.fixture
def landing(streams: Streams, warehouse: Warehouse, migrated: Migrated) -> Landing:
    client = warehouse.client(database="default")
    migrated.prepare(client, ClickHouseSettings(port=warehouse.port))
    client.close()
    return Landing(streams, warehouse)


def messages(events: list[ScoredEvent]) -> list[bytes | None]:
    return [msgspec.json.encode(event) for event in events]


def test_events_and_dead_letters_are_landed_and_committed(landing: Landing) -> None:
    landing.streams.send(SCORED, messages([scored(f"e{at}") for at in range(500)]))
    landing.streams.send(DEAD_LETTERS, [encode(dead_letter("d1"))[1], encode(dead_letter("d2"))[1]])
    assert oldest_unlanded(landing.streams.settings) == scored().event.received_at
    landing.start()
    until(lambda: landing.streams.waiting(GROUP) == 0)
    assert (landing.count("feedback"), landing.count("dead_letters")) == (500, 2)
    assert oldest_unlanded(landing.streams.settings) is None


def test_what_is_delivered_again_counts_once(landing: Landing) -> None:
    for _ in range(3):
        landing.streams.send(SCORED, messages([scored(f"e{at}") for at in range(300)]))
    landing.start()
    until(lambda: landing.streams.waiting(GROUP) == 0)
    assert landing.count("feedback") == 300


def test_messages_that_break_their_schema_become_dead_letters_and_never_loop(landing: Landing) -> None:
    broken = json.loads(msgspec.json.encode(scored("bad")))
    broken["scores"]["sentiment"] = "furious"
    landing.streams.send(SCORED, [None, b"{", json.dumps(broken).encode(), *messages([scored("good")])])
    landing.streams.send(DEAD_LETTERS, [b"no letter", None])
    landing.start()
    until(lambda: landing.count("dead_letters") == 5)
    until(lambda: landing.streams.waiting(GROUP) == 0)
    assert landing.count("feedback") == 1
    client = landing.warehouse.client(database="earshot")
    rows = query_rows(client, "SELECT origin, field, reason FROM dead_letters ORDER BY origin, field, reason")
    client.close()
    assert [(row["origin"], row["field"], row["reason"]) for row in rows] == [
        ("feedback.dead_letters", "", "malformed_json"),
        ("feedback.dead_letters", "", "null_message"),
        ("feedback.scored", "", "malformed_json"),
        ("feedback.scored", "", "null_message"),
        ("feedback.scored", "scores.sentiment", "not_allowed"),
    ]


def test_cases_and_facts_are_landed_beside_feedback_and_what_is_none_is_a_dead_letter(landing: Landing) -> None:
    newer = msgspec.to_builtins(case("newer")) | {"schema_version": 2}
    wider = msgspec.to_builtins(fact("wider")) | {"mood": "blue"}
    for _ in range(2):  # delivered again: counts once
        landing.streams.send(SCORED, messages([scored("e1")]))
        landing.streams.send(CASES, [msgspec.json.encode(case(f"k{at}", case_id=f"C-{at % 40}")) for at in range(200)])
        landing.streams.send(FACTS, [msgspec.json.encode(one) for one in (fact("f1"), fact("f2"), wider)])
    landing.streams.send(CASES, [None, json.dumps(newer, default=str).encode()])
    landing.streams.send(FACTS, [b"{"])
    assert landing.streams.waiting(GROUP) == 411
    landing.start()
    until(lambda: landing.count("dead_letters") == 3)
    until(lambda: landing.streams.waiting(GROUP) == 0)
    assert [landing.count(view) for view in ("feedback", "case_events", "cases", "facts")] == [1, 200, 40, 3]
    client = landing.warehouse.client(database="earshot")
    rows = query_rows(client, "SELECT origin, stage, field, reason FROM dead_letters ORDER BY origin, reason")
    client.close()
    assert [tuple(row.values()) for row in rows] == [
        (FACTS, "land", "", "malformed_json"),
        (CASES, "land", "", "null_message"),
        (CASES, "land", "schema_version", "unknown_version"),
    ]


def test_nothing_is_lost_when_the_lander_is_killed_at_work(landing: Landing) -> None:
    landing.streams.send(SCORED, messages([scored(f"e{at}") for at in range(20_000)]), linger_ms=20)
    worker = landing.start(EARSHOT_LAND_BATCH_RECORDS="1000", EARSHOT_LAND_BATCH_SECONDS="0.1")
    until(lambda: landing.count("feedback") > 0)
    worker.kill()
    worker.wait()
    landing.start()
    until(lambda: landing.streams.waiting(GROUP) == 0)
    assert landing.count("feedback") == 20_000


def test_a_warehouse_that_is_away_is_waited_for_and_its_lander_stays_in_the_group(landing: Landing) -> None:
    worker = landing.start()
    landing.streams.send(SCORED, messages([scored("before")]))
    until(lambda: landing.count("feedback") == 1)
    landing.warehouse.kill()
    landing.streams.send(SCORED, messages([scored(f"e{at}") for at in range(100)]))
    until(lambda: "the same rows again" in landing.streams.log(LAND))
    assert landing.streams.waiting(GROUP) == 100
    landing.warehouse.start()
    until(lambda: landing.streams.waiting(GROUP) == 0)
    assert landing.count("feedback") == 101
    assert worker.poll() is None


def test_a_warehouse_that_stays_away_ends_the_lander_uncommitted(landing: Landing) -> None:
    worker = landing.start(EARSHOT_LAND_RETRY_SECONDS="2")
    landing.streams.send(SCORED, messages([scored("before")]))
    until(lambda: landing.count("feedback") == 1)
    landing.warehouse.kill()
    landing.streams.send(SCORED, messages([scored("after")]))
    assert worker.wait(timeout=60) == 1
    assert "ending, uncommitted" in landing.streams.log(LAND)
    assert landing.streams.waiting(GROUP) == 1
    landing.warehouse.start()


def test_a_stop_ends_it_well(landing: Landing) -> None:
    worker = landing.start()
    landing.streams.send(SCORED, messages([scored("e1")]))
    until(lambda: landing.streams.waiting(GROUP) == 0)
    assert end(worker) == 0


def test_waiting_returns_when_everything_is_queryable(landing: Landing) -> None:
    landing.streams.send(SCORED, messages([scored(f"e{at}") for at in range(50)]))
    landing.streams.send(DEAD_LETTERS, [encode(dead_letter("d1"))[1]])
    assert end_offsets(landing.streams.settings, DEAD_LETTERS) != {}
    landing.start()
    heard: list[tuple[Stage, int]] = []
    wait_until_landed(landing.streams.settings, {}, 60, lambda stage, waiting: heard.append((stage, waiting)))
    assert (landing.count("feedback"), landing.count("dead_letters")) == (50, 1)
    assert heard[0][0] == "scoring"
    assert heard[-1] == ("landing", 0)
