"""A backlog on the real engine: what stays open counts once, and what only grows is heard."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from clickhouse_connect.driver.client import Client

from flows.collect.recovery import collect
from flows.indicators.conclude import conclude
from flows.indicators.config import IndicatorsConfig
from flows.indicators.outputs import Judgement
from flows.indicators.recovery import measure
from flows.windows import parse_window
from schemas.case import CaseEvent
from tests.fixtures.opinions import day
from tests.fixtures.served import Served, steps
from warehouse.settings import ClickHouseSettings

OCTOBER = parse_window("2026-10")
CONFIG = IndicatorsConfig()


@pytest.fixture
def served(landed: Client, fresh: ClickHouseSettings) -> Served:
    return Served(landed, fresh.database)


def case(at: datetime, ends_after: float | None) -> list[CaseEvent]:
    stages = {"acknowledged": 1.0} if ends_after is None else {"acknowledged": 1.0, "resolved": ends_after}
    name = f"{at:%Y-%m-%dT%H}"
    return steps(name, at, stages, customer_ref=f"c-{name}")


def year(never: int) -> list[list[CaseEvent]]:
    """Thirty complaints in each of thirteen months, solved within days; of any three so many never."""
    return [
        case(month.start + timedelta(hours=20 * at), None if at % 3 < never else 24.0 + at)
        for month in [*OCTOBER.before(12), OCTOBER]
        for at in range(30)
    ]


def judged(served: Served, metric: str) -> Judgement:
    [found] = conclude([measure(served.collected(collect, "2026-10")[metric], CONFIG)], CONFIG, day("2027-01-01"))
    return found


def test_a_backlog_that_only_grows_is_called_out_and_its_age_is_no_good_news(served: Served) -> None:
    served.land(*year(never=1))
    growth, age = judged(served, "backlog_growth"), judged(served, "backlog_age")
    assert growth.verdict == "critical"
    assert growth.value == pytest.approx(100 / 3, abs=3)
    assert "130 are open" in growth.reason
    assert age.verdict == "insufficient_data"
    assert "no rise could show" in age.reason


def test_where_as_many_end_as_come_in_the_backlog_does_not_grow(served: Served) -> None:
    served.land(*year(never=0))
    growth = judged(served, "backlog_growth")
    assert growth.verdict == "ok"
    assert growth.value == pytest.approx(0, abs=1)


def test_where_no_end_is_ever_told_nothing_is_said_of_growth(served: Served) -> None:
    served.land(*year(never=3))
    assert "backlog_growth" not in served.collected(collect, "2026-10")


def test_a_complaint_that_is_open_for_months_is_one_in_what_came_before(served: Served) -> None:
    served.land(*(case(day("2026-01-10") + timedelta(hours=at), None) for at in range(40)), *year(never=0))
    periods = served.collected(collect, "2026-10", recovery={"resolve_hours": 100})["backlog_age"].periods
    assert sum(period.counts.n for period in periods[:-1]) > 300
    assert sum(period.counts.customers for period in periods[:-1]) < 60
    assert periods[-1].counts.customers == periods[-1].counts.n
