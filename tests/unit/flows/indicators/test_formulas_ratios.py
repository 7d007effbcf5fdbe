"""Rate ratios against independent implementations and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from flows.indicators.formulas.rates import higher_rate_p
from flows.indicators.formulas.ratios import Count, baseline_needed, detectable_ratio, rate_ratio


def test_fifth_fewer_complaints_is_detectable_from_355() -> None:
    """The figure of the design: two-sided .05, power .8, equal exposure, Poisson counts, log scale."""
    assert baseline_needed(0.8) == 355
    assert detectable_ratio(355) == pytest.approx(0.8, abs=2e-4)
    assert baseline_needed(0.8, phi=2) == 710


def test_fall_promised_is_found_four_times_in_five() -> None:
    generator = np.random.default_rng(4)
    before, now = generator.poisson(355, 2000), generator.poisson(284, 2000)
    found = [
        rate_ratio(Count(int(one), 1), Count(int(other), 1)).high < 1 for one, other in zip(now, before, strict=True)
    ]
    assert np.mean(found) == pytest.approx(0.8, abs=0.035)


def test_poisson_ratio_is_the_exact_conditional_one() -> None:
    found = rate_ratio(Count(9, 1000), Count(12, 12_000))
    exact = binomtest(9, 21, 1 / 13)
    low, high = exact.proportion_ci(method="exact")
    assert found.value == pytest.approx(9.0)
    assert (found.low, found.high) == pytest.approx((12 * low / (1 - low), 12 * high / (1 - high)))
    assert found.p_higher == pytest.approx(higher_rate_p(9, 1000, 12, 12_000))
    assert found.p_lower == pytest.approx(binomtest(9, 21, 1 / 13, alternative="less").pvalue)


def test_counts_of_nothing_have_limits_too() -> None:
    none = rate_ratio(Count(0, 1000), Count(20, 1000))
    assert (none.value, none.low) == (0, 0)
    assert 0 < none.high < 0.3
    assert none.p_lower < 1e-5
    unknown = rate_ratio(Count(3, 1000), Count(0, 1000))
    assert unknown.value is None
    assert unknown.high == math.inf
    empty = rate_ratio(Count(0, 1000), Count(0, 1000))
    assert (empty.low, empty.high, empty.p_lower, empty.p_higher) == (0, math.inf, 1, 1)


def test_overdispersed_counts_keep_the_level() -> None:
    """Counts three times as variable as Poisson's: without phi a fall would be found far more often than 1 in 20."""
    generator = np.random.default_rng(9)
    draws = generator.negative_binomial(100, 1 / 3, (4000, 2))
    plain = np.mean([rate_ratio(Count(int(a), 1), Count(int(b), 1)).p_lower <= 0.05 for a, b in draws])
    allowed = np.mean([rate_ratio(Count(int(a), 1), Count(int(b), 1), phi=3).p_lower <= 0.05 for a, b in draws])
    assert plain > 0.13
    assert 0.03 <= allowed <= 0.058


def test_few_windows_widen_what_phi_is_known_for() -> None:
    known = rate_ratio(Count(80, 1), Count(100, 1), phi=2)
    told = rate_ratio(Count(80, 1), Count(100, 1), phi=2, windows=6)
    assert told.low < known.low < 0.8 < known.high < told.high


def test_with_few_complaints_nothing_is_detectable() -> None:
    assert detectable_ratio(0) is None
    assert detectable_ratio(4) is None
    assert detectable_ratio(1e15) == pytest.approx(1, abs=2e-6)


@given(st.integers(30, 10**6), st.floats(0.2, 5), st.floats(1, 5))
def test_detectable_ratio_and_needed_baseline_are_one_formula(baseline: int, exposure_ratio: float, phi: float) -> None:
    ratio = detectable_ratio(baseline, exposure_ratio, phi)
    if ratio is not None:
        assert 0 < ratio < 1
        assert abs(baseline_needed(ratio, exposure_ratio, phi) - baseline) <= 1 + 1e-6 * baseline


@given(st.integers(0, 500), st.integers(0, 500), st.floats(0.1, 10), st.floats(1, 4))
def test_limits_enclose_the_ratio(now: int, before: int, exposure: float, phi: float) -> None:
    found = rate_ratio(Count(now, exposure), Count(before, 1.0), phi)
    assert 0 <= found.p_lower <= 1
    assert 0 <= found.p_higher <= 1
    if found.value is not None:
        assert found.low <= found.value * (1 + 1e-9)
        assert found.value <= found.high * (1 + 1e-9)
