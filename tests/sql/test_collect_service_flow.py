"""The kpis flow over the real engine: a planted slow week is found, what is calm is not, no data are no crash."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from clickhouse_connect.driver.client import Client

from flows.findings import Findings, find
from flows.indicators.config import IndicatorsConfig
from flows.indicators.register import judged_by
from flows.rows import Run
from flows.rules import Rules
from flows.windows import parse_window
from schemas.case import CaseEvent
from schemas.scored import ScoredEvent
from tests.fixtures.opinions import day
from tests.fixtures.reading import reader_now
from tests.fixtures.served import AS_OF, BRANDS, Served, said, steps
from warehouse.settings import ClickHouseSettings

SLOW = day("2026-10-19")


@pytest.fixture
def served(landed: Client, fresh: ClickHouseSettings) -> Served:
    return Served(landed, fresh.database)


def cases(per_week: int = 60) -> list[CaseEvent]:
    """Thirteen weeks of complaints answered within a day or so; in the last week it takes four times as long."""
    chance = random.Random(5)
    found: list[CaseEvent] = []
    for number in range(13 * per_week):
        week = SLOW - timedelta(weeks=12 - number // per_week)
        hours = chance.expovariate(1 / 8) * (4 if week == SLOW else 1)
        received = week + timedelta(minutes=chance.randrange(7 * 24 * 60))
        told = {"acknowledged": 1.0, "responded": 1 + hours, "resolved": 2 + hours}
        found += steps(f"k{number}", received, told, first_contact=chance.random() < 0.7)
    return found


def reviews(per_week: int = 60) -> list[ScoredEvent]:
    """As many reviews, answered alike in every week."""
    chance = random.Random(6)
    found = []
    for number in range(13 * per_week):
        moment: datetime = SLOW - timedelta(weeks=12 - number // per_week, minutes=-chance.randrange(7 * 24 * 60))
        reply = moment + timedelta(hours=chance.expovariate(1 / 10))
        found.append(said(f"r{number}", moment, customer_ref=f"r{number}", reply_at=reply))
    return found


def judged(client: Client, label: str, **config: object) -> Findings:
    rules = Rules(BRANDS, IndicatorsConfig.model_validate(config), AS_OF)
    return find(reader_now(client), [parse_window(label)], rules, Run("r", AS_OF), judged_by("kpis"))


def test_a_slow_week_is_found_with_its_reason_and_events_to_read(served: Served, landed: Client) -> None:
    served.land(cases(), reviews())
    found = judged(landed, "2026-W43", kpi_breach={"targets": {"first_response_hours": 24}})
    rows = {(row["indicator"], row["metric"]): row for row in found.rows}
    for metric in ("first_response", "first_response_target", "resolution"):
        assert rows["kpi_breach", metric]["verdict"] == "critical"
    assert rows["recovery", "resolved_in_time"]["verdict"] == "critical"
    assert rows["recovery", "acknowledged_in_time"]["severity"] == 0
    assert rows["reply_coverage", "replies_in_time"]["severity"] == 0
    assert (
        "complaints to Alder Post answered within 24 hours fell from" in rows["kpi_breach", "first_response"]["reason"]
    )
    told = [each for each in found.evidence if each["metric"] == "first_response"]
    assert {"median, hours", "90th percentile, hours", "still open"} <= {each["name"] for each in told}
    assert next(each for each in told if each["name"] == "still open")["example_event_ids"]


def test_no_data_and_one_day_of_them_crash_nothing(served: Served, landed: Client) -> None:
    served.land([])
    assert [row for row in judged(landed, "2026-10").rows if row["indicator"] in judged_by("kpis")] == []
    served.land(steps("k", SLOW, {"resolved": 1}), [said("r", SLOW, reply_at=SLOW + timedelta(hours=1), nps=9)])
    for label in ("2026-W43", "2026-10"):
        rows = [row for row in judged(landed, label).rows if row["indicator"] in judged_by("kpis")]
        assert rows
        assert {row["verdict"] for row in rows} <= {"no_data", "insufficient_data"}
