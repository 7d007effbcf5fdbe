"""What complainers stand for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from flows.indicators.formulas.silent import Group, Unhappy, groups_stand_for, measured_rate, stand_for, surveyed


def test_fifty_complainers_stand_for_530_to_2197() -> None:
    """Garwood's 37.11 to 65.92 (as tabulated by Ulm, Am. J. Epidemiology 131 (1990) 373-375) over 7 % and 3 %."""
    found = stand_for(50)
    assert (round(found.low), round(found.middle), round(found.high)) == (530, 1000, 2197)
    assert found.low == pytest.approx(37.11 / 0.07, abs=0.1)
    assert found.high == pytest.approx(65.92 / 0.03, abs=0.2)


def test_the_error_of_the_count_is_not_left_out() -> None:
    without = (50 / 0.07, 50 / 0.03)
    assert stand_for(50).low < without[0]
    assert stand_for(50).high > without[1]


def test_no_complainer_is_not_no_unhappy_customer() -> None:
    assert stand_for(0).low == stand_for(0).middle == 0
    assert stand_for(0).high == pytest.approx(3.689 / 0.03, rel=1e-3)


def test_never_more_than_there_are_customers() -> None:
    found = stand_for(50, customers=1200)
    assert (round(found.low), found.middle, found.high) == (530, 1000, 1200)
    assert groups_stand_for([Group(50), Group(90)], customers=600).high == 600


def test_simulated_interval_of_one_group_lies_within_both_ends_at_once() -> None:
    widest, found = stand_for(50), groups_stand_for([Group(50)])
    assert widest.low < found.low < found.middle < found.high < widest.high
    assert found.middle == pytest.approx(1000, rel=0.03)


def test_groups_with_measured_rates_are_summed_with_their_own() -> None:
    few, many = Group(20, (0.3, 0.4), measured=True), Group(10, (0.01, 0.02), measured=True)
    found = groups_stand_for([few, many])
    assert found.middle == pytest.approx(20 / 0.35 + 10 / 0.015, rel=0.08)
    assert found == groups_stand_for([few, many])


def test_cutting_into_groups_does_not_make_an_assumed_rate_surer() -> None:
    whole = groups_stand_for([Group(400)])
    cut = groups_stand_for([Group(40)] * 10)
    assert cut.high - cut.low == pytest.approx(whole.high - whole.low, rel=0.05)


def test_no_group_is_nobody() -> None:
    assert groups_stand_for([]) == groups_stand_for([Group(0)]) == Unhappy(0, 0, 0)


def test_a_measured_rate_and_a_survey_have_wilsons_limits() -> None:
    reference = proportion_confint(12, 200, method="wilson")
    assert measured_rate(12, 200) == pytest.approx(reference, abs=1e-6)
    assert measured_rate(12, 200, 0.9) == pytest.approx((reference[0], reference[1] / 0.9), abs=1e-6)
    assert measured_rate(200, 200, 0.9)[1] == 1
    found = surveyed(12, 200, 10_000)
    assert (found.low, found.middle, found.high) == pytest.approx((1e4 * reference[0], 600, 1e4 * reference[1]))


def test_simulated_truth_is_covered() -> None:
    generator = np.random.default_rng(11)
    hits = 0
    for _ in range(200):
        rate = generator.uniform(0.03, 0.07)
        found = groups_stand_for([Group(int(generator.poisson(800 * rate))), Group(int(generator.poisson(500 * rate)))])
        hits += found.low <= 1300 <= found.high
    assert hits / 200 >= 0.91


@given(st.integers(0, 500), st.integers(0, 20_000))
def test_limits_are_in_order_and_grow_with_complainers(complainers: int, customers: int) -> None:
    found, more = stand_for(complainers, customers=customers), stand_for(complainers + 1, customers=customers)
    assert 0 <= found.low <= found.middle <= found.high <= customers
    assert more.low >= found.low
    assert more.high >= found.high
