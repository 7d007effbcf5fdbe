"""What comes late reopens the windows it belongs to, and the recomputation says what it changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from clickhouse_connect.driver.client import Client
from msgspec.structs import replace

from flows.brands import Brand, Brands
from flows.changes import told
from flows.findings import Findings, find
from flows.indicators.config import IndicatorsConfig
from flows.indicators.register import judged_by
from flows.late import Behind, behind
from flows.rows import Run
from flows.rules import Rules
from flows.windows import Window, parse_window
from schemas.fact import BusinessFact
from schemas.parse import parse_fact
from schemas.scored import ScoredEvent
from tests.fixtures.opinions import Opinions, day, steady
from tests.fixtures.reading import reader_now
from tests.fixtures.served import known
from warehouse.indicators import write_findings
from warehouse.landing import land_facts, land_feedback
from warehouse.query import Row
from warehouse.settings import ClickHouseSettings

MONDAY = day("2026-11-02")
WEEK = parse_window("2026-W44")
NAMES = judged_by("threats")
EVENTS = list(Opinions(start=day("2026-07-06"), end=MONDAY, happiness=steady(0.8)).events())
EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples" / "business.facts"


class Room:
    """A warehouse whose weeks are judged at a moment, and asked for what came since."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def land(self, events: list[ScoredEvent], at: datetime) -> None:
        land_feedback(self.client, events, at)

    def judge(self, at: datetime, *windows: Window, names: frozenset[str] = NAMES) -> Findings:
        rules = Rules(Brands((Brand("Alder Post", own=True),)), IndicatorsConfig(), at)
        found = find(reader_now(self.client), list(windows), rules, Run(f"run of {at}", at), names)
        write_findings(self.client, found.rows, found.evidence, scopes=found.scopes)
        return found

    def reopened(self, at: datetime) -> list[str]:
        return [window.label for window in behind(reader_now(self.client), NAMES, ["week"], at).reopened]

    def missed(self, at: datetime) -> list[str]:
        return [window.label for window in behind(reader_now(self.client), NAMES, ["week"], at).missed]


def without_run(row: Row) -> Row:
    """What was found, whichever run found it, and in whichever landing."""
    return {name: value for name, value in row.items() if name not in ("run_id", "computed_at", "input_watermark")}


@pytest.fixture
def room(landed: Client, fresh: ClickHouseSettings) -> Room:
    landed.database = fresh.database
    room = Room(landed)
    room.land(EVENTS, MONDAY)
    return room


def test_what_was_never_judged_is_not_reopened(room: Room) -> None:
    assert room.reopened(MONDAY) == []


def test_what_a_failed_run_left_unjudged_is_due(room: Room) -> None:
    before, failed = WEEK.shift(-2), WEEK.shift(-1)
    room.judge(before.end + timedelta(hours=5), before)
    assert room.missed(failed.end) == [failed.label]
    assert room.missed(MONDAY) == [failed.label, WEEK.label]
    room.judge(MONDAY, failed, WEEK)
    assert room.missed(MONDAY) == []


def test_a_window_that_another_flow_judged_by_one_of_the_indicators_is_not_judged(room: Room) -> None:
    room.judge(WEEK.start, WEEK.shift(-1))
    room.judge(MONDAY, WEEK, names=frozenset({"new_entrant"}))
    assert room.missed(MONDAY) == [WEEK.label]


def test_nobody_waits_for_what_closed_before_the_first_run(room: Room) -> None:
    assert room.missed(MONDAY) == []
    room.judge(MONDAY + timedelta(hours=5), WEEK)
    assert room.missed(MONDAY + timedelta(hours=6)) == []


def test_a_window_in_which_nothing_was_found_is_judged(landed: Client, fresh: ClickHouseSettings) -> None:
    landed.database = fresh.database
    themes = frozenset({"emerging_theme"})
    for window in (WEEK.shift(-1), WEEK):
        assert Room(landed).judge(window.end, window, names=themes).rows == []
    assert behind(reader_now(landed), themes, ["week"], MONDAY) == Behind(reopened=(), missed=())
    land_feedback(landed, list(Opinions(start=WEEK.start, end=WEEK.end, happiness=steady(0.8)).events()), MONDAY)
    assert behind(reader_now(landed), themes, ["week"], MONDAY).reopened == (WEEK,)


