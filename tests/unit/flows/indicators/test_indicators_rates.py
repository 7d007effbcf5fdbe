"""Rates of counts against published and independent numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, poisson_means_test
from statsmodels.stats.rates import confint_poisson
from statsmodels.stats.rates import test_poisson_2indep as poisson_2indep

from flows.indicators.formulas.rates import (
    count_cdf,
    dispersion,
    garwood,
    higher_rate_p,
    rate_difference,
    silence_p,
    variation,
)


# F. Garwood, Biometrika 28 (1936) 437-442, as tabulated by Ulm, Am. J. Epidemiology 131 (1990) 373-375
@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 3.69), (1, 0.025, 5.57), (10, 4.80, 18.39)])
def test_limits_of_a_poisson_mean_are_garwoods(count: int, low: float, high: float) -> None:
    assert garwood(count) == pytest.approx((low, high), abs=5e-3)
    assert garwood(count) == pytest.approx(confint_poisson(count, 1, method="exact-c"), abs=1e-9)


def test_higher_rate_is_the_exact_conditional_test() -> None:
    share = 1000 / 13_000
    assert higher_rate_p(9, 1000, 12, 12_000) == pytest.approx(binomtest(9, 21, share, alternative="greater").pvalue)
    expected = poisson_2indep(9, 1000, 12, 12_000, method="exact-cond", alternative="larger").pvalue
    assert higher_rate_p(9, 1000, 12, 12_000) == pytest.approx(expected)


def test_the_e_test_agrees_in_kind() -> None:
    expected = poisson_means_test(9, 1000, 12, 12_000, alternative="greater").pvalue
    assert higher_rate_p(9, 1000, 12, 12_000) == pytest.approx(expected, rel=1.5)


def test_a_brand_never_mentioned_can_be_tested() -> None:
    assert higher_rate_p(5, 1000, 0, 9000) == pytest.approx(1e-5)


def test_variation_is_what_is_left_of_the_spread_without_chance() -> None:
    generator = np.random.default_rng(3)
    counts = generator.poisson(200 * generator.gamma(1 / 0.3**2, 0.3**2, 5000)).astype(np.float64)
    assert variation(counts, np.full(5000, counts.mean())) == pytest.approx(0.3, rel=0.05)
    assert variation(np.full(12, 7.0), np.full(12, 7.0)) == 0
    assert variation(np.zeros(12), np.zeros(12)) == 0


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_interval_of_a_rate_difference_holds_it(count: int, before: int) -> None:
    low, high = rate_difference((count, 1000), (before, 5000), 0.95)
    assert low <= count / 1000 - before / 5000 <= high


def test_dispersion_is_at_least_poissons() -> None:
    assert dispersion(np.array([10.0, 10, 10]), np.full(3, 10.0)) == 1
    assert dispersion(np.array([4.0, 16, 10]), np.full(3, 10.0)) == pytest.approx(3.6)
    assert dispersion(np.array([4.0]), np.array([4.0])) == 1


def test_overdispersed_counts_have_heavier_tails() -> None:
    assert count_cdf(2, 10, 1) < count_cdf(2, 10, 3)


def test_a_daily_source_is_rarely_silent() -> None:
    assert silence_p(1, np.full(56, 30.0)) < 1e-9
    assert silence_p(3, np.array([0.0, 1] * 28)) > 0.05
    assert silence_p(3, np.zeros(28)) == 1
