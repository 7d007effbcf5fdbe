"""What is promised: detectable change and the customers it takes."""

from __future__ import annotations

import math

import pytest
from statsmodels.stats.power import NormalIndPower

from flows.indicators.config import Proof
from flows.indicators.formulas.power import detectable_change, reach, times_needed
from flows.indicators.powering import power_of
from tests.fixtures.judged import estimate


def test_detectable_change_is_statsmodels() -> None:
    effect = NormalIndPower().solve_power(nobs1=400, alpha=0.05, power=0.8, ratio=1, alternative="larger")
    spread = 70.0
    found = detectable_change(2 * spread**2 / 400, 0, math.inf, 0.05, 0.8)
    assert found == pytest.approx(effect * spread, rel=1e-3)


def test_the_customers_needed_make_delta_detectable() -> None:
    factor = reach(9, 0.05, 0.8)
    times = times_needed(16, 1, 5, factor)
    assert times is not None
    assert detectable_change(16 / times, 1, 9, 0.05, 0.8) == pytest.approx(5)


def test_no_number_is_enough_where_the_level_wanders_as_much() -> None:
    assert times_needed(16, 9, 5, reach(9, 0.05, 0.8)) is None


def test_wider_windows_are_tried() -> None:
    power = power_of(estimate(sampling=9.0, wander=0.1), 1, Proof())
    assert not power.is_enough
    assert power.months == 3
    assert power.needed is not None
    assert power.needed > 1000


def test_a_larger_family_asks_for_more() -> None:
    alone, among = (power_of(estimate(), size, Proof()).detectable for size in (1, 20))
    assert alone is not None
    assert among is not None
    assert among > alone


def test_what_has_no_power_has_no_promise() -> None:
    assert power_of(estimate(sampling=None), 1, Proof()).detectable is None