def test_a_judged_window_stays_closed_while_nothing_of_it_comes(room: Room) -> None:
    room.judge(MONDAY + timedelta(hours=5), WEEK, WEEK.shift(-1))
    this_week = Opinions(start=MONDAY, end=MONDAY + timedelta(days=1), happiness=steady(0.8), seed=2)
    room.land(list(this_week.events()), MONDAY + timedelta(days=1))
    assert room.reopened(MONDAY + timedelta(days=1)) == []


def test_late_events_reopen_their_window_and_the_rerun_says_what_they_changed(room: Room) -> None:
    judged_at = MONDAY + timedelta(hours=5)
    assert room.judge(judged_at, WEEK, WEEK.shift(-1)).changes == []
    late = Opinions(start=WEEK.start, end=WEEK.end, happiness=steady(0.1), per_day=60, source="late_survey")
    room.land(list(late.events()), judged_at + timedelta(hours=3))
    assert room.reopened(judged_at + timedelta(hours=4)) == [WEEK.label]
    changes = room.judge(judged_at + timedelta(hours=4), WEEK).changes
    assert ("perception_drop", "Alder Post", "nps") in {(one.indicator, one.subject, one.metric) for one in changes}
    assert all(one.before != one.now and one.window == WEEK.label for one in changes)
    assert changes[0].text in told(changes)
    assert room.reopened(judged_at + timedelta(hours=5)) == []


def test_what_is_received_again_is_judged_again_with_the_same_result(room: Room) -> None:
    judged_at = MONDAY + timedelta(hours=5)
    first = room.judge(judged_at, WEEK)
    again = [replace(one, event=replace(one.event, received_at=judged_at)) for one in EVENTS]
    room.land(again, judged_at + timedelta(hours=1))
    assert room.reopened(judged_at + timedelta(hours=2)) == [WEEK.label]
    second = room.judge(judged_at + timedelta(hours=2), WEEK)
    assert second.changes == []
    assert [without_run(row) for row in second.rows] == [without_run(row) for row in first.rows]


def test_a_window_long_past_is_a_backfill_s(room: Room) -> None:
    old = WEEK.shift(-9)
    room.judge(MONDAY, old)
    room.land(list(Opinions(start=old.start, end=old.end, happiness=steady(0.1), source="late").events()), MONDAY)
    assert room.reopened(MONDAY) == []


MONTHS = ("2026-08", "2026-09", "2026-10")
SEEN = MONDAY + timedelta(hours=5)


def seen(client: Client, late: BusinessFact) -> list[str]:
    """The months reopened by a fact that lands after they were judged."""
    rules = Rules(Brands((Brand("Alder Post", own=True),)), IndicatorsConfig(), SEEN)
    names = {"base_service"}
    windows = [parse_window(month) for month in MONTHS]
    found = find(reader_now(client), windows, rules, Run("judged", SEEN), names)
    write_findings(client, found.rows, found.evidence, scopes=found.scopes)
    land_facts(client, [late], SEEN + timedelta(days=8))
    return [window.label for window in behind(reader_now(client), names, ["month"], SEEN + timedelta(days=8)).reopened]


def orders_of(*months: str) -> list[BusinessFact]:
    """An order of each month, so that it is judged."""
    return [promised(parse_window(month).start + timedelta(days=9), month) for month in months]


def promised(moment: datetime, name: str, ordered: datetime | None = None) -> BusinessFact:
    told = {"order_ref": name, "promised_at": moment, "delivered_at": moment}
    return known(f"o {name}", "order", ordered or moment, **told)


@pytest.fixture
def ordered(landed: Client, fresh: ClickHouseSettings) -> Client:
    landed.database = fresh.database
    land_facts(landed, orders_of(*MONTHS), MONDAY)
    return landed


def test_september_s_revenue_of_the_first_of_october_reopens_september(ordered: Client) -> None:
    example = (EXAMPLES / "revenue.json").read_bytes()
    revenue = parse_fact(example, MONDAY)
    assert revenue.occurred_at == day("2026-10-01")
    assert seen(ordered, revenue) == ["2026-09", "2026-10"]


def test_a_quarter_s_number_reopens_each_of_its_months(ordered: Client) -> None:
    span = {"period_start": day("2026-07-01"), "period_end": day("2026-10-01"), "value": 900.0}
    assert seen(ordered, known("q", "orders", day("2026-09-30"), **span)) == ["2026-08", "2026-09"]


def test_an_order_reopens_the_month_in_which_it_was_promised(ordered: Client) -> None:
    late = promised(day("2026-10-02"), "late", ordered=day("2026-09-29"))
    assert seen(ordered, late) == ["2026-09", "2026-10"]


def test_an_unchanged_rerun_says_nothing() -> None:
    assert told([]) == ""
