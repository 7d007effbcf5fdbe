"""Base service: orders on time, defects per 1,000 orders, special requests."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flows.indicators.base_service import WORDS, measure
from flows.indicators.conclude import conclude
from flows.indicators.outputs import Judgement
from flows.indicators.register import REGISTER
from flows.indicators.service import Happened, RateSeries
from tests.fixtures.judged import ALDER, CONFIG, LATER, week
from tests.fixtures.service import waiting, waits, weekly


def defects(counts: Sequence[int], orders: float = 10_000) -> Judgement:
    periods = tuple(Happened(week(at), count, orders) for at, count in enumerate(counts))
    series = RateSeries(
        subject=ALDER, metric="defects", frequency="week", words=WORDS["defects"], delta=0.25, periods=periods
    )
    return conclude([measure(series, CONFIG)], CONFIG, LATER)[0]


CALM = [100, 108, 95, 103, 92, 101, 99, 104, 97, 101]


@pytest.mark.parametrize(("now", "verdict"), [(200, "critical"), (140, "warning"), (95, "ok"), (60, "improved")])
def test_defects_are_judged_by_their_rate(now: int, verdict: str) -> None:
    assert defects([*CALM, now]).verdict == verdict


def test_the_reason_tells_the_rate() -> None:
    found = defects([*CALM, 200])
    assert "The rate of complaints about Alder's products and processes rose from 10 to 20 in" in found.reason
    assert "10,000 orders now, 100,000 in the 10 weeks before" in found.reason
    assert "more than the 2.5 complaints per 1,000 orders that count" in found.reason


def test_more_orders_are_no_more_defects() -> None:
    periods = [Happened(week(at), count, 10_000) for at, count in enumerate(CALM)]
    periods.append(Happened(week(10), 1000, 100_000))
    series = RateSeries(
        subject=ALDER, metric="defects", frequency="week", words=WORDS["defects"], delta=0.25, periods=tuple(periods)
    )
    assert conclude([measure(series, CONFIG)], CONFIG, LATER)[0].verdict == "ok"


def test_a_rate_that_varies_by_itself_hides_what_a_calm_one_shows() -> None:
    varied = [100, 160, 55, 130, 70, 150, 60, 120, 45, 110]
    assert defects([*CALM, 140]).severity > defects([*varied, 140]).severity


def test_where_there_was_never_a_defect_some_are_one() -> None:
    assert defects([0] * 10 + [12]).verdict == "critical"
    assert defects([0] * 10 + [0]).severity == 0


def test_without_orders_nothing_is_said() -> None:
    assert defects([*CALM, 3], orders=0).verdict == "no_data"
    assert defects([3]).verdict == "insufficient_data"


def test_late_orders_and_slow_answers_to_requests_are_told_in_their_own_words() -> None:
    late = conclude([measure(weekly([95] * 10 + [80], words=WORDS["on_time"]), CONFIG)], CONFIG, LATER)[0]
    assert late.verdict == "critical"
    assert "Alder's orders that came by when they were promised fell from 95 % to 80 %" in late.reason
    series = waiting([waits(10)] * 10 + [waits(20)], words=WORDS["requests_met"], done="met")
    slow = conclude([measure(series, CONFIG)], CONFIG, LATER)[0]
    assert "special requests to Alder met within 22.8 hours fell" in slow.reason


def test_every_metric_is_registered() -> None:
    assert REGISTER["base_service"].metrics == tuple(WORDS)
