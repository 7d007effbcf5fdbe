"""View cases: one row per case, whatever the order in which its steps land and however often."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from schemas.case import CaseEvent
from tests.fixtures.made import NOON, case
from warehouse.landing import land_cases
from warehouse.query import Row, query_rows


def after(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def step(stage: str, hours: float, **changes: Any) -> CaseEvent:
    """Each step is pushed a minute after it was taken."""
    event_id = changes.pop("event_id", f"{stage} {hours}")
    times = {"occurred_at": after(hours), "received_at": after(hours) + timedelta(minutes=1)}
    return case(event_id, stage=stage, **times | changes)


def shown(client: Client, *steps: CaseEvent) -> list[Row]:
    """The cases once the steps have landed, each twice and the last one first."""
    for one in (*reversed(steps), *steps):
        land_cases(client, [one], NOON)
    return query_rows(client, "SELECT * FROM cases ORDER BY source, case_id")


WHOLE = [
    step("received", 0, severity="high", topic="delivery.late", customer_ref="c-1"),
    step("acknowledged", 2, team="claims"),
    step("assessed", 3, severity="critical"),
    step("investigated", 5, cause="processes"),
    step("responded", 20),
    step("resolved", 30.5, first_contact=False),
]


def test_each_stage_is_shown_with_its_first_time_and_the_hours_between(landed: Client) -> None:
    [row] = shown(landed, *WHOLE)
    stages = [row[f"first_{stage}_at"] for stage in ("received", "acknowledged", "assessed", "investigated")]
    assert stages == [after(0), after(2), after(3), after(5)]
    assert (row["first_responded_at"], row["first_resolved_at"]) == (after(20), after(30.5))
    assert (row["first_reopened_at"], row["first_closed_at"]) == (None, None)
    assert (row["hours_to_acknowledge"], row["hours_to_resolve"]) == (2.0, 30.5)
    assert (row["current_stage"], row["is_open"], row["ended_at"]) == ("resolved", False, after(30.5))
    assert (row["steps"], row["times_reopened"]) == (6, 0)


def test_of_each_fact_the_newest_that_a_step_tells_is_shown(landed: Client) -> None:
    [row] = shown(landed, *WHOLE)
    told = {name: row[name] for name in ("severity", "topic", "customer_ref", "team", "cause", "first_contact")}
    assert told == {
        "severity": "critical",
        "topic": "delivery.late",
        "customer_ref": "c-1",
        "team": "claims",
        "cause": "processes",
        "first_contact": False,
    }
    assert (row["kind"], row["origin"], row["product"]) == ("complaint", "customer", "")


def test_of_steps_of_one_moment_the_later_stage_tells_whatever_was_pushed_first(landed: Client) -> None:
    for number in range(16):  # the order in which equal ones are read is chance
        told = {"case_id": str(number), "received_at": after(9)}
        late = step("closed", 0, event_id=f"{number} closed", severity="low", team="desk", first_contact=True, **told)
        soon = step("received", 0, event_id=f"{number}", severity="high", team="claims", first_contact=False, **told)
        land_cases(landed, [late, soon] if number % 2 else [soon, late], NOON)
    rows = query_rows(landed, "SELECT severity, team, first_contact, current_stage, count() FROM cases GROUP BY ALL")
    assert [tuple(row.values()) for row in rows] == [("low", "desk", True, "closed", 16)]


def test_what_one_step_says_holds_for_the_case(landed: Client) -> None:
    [row] = shown(landed, step("received", 0, kind="special_request", origin="proactive"), step("closed", 1))
    assert (row["kind"], row["origin"], row["first_contact"]) == ("special_request", "proactive", None)


@pytest.mark.parametrize(
    ("steps", "is_open", "ended", "reopened"),
    [
        ([("received", 0)], True, None, 0),
        ([("received", 0), ("responded", 9)], True, None, 0),
        ([("received", 0), ("resolved", 9), ("responded", 12)], False, 9, 0),
        ([("received", 0), ("resolved", 9), ("closed", 12)], False, 9, 0),
        ([("received", 0), ("closed", 12)], False, 12, 0),
        ([("received", 0), ("resolved", 9), ("reopened", 12)], True, None, 1),
        ([("received", 0), ("resolved", 9), ("reopened", 12), ("resolved", 20), ("closed", 22)], False, 20, 1),
        ([("resolved", 9), ("reopened", 12), ("resolved", 20), ("reopened", 30)], True, None, 2),
        ([("received", 0), ("resolved", 0)], False, 0, 0),  # by day alone: the stages' own order counts
        ([("received", 0), ("resolved", 24), ("reopened", 24)], True, None, 1),
        ([("received", 0), ("resolved", 24), ("reopened", 24), ("closed", 24)], False, 24, 1),
        ([("received", 0), ("resolved", 24), ("reopened", 24), ("closed", 72)], False, 72, 1),
    ],
)
def test_a_case_is_open_until_it_is_resolved_or_closed_for_good(
    landed: Client, steps: list[tuple[str, float]], is_open: bool, ended: float | None, reopened: int
) -> None:
    [row] = shown(landed, *(step(stage, hours) for stage, hours in steps))
    assert (row["is_open"], row["times_reopened"]) == (is_open, reopened)
    assert row["ended_at"] == (None if ended is None else after(ended))


def test_hours_are_unknown_where_a_stage_is_missing_or_the_order_cannot_be(landed: Client) -> None:
    [row] = shown(landed, step("received", 5), step("acknowledged", 1))
    assert (row["hours_to_acknowledge"], row["hours_to_resolve"]) == (None, None)


def test_a_step_that_is_corrected_counts_once_and_a_step_told_under_two_ids_moves_nothing(landed: Client) -> None:
    corrected = step("reopened", 9, event_id="s", received_at=after(50))
    again = step("reopened", 9, event_id="t", received_at=after(51))
    [row] = shown(landed, step("received", 0), step("reopened", 8, event_id="s"), corrected, again)
    assert (row["first_reopened_at"], row["times_reopened"], row["steps"]) == (after(9), 1, 3)


def test_two_sources_may_number_their_cases_alike(landed: Client) -> None:
    rows = shown(landed, step("received", 0), step("received", 1, source="shop_desk", event_id="x"))
    assert [(row["source"], row["first_received_at"]) for row in rows] == [
        ("helpdesk", after(0)),
        ("shop_desk", after(1)),
    ]


def test_a_case_says_when_it_last_changed(landed: Client) -> None:
    land_cases(landed, [step("received", 0)], after(1))
    land_cases(landed, [step("resolved", 30)], after(31))
    assert query_rows(landed, "SELECT changed_at FROM cases") == [{"changed_at": after(31)}]
