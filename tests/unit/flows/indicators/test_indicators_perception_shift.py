"""A small drop that lasts is seen by the chart, and never more than a watch; a calm year is not."""

from __future__ import annotations

import numpy as np
import pytest

from flows.indicators.conclude import conclude
from flows.indicators.inputs import PerceptionSeries
from flows.indicators.outputs import Judgement
from flows.indicators.perception_shift import measure
from tests.fixtures.judged import ALDER, CONFIG, LATER, period, scored, week

CUSTOMERS = 300


def judged(values: list[float], customers: int = CUSTOMERS) -> Judgement:
    """The chart's word on weeks with these NPS."""
    weeks = tuple(period(week(at), scored(value, customers)) for at, value in enumerate(values))
    [one] = conclude([measure(PerceptionSeries(ALDER, "nps", "week", weeks), CONFIG)], CONFIG, LATER)
    return one


def noisy(level: float, weeks: int, seed: int = 3) -> list[float]:
    """Weeks around a level, as uncertain as their answers are."""
    error = 100 * np.sqrt(0.7 / CUSTOMERS)
    return [float(each) for each in np.random.default_rng(seed).normal(level, error, weeks)]


def test_a_drop_too_small_for_any_week_is_a_watch_when_it_lasts_and_is_dated() -> None:
    calm, low = noisy(40, 75), noisy(33, 20, seed=4)
    found = judged([*calm, *low])
    assert found.verdict == "watch"
    assert "has shifted down since about" in found.reason
    assert "2025" in found.reason  # the 76th week after January 2024
    assert found.p_value is None
    assert found.value == pytest.approx(33, abs=2.5)


def test_a_calm_level_is_no_shift() -> None:
    assert judged(noisy(40, 95)).verdict in ("ok", "inconclusive")


def test_a_shift_upward_is_no_threat() -> None:
    assert judged([*noisy(40, 75), *noisy(47, 20, seed=4)]).verdict == "ok"


def test_a_drop_within_the_first_year_is_not_taken_for_the_baseline() -> None:
    found = judged([*noisy(30, 30), *noisy(24, 22, seed=4)])
    assert found.verdict == "watch"
    assert found.comparison == pytest.approx(30, abs=1.5)


def test_less_than_a_year_of_baseline_is_said_to_be_provisional() -> None:
    found = judged([*noisy(40, 30), *noisy(25, 12, seed=4)])
    assert found.verdict == "watch"
    assert "provisional" in found.reason


@pytest.mark.parametrize("weeks", [1, 10, 33])
def test_too_few_weeks_are_no_chart(weeks: int) -> None:
    assert judged(noisy(40, weeks)).verdict == "insufficient_data"


def test_a_week_without_enough_customers_is_not_judged() -> None:
    assert judged(noisy(40, 95), customers=8).verdict == "insufficient_data"
