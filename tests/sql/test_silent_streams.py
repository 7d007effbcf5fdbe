"""A source of cases or facts that falls silent is told, and nothing that rests on it is good news meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client
from msgspec.structs import replace

from flows.brands import Brand, Brands
from flows.findings import find
from flows.goals import Goals
from flows.indicators.config import IndicatorsConfig
from flows.indicators.goal import Goal, Scope
from flows.indicators.register import judged_by
from flows.rows import Run
from flows.rules import Rules
from flows.windows import parse_window
from schemas.case import CaseEvent
from schemas.fact import BusinessFact
from tests.fixtures.made import case
from tests.fixtures.opinions import day
from tests.fixtures.reading import reader_now
from tests.fixtures.served import known
from warehouse.landing import land_cases, land_facts
from warehouse.settings import ClickHouseSettings

BEGUN = day("2025-11-01")
NOVEMBER, DECEMBER = day("2026-11-01"), day("2026-12-01")
FEWER = Goal(
    id="fewer",
    name="Fewer complaints",
    metric="complaints_per_1000",
    scope=Scope("Alder Post"),
    baseline=1.0,
    change_percent=-20,
    start=date(2026, 7, 1),
    deadline=date(2026, 10, 31),
    owner="head of service",
)
Found = dict[tuple[str, str], dict[str, Any]]


def complaints(until: datetime) -> Iterator[CaseEvent]:
    """Three or four a day, some hundred a month."""
    for at in range((until - BEGUN).days * 7 // 2):
        moment = BEGUN + at * timedelta(days=2) / 7
        yield case(f"k{at}", case_id=f"C-{at}", occurred_at=moment, received_at=DECEMBER, cause="processes")


def figures(kind: str, value: float, **fields: Any) -> list[BusinessFact]:
    """A number of each month from a year before November on, told when it is over."""
    months = [parse_window("2026-11").shift(-back) for back in range(13)]
    told = {"value": value, "source": "crm"} | fields
    return [
        known(f"{kind} {month.label}", kind, month.end, period_start=month.start, period_end=month.end, **told)
        for month in months
    ]


def left(until: datetime) -> Iterator[BusinessFact]:
    """One or two customers a day."""
    for at in range((until - BEGUN).days * 3 // 2):
        moment = BEGUN + at * timedelta(days=2) / 3
        yield known(f"l{at}", "customer_lapsed", moment, source="crm", customer_ref=f"c{at}")


@pytest.fixture
def client(landed: Client, fresh: ClickHouseSettings) -> Client:
    landed.database = fresh.database
    return landed


def judged(client: Client, goal: Goal = FEWER) -> Found:
    """All that the flows of goals and KPIs say of November."""
    rules = Rules(Brands((Brand("Alder Post", own=True),)), IndicatorsConfig(), DECEMBER, Goals((goal,)))
    names = judged_by("kpis") | judged_by("goals")
    rows = find(reader_now(client), [parse_window("2026-11")], rules, Run("run", DECEMBER), names).rows
    return {(row["metric"], row["subject"]): row for row in rows}


def test_a_helpdesk_that_fell_silent_is_out_and_its_goal_not_achieved(client: Client) -> None:
    land_cases(client, list(complaints(NOVEMBER)), DECEMBER)
    land_facts(client, figures("customers", 100_000.0) + figures("orders", 200_000.0), DECEMBER)
    found = judged(client)
    outage = found["silent_days", "helpdesk/cases"]
    assert (outage["verdict"], outage["value"]) == ("warning", 30)
    assert outage["reason"].startswith("The source helpdesk sent no cases for 30 days running")
    goal = found["complaints_per_1000", "Alder Post/fewer"]
    assert (goal["verdict"], goal["value"]) == ("incomplete", None)
    assert outage["reason"].rstrip(".") in goal["reason"]
    assert goal["input_watermark"] == DECEMBER
    of_cases = [found[metric, "Alder Post"] for metric in ("defects", "first_response", "acknowledged_in_time")]
    assert [(row["verdict"], row["value"]) for row in of_cases] == [("incomplete", None)] * 3
    good = [key for key, row in found.items() if row["verdict"] in ("improved", "achieved", "on_track")]
    assert good == []


def test_a_month_of_which_half_is_missing_is_not_judged_either(client: Client) -> None:
    land_cases(client, list(complaints(NOVEMBER + timedelta(days=15))), DECEMBER)
    land_facts(client, figures("customers", 100_000.0) + figures("orders", 200_000.0), DECEMBER)
    found = judged(client)
    for key in (
        ("complaints_per_1000", "Alder Post/fewer"),
        ("defects", "Alder Post"),
        ("first_response", "Alder Post"),
    ):
        assert found[key]["verdict"] == "incomplete", key


def test_what_has_ended_for_good_is_no_nought_either(client: Client) -> None:
    land_cases(client, list(complaints(day("2026-08-10"))), DECEMBER)
    land_facts(client, figures("customers", 100_000.0) + figures("orders", 200_000.0), DECEMBER)
    found = judged(client)
    assert found["silent_days", "helpdesk/cases"]["verdict"] == "ok"
    goal = found["complaints_per_1000", "Alder Post/fewer"]
    assert (goal["verdict"], goal["value"]) == ("no_data", None)


def test_a_place_without_a_complaint_has_none_while_others_come(client: Client) -> None:
    once = case("lindow", case_id="L", occurred_at=day("2026-03-10"), received_at=DECEMBER, location="Lindow")
    land_cases(client, [once, *complaints(DECEMBER)], DECEMBER)
    land_facts(client, figures("customers", 9000.0, location="Lindow"), DECEMBER)
    found = judged(client, replace(FEWER, scope=Scope("Alder Post", location="Lindow")))
    assert found["silent_days", "helpdesk/cases"]["verdict"] == "ok"
    goal = found["complaints_per_1000", "Alder Post/fewer"]
    assert (goal["verdict"], goal["value"]) == ("achieved", 0)


def test_lapses_that_are_late_do_not_improve_retention(client: Client) -> None:
    land_facts(client, [*figures("customers", 1000.0), *left(NOVEMBER)], DECEMBER)
    found = judged(client)
    assert found["silent_days", "crm/customer_lapsed"]["verdict"] == "warning"
    assert (found["retention", "Alder Post"]["verdict"], found["retention", "Alder Post"]["value"]) == (
        "incomplete",
        None,
    )


def test_numbers_of_a_month_and_what_happens_once_have_no_rhythm_to_miss(client: Client) -> None:
    prices = {"old_price": 5.9, "new_price": 6.7, "currency": "EUR"}
    once = known("p", "price_change", day("2026-08-10"), source="price_list", product="standard", **prices)
    stopped = [each for each in figures("customers", 1000.0) if each.occurred_at < day("2026-09-20")]
    land_facts(client, [*stopped, once], DECEMBER)
    assert [key for key in judged(client) if key[0] == "silent_days"] == []
