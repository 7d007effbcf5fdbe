"""Golden numbers and properties of NPS, CSAT and their intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.weightstats import DescrStatsW

from flows.indicators.formulas.scores import Difference, Sample, wilson
from flows.indicators.inputs import NOTHING, Counts
from flows.indicators.strata import value_or_none

Z = 1.959964


def one(positive: float, negative: float, n: float, *, signed: bool) -> Sample:
    return Sample(np.array([positive]), np.array([negative]), np.array([n]), signed)


def proportions(positive: int, n: int, positive_before: int, n_before: int) -> Difference:
    now, before = one(positive, 0, n, signed=False), one(positive_before, 0, n_before, signed=False)
    return Difference(now, before, np.ones(1))


# R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3
@pytest.mark.parametrize(
    ("positive", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_newcombes_single_proportions(positive: int, n: int, low: float, high: float) -> None:
    found = wilson(np.array([float(positive)]), np.array([float(n)]), Z)
    assert [limit[0] / 100 for limit in found] == pytest.approx([low, high], abs=5e-5)


# R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10
@pytest.mark.parametrize(
    ("sides", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_difference_of_proportions_gives_newcombes_table(
    sides: tuple[int, int, int, int], low: float, high: float
) -> None:
    found = proportions(*sides).limits(Z)
    assert [limit / 100 for limit in found] == pytest.approx([low, high], abs=5e-5)


def test_difference_of_proportions_agrees_with_statsmodels() -> None:
    expected = confint_proportions_2indep(130, 200, 150, 190, method="newcomb")
    assert [limit / 100 for limit in proportions(130, 200, 150, 190).limits(Z)] == pytest.approx(expected, abs=1e-4)


# B. Rocks, The American Statistician 70 (2016) 365-372: T = 3 pseudo-answers (3/4, 3/2, 3/4), as his R package NPS
# adds them; mean and variance of the weighted answers by statsmodels.
@pytest.mark.parametrize(("positive", "negative", "n"), [(19, 8, 36), (250, 75, 1000), (0, 0, 5), (10, 0, 10)])
def test_nps_interval_is_rocks_adjusted_wald(positive: int, negative: int, n: int) -> None:
    weighted = DescrStatsW([1, 0, -1], weights=[positive + 0.75, n - positive - negative + 1.5, negative + 0.75])
    centre, error = 100 * weighted.mean, 100 * np.sqrt(weighted.var / (n + 3))
    low, high = one(positive, negative, n, signed=True).limits(Z)
    assert low[0] == pytest.approx(max(-100, centre - Z * error))
    assert high[0] == pytest.approx(min(100, centre + Z * error))


def test_an_interval_of_nps_stays_on_its_scale() -> None:
    """Nine promoters of ten: around the raw score of 90 the interval would end at 121."""
    low, high = one(9, 0, 10, signed=True).limits(Z)
    assert (low[0], high[0]) == pytest.approx((38.1, 100), abs=0.05)


def test_no_answers_have_no_score() -> None:
    assert value_or_none(NOTHING, "nps") is None
    assert value_or_none(Counts(10, 5, 5, 10), "nps") == 0


@st.composite
def answered(draw: st.DrawFn) -> tuple[int, int, int]:
    positive, negative, neutral = (draw(st.integers(0, 500)) for _ in range(3))
    return positive, negative, positive + negative + neutral + (positive + negative + neutral == 0)


@given(answered())
def test_nps_is_between_minus_100_and_100(side: tuple[int, int, int]) -> None:
    positive, negative, n = side
    value = value_or_none(Counts(n, positive, negative, n), "nps")
    assert value is not None
    assert -100 <= value <= 100


@given(answered(), answered(), st.booleans(), st.floats(0, 50))
def test_p_and_interval_say_the_same(
    now: tuple[int, int, int], before: tuple[int, int, int], signed: bool, wander: float
) -> None:
    if signed:
        difference = Difference(one(*now, signed=True), one(*before, signed=True), np.ones(1), wander)
    else:
        sides = [one(positive, 0, n, signed=False) for positive, _, n in (now, before)]
        difference = Difference(sides[0], sides[1], np.ones(1), wander)
    critical = difference.critical_value()
    low, high = difference.limits(Z)
    assert low <= difference.value <= high
    if abs(abs(critical) - Z) > 1e-4:
        assert (high < 0) == (critical < -Z)
        assert (low > 0) == (critical > Z)


@given(answered(), st.floats(-80, 80))
def test_a_moved_sample_stays_on_its_scale(side: tuple[int, int, int], change: float) -> None:
    for signed in (True, False):
        sample = one(side[0], side[1] if signed else 0, side[2], signed=signed)
        moved = sample.moved(change, sample.n)
        assert -100 <= moved.value[0] <= 100
        assert moved.variance[0] > 0
