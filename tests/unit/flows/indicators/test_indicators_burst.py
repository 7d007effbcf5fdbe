"""Many negative customers at once are heard within the hour; what is usual at such times is not."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from flows.indicators.burst import Burst, measure
from flows.indicators.conclude import conclude
from flows.indicators.outputs import Judgement
from flows.indicators.vocabulary import Window
from tests.fixtures.judged import ALDER, CONFIG, LATER, day_at

USUAL = (3, 5, 2, 4, 6, 3, 4, 5, 2, 4, 3, 6, 4, 5, 3, 4, 2, 5, 4, 3, 6, 4, 3, 5, 4, 2, 4, 5)


def judged(customers: int, before: tuple[int, ...] = USUAL, texts: int = 40) -> Judgement:
    start = day_at("2026-11-20") + timedelta(hours=14)
    window = Window(start, start + timedelta(hours=1))
    burst = Burst(ALDER, "hour", window, "negative_customers", customers, texts, before, ("e1", "e2"))
    [one] = conclude([measure(burst, CONFIG)], CONFIG, LATER)
    return one


def test_a_flood_is_critical_and_says_where_to_look() -> None:
    found = judged(30)
    assert found.verdict == "critical"
    assert found.reason.startswith("30 customers wrote something negative about Alder in the hour from 14:00 UTC")
    assert "at such times it is 3.9" in found.reason
    assert found.evidence[0].event_ids == ("e1", "e2")


@pytest.mark.parametrize("customers", [0, 4, 6, 8])
def test_what_is_usual_is_no_burst(customers: int) -> None:
    assert judged(customers).severity == 0


def test_a_few_where_there_were_none_are_no_burst_and_many_are() -> None:
    assert judged(4, before=(0,) * 28).severity == 0
    assert judged(15, before=(0,) * 28).severity >= 3


def test_a_rate_that_swings_by_itself_takes_more() -> None:
    swinging = (0, 20, 1, 18, 2, 25, 0, 22, 1, 19, 0, 24, 2, 20)
    assert judged(24, before=swinging).severity == 0


def test_sources_that_are_not_counted_are_named() -> None:
    burst = Burst(
        ALDER,
        "day",
        Window(day_at("2026-11-20"), day_at("2026-11-21")),
        "negative_customers",
        30,
        40,
        USUAL,
        left_out=("survey_of_wards", "survey_of_visits"),
    )
    [found] = conclude([measure(burst, CONFIG)], CONFIG, LATER)
    assert "; what comes in batches is not counted (survey_of_wards, survey_of_visits)" in found.reason


def test_one_earlier_time_tells_nothing() -> None:
    assert judged(30, before=(3,)).verdict == "insufficient_data"


def test_hours_that_only_vary_cry_less_than_once_in_a_thousand() -> None:
    chance = np.random.default_rng(7)
    cries = 0
    for _ in range(3000):
        level = chance.gamma(16, 5 / 16, size=29)  # varies by a quarter, as any rate does
        *before, now = (int(each) for each in chance.poisson(level))
        cries += judged(now, before=tuple(before)).severity >= 3
    assert cries <= 3


def test_a_flood_of_last_week_does_not_hide_that_of_today() -> None:
    flooded = (*USUAL[:5], 60, 75, *USUAL[7:])
    found = judged(30, before=flooded)
    assert found.verdict == "critical"
    assert "(26 earlier ones, at most 6; without 2 earlier floods)" in found.reason
    assert found.comparison == pytest.approx(np.mean([*USUAL[:5], *USUAL[7:]]))


def test_what_comes_every_saturday_is_no_flood_and_saturday_is_no_burst() -> None:
    saturdays = tuple(40 if at % 7 == 6 else count for at, count in enumerate(USUAL))
    assert judged(42, before=saturdays).severity == 0
    assert judged(42, before=saturdays[1:]).verdict == "critical"


def test_a_brand_with_tens_of_thousands_an_hour_is_judged_alike() -> None:
    chance = np.random.default_rng(2)
    before = tuple(int(each) for each in 20_000 * chance.gamma(16, 1 / 16, size=28))
    assert judged(25_000, before=before, texts=400_000).severity == 0
    assert judged(75_000, before=before, texts=400_000).severity >= 3
