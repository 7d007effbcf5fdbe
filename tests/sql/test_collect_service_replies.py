"""Public answers to reviews and posts, on the real engine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from clickhouse_connect.driver.client import Client

from flows.collect.reply_coverage import collect
from tests.fixtures.opinions import day
from tests.fixtures.served import Served, said
from warehouse.settings import ClickHouseSettings

MONDAY = day("2026-10-19")


@pytest.fixture
def served(landed: Client, fresh: ClickHouseSettings) -> Served:
    return Served(landed, fresh.database)


def test_answered_and_open_ones_are_told_with_their_hours_and_who_waits(served: Served) -> None:
    served.land(
        [
            said("a", MONDAY, reply_at=MONDAY + timedelta(hours=5, minutes=1)),
            said("b", MONDAY + timedelta(days=6, hours=12), kind="social"),
            said("c", MONDAY + timedelta(days=6), reply_at=MONDAY + timedelta(days=8)),
            said("d", MONDAY - timedelta(days=3), reply_at=MONDAY - timedelta(days=1)),
            said("survey", MONDAY, kind="survey"),
            said("staff", MONDAY, respondent_role="employee"),
            said("rival", MONDAY, brand="Brackenline"),
        ]
    )
    found = served.collected(collect, "2026-W43")["replies_in_time"]
    assert len(found.periods) == 13
    now, before = found.periods[-1], found.periods[-2]
    assert (now.times.ended.tolist(), sorted(now.times.open.tolist())) == ([5.1], [12, 24])
    assert before.times.ended.tolist() == [48]
    assert now.customers == 3
    assert (found.subject.brand, found.sources) == ("Alder Post", {"shop_reviews": 1.0})
    assert found.evidence[-1].event_ids == ("c", "b")


def test_the_reviews_of_one_customer_count_as_one(served: Served) -> None:
    served.land([said(str(at), MONDAY, customer_ref="c", reply_at=MONDAY + timedelta(hours=1)) for at in range(4)])
    now = served.collected(collect, "2026-W43")["replies_in_time"].periods[-1]
    assert (now.times.n, now.customers) == (4, 1)


def test_a_source_that_never_tells_of_answers_says_nothing(served: Served) -> None:
    served.land([said("a", MONDAY), said("b", MONDAY, source="other", reply_at=MONDAY + timedelta(hours=30))])
    found = served.collected(collect, "2026-W43")["replies_in_time"]
    assert found.sources == {"other": 1.0}
    assert found.periods[-1].times.ended.tolist() == [30]


def test_a_source_of_reviews_that_fell_silent_is_named(served: Served) -> None:
    told = {"reply_at": MONDAY + timedelta(hours=1)}
    before = [said(f"b{at}", MONDAY - timedelta(days=6), source="store", **told) for at in range(3)]
    served.land([said("a", MONDAY, **told), said("c", MONDAY - timedelta(days=6), **told), *before])
    assert served.collected(collect, "2026-W43")["replies_in_time"].sources == {"shop_reviews": 1.0, "store": 0.75}


def test_without_reviews_there_is_nothing_to_judge(served: Served) -> None:
    assert served.collected(collect, "2026-W43") == {}
    served.land([said("a", MONDAY, reply_at=MONDAY + timedelta(hours=1))])
    assert served.collected(collect, "2026-W43")["replies_in_time"].periods[-1].times.n == 1
