"""Recovery on the real engine: what becomes of complaints, who is satisfied afterwards, what stays open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.collect.recovery import collect
from schemas.scored import ScoredEvent
from tests.fixtures.opinions import day
from tests.fixtures.served import Served, said, steps
from warehouse.settings import ClickHouseSettings

OCTOBER = day("2026-10-10")
SEPTEMBER = day("2026-09-10")


@pytest.fixture
def served(landed: Client, fresh: ClickHouseSettings) -> Served:
    return Served(landed, fresh.database)


def answer(name: str, moment: datetime, csat: int, **fields: Any) -> ScoredEvent:
    return said(name, moment, kind="survey", csat=csat, **fields)


def test_any_later_stage_is_an_acknowledgement(served: Served) -> None:
    served.land(
        steps("said", OCTOBER, {"acknowledged": 3, "resolved": 30}),
        steps("implied", OCTOBER, {"investigated": 5, "resolved": 30}),
        steps("silent", day("2026-10-31"), {}),
    )
    found = served.collected(collect, "2026-10", recovery={"acknowledge_hours": 4})
    times = found["acknowledged_in_time"].periods[-1].times
    assert (times.ended.tolist(), times.open.tolist()) == ([3, 5], [24])
    assert (found["acknowledged_in_time"].hours, found["resolved_in_time"].hours) == (4, None)


def test_reopened_ones_are_counted_once_there_is_no_more_time_to_reopen(served: Served) -> None:
    served.land(
        steps("kept", OCTOBER, {"resolved": 10}),
        steps("back", OCTOBER, {"resolved": 10, "reopened": 40}),
        steps("back late", OCTOBER, {"resolved": 10, "reopened": 300}),
        steps("still may", day("2026-10-28"), {"resolved": 10}),
        steps("a long one", day("2026-06-01"), {"resolved": 24 * 130.0}),
    )
    found = served.collected(collect, "2026-10")["reopened"]
    now = found.periods[-1].counts
    assert (now.n, now.positive) == (4, 1)
    assert found.evidence[0].event_ids == ("back received 0.0",)


def test_satisfaction_after_a_complaint_is_found_by_customer_or_order(served: Served) -> None:
    served.land(
        steps("a", SEPTEMBER, {"resolved": 24 * 25.0}, customer_ref="known"),
        steps("b", SEPTEMBER, {"resolved": 24 * 25.0}, order_ref="o-1"),
        steps("open", SEPTEMBER, {}, customer_ref="waiting"),
        [
            answer("after", OCTOBER, 5, customer_ref="known"),
            answer("by order", OCTOBER, 1, order_ref="o-1"),
            answer("too late", OCTOBER + timedelta(days=20), 1, customer_ref="known"),
            answer("before its end", OCTOBER, 1, customer_ref="waiting"),
            answer("never", OCTOBER, 4, customer_ref="calm"),
            answer("unknown", OCTOBER, 1),
        ],
    )
    found = served.collected(collect, "2026-10", recovery={"followed_days": 14})
    after = found["satisfaction_after"].periods[-1].counts
    assert (after.n, after.positive, after.customers) == (2, 1, 2)
    assert found["satisfaction_after"].evidence[0].event_ids == ("by order",)
    pair = found["recovered_gap"]
    assert (pair.recovered, pair.never.n, pair.never.positive) == (after, 1, 1)


def test_a_reopened_complaint_has_ended_when_it_ended_for_good(served: Served) -> None:
    served.land(
        steps("a", SEPTEMBER, {"resolved": 1, "reopened": 2, "closed": 24 * 40.0}, customer_ref="known"),
        [answer("between", OCTOBER, 1, customer_ref="known")],
    )
    assert "satisfaction_after" not in served.collected(collect, "2026-10")


def test_the_backlog_is_what_was_open_when_each_window_ended(served: Served) -> None:
    served.land(
        steps("old", day("2026-08-30"), {"acknowledged": 1}),
        steps("young", day("2026-10-31"), {}),
        steps("closed in october", day("2026-09-29"), {"resolved": 24 * 10.0}),
        steps("closed", SEPTEMBER, {"resolved": 5}),
    )
    found = served.collected(collect, "2026-10", recovery={"resolve_hours": 100})["backlog_age"]
    now, before = found.periods[-1].counts, found.periods[-2].counts
    assert (now.n, now.positive) == (2, 1)
    assert (before.n, before.positive) == (2, 1)
    assert found.words.name == "the share of {brand}'s open complaints older than 100 hours"
    assert found.evidence[0].event_ids == ("old received 0.0", "young received 0.0")


def test_what_was_reopened_on_the_day_it_was_resolved_is_open_where_days_alone_are_given(served: Served) -> None:
    reopened = {"resolved": 96.0, "reopened": 96.0}
    served.land(
        steps("open", day("2026-10-01"), reopened),
        steps("closed that day", day("2026-10-01"), {**reopened, "closed": 96.0}),
        steps("closed since", day("2026-10-01"), {**reopened, "closed": 120.0}),
    )
    found = served.collected(collect, "2026-10", recovery={"resolve_hours": 100})
    assert found["backlog_age"].periods[-1].counts.n == 1
    assert found["backlog_age"].evidence[0].event_ids == ("open received 0.0",)
    came_back = found["reopened"].periods[-1].counts
    assert (came_back.n, came_back.positive) == (3, 3)


def test_without_complaints_there_is_nothing_to_judge(served: Served) -> None:
    served.land([answer("never", OCTOBER, 4, customer_ref="calm")])
    assert served.collected(collect, "2026-10") == {}
    assert served.collected(collect, "2026-W43") == {}
