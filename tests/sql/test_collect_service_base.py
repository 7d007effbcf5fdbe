"""Base service on the real engine: orders, complaints per orders, special requests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.collect.base_service import collect
from flows.windows import parse_window
from schemas.fact import BusinessFact
from tests.fixtures.opinions import day
from tests.fixtures.served import AS_OF, Served, known, steps
from warehouse.settings import ClickHouseSettings

OCTOBER = day("2026-10-10")
SEPTEMBER = day("2026-09-10")


@pytest.fixture
def served(landed: Client, fresh: ClickHouseSettings) -> Served:
    return Served(landed, fresh.database)


def order(name: str, due: Any, hours: float | None, **fields: Any) -> BusinessFact:
    """Promised for that moment, delivered so many hours after it (before, when negative; None: not yet)."""
    delivered = None if hours is None else due + timedelta(hours=hours)
    fields = {"order_ref": name, "promised_at": due, "delivered_at": delivered, "customer_ref": f"c-{name}"} | fields
    return known(name, "order", fields.pop("occurred_at", due - timedelta(days=2)), **fields)


def total(name: str, value: float, start: str, end: str, **fields: Any) -> BusinessFact:
    fields = {"value": value, "period_start": day(start), "period_end": day(end)} | fields
    return known(name, fields.pop("kind", "orders"), day(end), **fields)


def test_an_order_counts_where_it_was_promised_and_an_open_one_past_its_promise_is_late(served: Served) -> None:
    served.land(
        [
            order("in time", OCTOBER, -1, location="Girona"),
            order("to the minute", OCTOBER, 0, location="Girona"),
            order("late", OCTOBER, 30, location="Vic"),
            order("not there", OCTOBER, None, location="Vic"),
            order("before", SEPTEMBER, -1, location="Vic"),
            order("not due", day("2026-11-20"), None),
            order("rival", OCTOBER, 30, brand="Brackenline"),
        ]
    )
    found = served.collected(collect, "2026-10")["on_time"]
    now, before = found.periods[-1].counts, found.periods[-2].counts
    assert (now.positive, now.n, now.customers) == (2, 4, 4)
    assert (before.positive, before.n) == (1, 1)
    worst = found.evidence[0]
    assert (worst.kind, worst.name, worst.value, worst.comparison) == ("location", "Vic", 0, 100)
    assert set(worst.event_ids) == {"late", "not there"}


def test_an_order_told_when_it_was_placed_and_again_when_it_came_is_one_order(served: Served) -> None:
    def told(name: str, at: timedelta, hours: float | None, **fields: Any) -> BusinessFact:
        fields = {"order_ref": name, "occurred_at": OCTOBER + at} | fields
        return order(f"{name} {at}", OCTOBER, hours, **fields)

    placed, there = timedelta(days=-3), timedelta(hours=-1)
    served.land(
        [
            told("punctual", placed, None, location="Girona"),
            told("punctual", there, -1),
            told("open", placed, None, location="Vic"),
            told("corrected", placed, None),
            told("corrected", there, -1),
            told("corrected", timedelta(days=2), 40),
            told("put off", placed, None),
            told("put off", there, None, promised_at=day("2026-11-20")),
            told("another shop's", placed, -1, order_ref="punctual", source="web"),
        ]
    )
    found = served.collected(collect, "2026-10")["on_time"]
    now = found.periods[-1].counts
    assert (now.positive, now.n) == (2, 4)
    assert {each.name: each.n for each in found.evidence} == {"Girona": 1, "Vic": 1, "-": 2}


def test_defects_are_complaints_about_products_and_processes_per_order(served: Served) -> None:
    causes = ("products", "processes", "people", "")
    served.land(
        [total("orders", 5000, "2026-10-01", "2026-11-01"), total("earlier", 4000, "2026-09-01", "2026-10-01")],
        [one for cause in causes for one in steps(f"now {cause}", OCTOBER, {"resolved": 3}, cause=cause)],
        steps("asked", OCTOBER, {}, cause="products", kind="special_request"),
        steps("ours", OCTOBER, {}, cause="products", origin="proactive"),
        steps("earlier", SEPTEMBER, {}, cause="products"),
    )
    found = served.collected(collect, "2026-10")["defects"]
    assert [(each.count, each.exposure) for each in found.periods[-2:]] == [(1, 4000), (2, 5000)]


def test_defects_are_counted_from_the_first_month_on_in_which_any_complaint_was_entered(served: Served) -> None:
    served.land(
        [total(f"o{month}", 5000, f"2026-{month:02}-01", f"2026-{month + 1:02}-01") for month in (7, 8, 9, 10)],
        steps("of staff", day("2026-08-10"), {}, cause="people"),
        [one for at in range(15) for one in steps(f"k{at}", OCTOBER, {}, cause="products")],
    )
    found = served.collected(collect, "2026-10")["defects"]
    assert [(each.count, each.exposure) for each in found.periods[-4:]] == [(0, 0), (0, 5000), (0, 5000), (15, 5000)]
    assert found.sources == {"helpdesk/cases": 1.0}


def test_a_month_without_any_of_many_complaints_is_a_gap(served: Served) -> None:
    served.land(
        [total(f"o{month}", 5000, f"2026-{month:02}-01", f"2026-{month + 1:02}-01") for month in (8, 9, 10)],
        [one for at in range(15) for one in steps(f"k{at}", SEPTEMBER, {}, cause="products")],
    )
    found = served.collected(collect, "2026-10")["defects"]
    assert [each.exposure for each in found.periods[-3:]] == [0, 5000, 0]


def test_without_totals_the_orders_themselves_are_counted(served: Served) -> None:
    served.land([order(str(at), OCTOBER, -1) for at in range(7)], steps("k", OCTOBER, {}, cause="products"))
    found = served.collected(collect, "2026-10")["defects"]
    assert (found.periods[-1].count, found.periods[-1].exposure) == (1, 7)


def test_a_total_beside_its_parts_counts_alone_and_a_part_of_a_month_is_no_month(served: Served) -> None:
    served.land(
        steps("first", day("2026-04-30"), {}, cause="products"),
        steps("k", OCTOBER, {}, cause="products"),
        [
            total("all", 5000, "2026-10-01", "2026-11-01"),
            total("part", 3000, "2026-10-01", "2026-11-01", product="next-day"),
            total("one", 100, "2026-09-01", "2026-10-01", product="next-day"),
            total("other", 50, "2026-09-01", "2026-10-01", product="locker"),
            total("half", 900, "2026-08-01", "2026-08-16"),
            total("quarter", 9200, "2026-05-01", "2026-08-01"),
        ],
    )
    found = served.collected(collect, "2026-10")["defects"]
    assert [each.exposure for each in found.periods[-6:]] == [3100, 3000, 3100, 0, 150, 5000]


def exposures(served: Served, *facts: BusinessFact) -> list[float]:
    """Orders of the months of which these facts tell, complaints having come in since long."""
    served.land(list(facts), steps("first", day("2025-10-30"), {}, cause="products"))
    served.land(steps("k", OCTOBER, {}, cause="products"))
    return [each.exposure for each in served.collected(collect, "2026-10")["defects"].periods]


def test_a_number_that_is_told_anew_takes_the_place_of_the_one_before_whatever_its_id(served: Served) -> None:
    later = {"received_at": AS_OF + timedelta(hours=1)}
    corrected = total("a correction", 5200, "2026-10-01", "2026-11-01", **later)
    assert exposures(served, corrected, total("orders", 5000, "2026-10-01", "2026-11-01"))[-1] == 5200


def test_a_quarter_beside_its_months_counts_no_order_twice_and_fills_a_month_that_is_missing(served: Served) -> None:
    months = [total(f"o{at}", 1000 * at, f"2026-{at:02}-01", f"2026-{at + 1:02}-01") for at in (9, 10)]
    found = exposures(served, *months, total("quarter", 92_000, "2026-08-01", "2026-11-01"))
    assert found[-4:] == pytest.approx([0, 31_000, 9000, 10_000])


def test_half_a_month_that_is_told_twice_is_half_a_month(served: Served) -> None:
    halves = [
        total("half", 500, "2026-10-01", "2026-10-17"),
        total("and a day", 530, "2026-10-01", "2026-10-18"),
        total("september", 900, "2026-09-01", "2026-10-01"),
    ]
    assert exposures(served, *halves)[-2:] == [900, 0]


def test_parts_are_added_up_along_one_division_each_by_its_own_periods(served: Served) -> None:
    found = exposures(
        served,
        total("web", 3000, "2026-10-01", "2026-11-01", channel="web"),
        total("counter 1", 500, "2026-10-01", "2026-10-16", channel="counter"),
        total("counter 2", 700, "2026-10-16", "2026-11-01", channel="counter"),
        total("Vic", 2500, "2026-10-01", "2026-11-01", location="Vic"),
        total("Girona", 1500, "2026-10-01", "2026-11-01", location="Girona"),
    )
    assert found[-1] == pytest.approx(4200)


@pytest.mark.parametrize("hours", [14, 8, -5, -12])
def test_months_told_in_local_time_are_months_wherever_on_earth(served: Served, hours: int) -> None:
    months = [parse_window(f"2026-{month:02}") for month in (8, 9, 10)]
    ahead = timedelta(hours=hours)
    spans = [{"period_start": month.start - ahead, "period_end": month.end - ahead} for month in months]
    facts = [known(f"o{at}", "orders", day("2026-11-01"), value=5000, **span) for at, span in enumerate(spans)]
    found = exposures(served, *facts)
    assert found[-4:] == pytest.approx([0, 5000, 5000, 5000], rel=0.01)


def test_special_requests_are_told_with_the_hours_until_they_were_met(served: Served) -> None:
    request = {"kind": "special_request"}
    served.land(
        steps("met", OCTOBER, {"resolved": 5}, **request),
        steps("closed", OCTOBER, {"closed": 30}, **request),
        steps("open", day("2026-10-31"), {"acknowledged": 1}, **request),
        steps("later", day("2026-10-31"), {"resolved": 48}, **request),
    )
    found = served.collected(collect, "2026-10")["requests_met"]
    now = found.periods[-1]
    assert (now.times.ended.tolist(), now.times.open.tolist(), now.customers) == ([5, 30], [24, 24], 4)
    assert set(found.evidence[-1].event_ids) == {"open received 0.0", "later received 0.0"}


def test_without_orders_and_cases_there_is_nothing_to_judge(served: Served) -> None:
    assert served.collected(collect, "2026-10") == {}
