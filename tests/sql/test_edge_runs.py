"""Every flow over data hardly there, cut short or scored twice: it ends, and nothing is good news by accident."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.findings import find
from flows.indicators.register import REGISTER, judged_by
from flows.jobs import JOBS
from flows.rows import Run
from flows.rules import Rules, read_rules
from flows.run import chosen_windows
from schemas.scored import ScoredEvent
from tests.fixtures.opinions import Opinions, day, steady
from tests.fixtures.reading import reader_now
from warehouse.client import connect
from warehouse.indicators import write_findings
from warehouse.landing import land_feedback
from warehouse.query import query_rows
from warehouse.settings import ClickHouseSettings

AS_OF = day("2026-11-02")
"""A Monday after the clocks changed in Europe and in New York, where these tests run."""
UNJUDGED = {"no_data", "incomplete", "insufficient_data"}
LOUD = {"warning", "critical"}
Row = dict[str, Any]


class Room:
    """An empty warehouse, to be filled and judged by every flow."""

    def __init__(self, client: Client, settings: ClickHouseSettings) -> None:
        self.client, self.settings = client, settings
        self.read = partial(query_rows, client)

    def land(self, *opinions: Opinions) -> None:
        events: list[ScoredEvent] = [event for each in opinions for event in each.events()]
        land_feedback(self.client, events, AS_OF)

    def judge(self, as_of: datetime = AS_OF, run_id: str = "r", flows: Iterable[str] = JOBS) -> list[Row]:
        """What all flows find, written as they write it."""
        rules: Rules = read_rules(as_of)
        rows: list[Row] = []
        read = reader_now(self.client)
        for name in flows:
            windows = chosen_windows(as_of, None, JOBS[name].grains)
            found = find(read, windows, rules, Run(f"{run_id} {name}", as_of), judged_by(name))
            write_findings(self.client, found.rows, found.evidence, scopes=found.scopes)
            rows += found.rows
        return rows


@pytest.fixture
def room(landed: Client, fresh: ClickHouseSettings) -> Room:
    landed.database = fresh.database
    return Room(landed, fresh)


def year(**fields: Any) -> Opinions:
    return Opinions(**({"start": day("2025-10-01"), "end": AS_OF, "happiness": steady(0.7), "per_day": 8} | fields))


def verdicts(rows: Sequence[Row], *indicators: str) -> set[str]:
    return {row["verdict"] for row in rows if not indicators or row["indicator"] in indicators}


def judged(rows: Iterable[Row]) -> list[Row]:
    """Findings with a verdict, what tells whether data can be trusted left out."""
    trust = {entry.name for entry in REGISTER.values() if entry.group == "data trust"}
    return [row for row in rows if row["indicator"] not in trust and row["verdict"] not in UNJUDGED]


def test_without_any_data_nothing_is_judged(room: Room) -> None:
    rows = room.judge()
    assert rows
    assert [(row["indicator"], row["metric"], row["verdict"]) for row in judged(rows)] == []
    assert all(row["value"] is None for row in rows if row["verdict"] == "no_data")


def test_one_day_of_data_is_too_little_for_any_verdict(room: Room) -> None:
    room.land(Opinions(start=AS_OF - timedelta(days=1), end=AS_OF, happiness=steady(0.7), per_day=60))
    assert [(row["indicator"], row["metric"], row["verdict"], row["reason"]) for row in judged(room.judge())] == []


def test_one_brand_alone_has_no_rivals_to_lose_to(room: Room) -> None:
    room.land(year())
    rows = room.judge()
    assert verdicts(rows, "strength_topic", "practice_gap") <= UNJUDGED
    assert "ok" in verdicts(rows, "perception_drop")
    threats = [row for row in rows if REGISTER[row["indicator"]].group == "threat"]
    assert [(row["indicator"], row["metric"], row["reason"]) for row in threats if row["severity"] > 2] == []


def test_a_source_that_stopped_holds_up_what_rests_on_it(room: Room) -> None:
    room.land(year(source="stores"), year(source="phone", end=AS_OF - timedelta(days=10)))
    rows = room.judge(flows=["watch", "threats"])
    weekly = [row for row in rows if row["grain"] == "week" and row["n"]]
    assert verdicts([row for row in weekly if row["subject"] == "phone"], "source_outage") <= {"warning", "critical"}
    ours = [row for row in weekly if row["subject"] == "Alder Post"]
    assert verdicts(ours, "perception_drop") == {"incomplete"}


def test_two_models_of_sentiment_hold_up_sentiment_and_leave_answers_alone(room: Room) -> None:
    rows = two_models(room, "sentiment")
    assert verdicts([row for row in rows if row["metric"] == "net_sentiment"], "perception_drop") == {"incomplete"}
    assert verdicts([row for row in rows if row["metric"] == "nps"], "perception_drop") & LOUD


def test_two_taxonomies_hold_up_topics_and_leave_the_whole_alone(room: Room) -> None:
    rows = two_models(room, "taxonomy")
    assert verdicts([row for row in rows if row["subject_topic"]], "perception_drop") == {"incomplete"}
    assert verdicts([row for row in rows if not row["subject_topic"]], "perception_drop") & LOUD


def two_models(room: Room, model: str) -> list[Row]:
    """October, in which customers are less happy and another model scores them, as all flows judge it."""
    switch = day("2026-10-01")
    room.land(
        year(end=switch, happiness=steady(0.8), **{f"{model}_version": "1"}),
        year(start=switch, happiness=steady(0.4), seed=2, **{f"{model}_version": "2"}),
    )
    rows = [row for row in room.judge(flows=["threats"]) if row["grain"] == "month" and row["n"]]
    assert any(row["indicator"] == "model_break" and row["severity"] > 1 for row in rows)
    return [row for row in rows if row["subject_brand"] == "Alder Post"]


def test_an_hour_more_or_less_where_clocks_change_moves_no_window(room: Room) -> None:
    room.land(year())
    rows = [row for row in room.judge(flows=["threats"]) if row["grain"] == "week"]
    spans = Counter((row["window_start"], row["window_end"]) for row in rows)
    assert set(spans) == {(day("2026-10-26"), day("2026-11-02"))}


def test_a_rerun_says_the_same_and_is_shown_once(room: Room) -> None:
    room.land(year())
    first = told(room.judge(run_id="first"))
    assert told(room.judge(run_id="again")) == first
    keys = "indicator, subject, subject_topic, subject_channel, metric, grain, window_start"
    [shown] = room.read(f"SELECT count() AS findings, uniqExact({keys}) AS different FROM indicators", {})
    assert shown["findings"] == shown["different"] > 0


def told(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    names = ("indicator", "subject", "metric", "window_start", "grain", "verdict", "reason")
    return sorted(tuple(str(row[name]) for name in names) for row in rows)


def test_two_runs_at_once_leave_one_whole_run(room: Room) -> None:
    room.land(year())
    others = [Room(connect(room.settings), room.settings) for _ in range(2)]
    threads = [
        threading.Thread(target=other.judge, kwargs={"run_id": f"run {at}", "flows": ["threats"]})
        for at, other in enumerate(others)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shown = room.read(
        "SELECT indicator, metric, window_start, window_end, uniqExact(run_id) AS runs FROM indicators GROUP BY ALL", {}
    )
    assert {row["indicator"] for row in shown} >= {"perception_drop", "perception_yoy"}
    assert {row["runs"] for row in shown} == {1}
    for other in others:
        other.client.close()
