"""What the demo hides is found, and nothing else: planted.yaml's `expected` and `never`, and the table of verdicts.

tests/data/demo_verdicts.yaml says what every indicator of the catalogue must make of the feed; what is computed on
demand alone has tests of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from clickhouse_connect.driver.client import Client

from flows.brands import read_brands
from flows.config import load_config
from flows.findings import find
from flows.goals import read_goals
from flows.indicators.outputs import Estimate
from flows.indicators.register import REGISTER, judged_by, rests_on
from flows.indicators.trust import suppress
from flows.jobs import JOBS
from flows.rows import Run
from flows.rules import Rules
from flows.run import chosen_windows
from flows.settings import SHIPPED
from schemas.case import CaseEvent
from schemas.fact import BusinessFact
from schemas.identity import event_id_of
from schemas.parse import parse_case, parse_event, parse_fact
from schemas.scored import ScoredEvent
from stack.demo.planted import Finding, planted
from tests.fixtures.demo_feed import business, scorer, steps, told
from tests.fixtures.demo_table import Row as Expected
from tests.fixtures.demo_table import rows_of, table
from tests.fixtures.reading import reader_now
from warehouse.indicators import write_findings
from warehouse.landing import land_cases, land_facts, land_feedback

LOUD = ("warning", "critical")
DAYS = (date(2026, 11, 20), date(2026, 5, 4))
TABLE = Path(__file__).parents[1] / "data" / "demo_verdicts.yaml"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def known() -> dict[date, list[Row]]:
    """What has been judged already: the table asks again and again."""
    return {}


@pytest.fixture(scope="module")
def measured() -> Iterator[list[Estimate]]:
    """All that is measured meanwhile, as it comes to what holds it up where its data are broken."""
    found: list[Estimate] = []

    def recorded(estimates: Sequence[Estimate], *trusted: Any) -> list[Estimate]:
        found.extend(estimates)
        return suppress(estimates, *trusted)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.judge.suppress", recorded)
        yield found


@pytest.fixture
def judged(
    request: pytest.FixtureRequest, known: dict[date, list[Row]], measured: list[Estimate]
) -> Callable[[date], list[Row]]:
    """The rows that all flows write on a day about the feed as it is on that day, each with the grain of its window."""

    def run(day: date) -> list[Row]:
        if day not in known:
            client: Client = request.getfixturevalue("landed")
            land(client, day)
            client.database = request.getfixturevalue("fresh").database
            known[day] = list(judge(client, datetime.combine(day, time(), UTC)))
        return known[day]

    return run


def land(client: Client, day: date) -> None:
    """All three streams, as of a day."""
    moment = datetime.combine(day, time(), UTC)
    land_feedback(client, [scored(one.record, moment) for one in told(day)], moment)
    land_cases(client, [case(step, moment) for step in steps(day)], moment)
    land_facts(client, [fact(each, moment) for each in business(day)], moment)


def judge(client: Client, moment: datetime) -> Iterable[Row]:
    """Every flow after the other, over the last closed window of each of its grains; the later read what is written."""
    rules = Rules(read_brands(SHIPPED), load_config(SHIPPED / "indicators.yaml"), moment, read_goals(SHIPPED))
    read = reader_now(client)
    for job in JOBS.values():
        windows = chosen_windows(moment, None, job.grains)
        grains = {(window.start, window.end): window.grain for window in windows}
        found = find(read, windows, rules, Run(job.name, moment), judged_by(job.name))
        write_findings(client, found.rows, found.evidence, scopes=found.scopes)
        for row in found.rows:
            yield {**row, "flow": job.name, "window": grains[row["window_start"], row["window_end"]]}


def stamped(record: Row, now: datetime) -> bytes:
    """A record as the pusher completes it."""
    event_id = event_id_of(record["source"], record["native_id"])
    fields = {name: value for name, value in record.items() if name != "native_id"}
    return msgspec.json.encode({"schema_version": 1, "event_id": event_id, "received_at": now, **fields})


def scored(record: Row, now: datetime) -> ScoredEvent:
    """And as the worker scores it."""
    event = parse_event(stamped(record, now), now)
    return ScoredEvent(event=event, scores=scorer()(event.text, event.language_hint, event.brand))


def case(record: Row, now: datetime) -> CaseEvent:
    return parse_case(stamped(record, now), now)


def fact(record: Row, now: datetime) -> BusinessFact:
    return parse_fact(stamped(record, now), now)


def is_of(row: Row, finding: Finding) -> bool:
    """Whether a row is what an entry of planted.yaml speaks of."""
    asked = {
        "subject_brand": finding.brand,
        "indicator": finding.indicator or None,
        "subject_topic": finding.topic,
        "window": finding.window or None,
    }
    return all(row[name] == value for name, value in asked.items() if value is not None)


def matches(row: Row, finding: Finding) -> bool:
    """And with one of its verdicts."""
    return is_of(row, finding) and row["verdict"] in finding.verdicts and finding.metric in ("", row["metric"])


def place(row: Row) -> tuple[str, ...]:
    return row["indicator"], row["subject_brand"], row["subject_topic"], row["window"]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_is_planted_is_found_and_nothing_else_of_ours_is_loud(
    judged: Callable[[date], list[Row]], day: date
) -> None:
    rows, plants = [row for row in judged(day) if row["flow"] == "threats"], planted().plants()
    expected = [finding for plant in plants for finding in plant.expected]
    never = [finding for plant in plants for finding in plant.never]
    assert [finding for finding in expected if not any(matches(row, finding) for row in rows)] == []
    assert [place(row) for row in rows if any(matches(row, finding) for finding in never)] == []
    # A planted fact shows in every metric; in another topic, channel, indicator or window it was not declared.
    rivals = {brand.name for brand in read_brands(SHIPPED).brands if not brand.own}
    declared = {row.indicator for row in table(TABLE)} - {finding.indicator for finding in expected}
    loud = [row for row in rows if row["verdict"] in LOUD and row["subject_brand"] not in rivals]
    undeclared = [row for row in loud if not any(is_of(row, finding) for finding in expected) or row["subject_channel"]]
    assert [place(row) for row in undeclared if row["indicator"] not in declared] == []


def test_what_rests_on_how_many_speak_names_the_sources_that_may_fall_silent(
    judged: Callable[[date], list[Row]], measured: list[Estimate]
) -> None:
    judged(DAYS[0])
    known = [one for one in measured if one.value is not None and rests_on(one.indicator, one.metric, "volume")]
    assert {(one.indicator, one.metric) for one in known if not one.sources} == set()
    resting = {name for name, entry in REGISTER.items() if any("volume" in basis for basis in entry.rests_on.values())}
    assert resting - {one.indicator for one in known} == set()


@pytest.mark.parametrize("expected", [row for row in table(TABLE) if not row.on_demand], ids=lambda row: row.id)
def test_each_indicator_says_of_what_is_planted_what_the_table_says(
    judged: Callable[[date], list[Row]], expected: Expected
) -> None:
    found = rows_of(judged(DAYS[0]), expected)
    verdicts = sorted({(row["subject"], row["metric"], row["window"], row["verdict"]) for row in found})
    hits = [row for row in found if row["verdict"] in expected.expected]
    assert (len(hits) == len(found)) if expected.every else hits, verdicts
