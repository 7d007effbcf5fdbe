"""Trends of rates against an independent implementation and simulation."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from flows.indicators.formulas.rate_trend import rate_trend

COUNTS = np.array([12, 15, 11, 19, 18, 27, 22, 31], dtype=np.float64)
EXPOSURE = np.array([900, 1000, 950, 1100, 1000, 1200, 1000, 1150], dtype=np.float64)


def test_trend_is_that_of_an_independent_implementation() -> None:
    found = rate_trend(COUNTS, EXPOSURE)
    columns = sm.add_constant(np.arange(8.0))
    fit = sm.GLM(COUNTS, columns, family=sm.families.Poisson(), exposure=EXPOSURE).fit()
    assert found is not None
    assert found.phi == 1  # less scatter than Poisson's is not believed
    assert found.ratio == pytest.approx(np.exp(fit.params[1]))
    assert found.p_rising == pytest.approx(t.sf(fit.params[1] / fit.bse[1], 6))
    assert found.p_rising + found.p_falling == pytest.approx(1)


def test_scatter_beyond_poissons_widens_the_interval() -> None:
    scattered = np.array([12, 45, 3, 50, 9, 61, 12, 70], dtype=np.float64)
    found = rate_trend(scattered, EXPOSURE)
    fit = sm.GLM(scattered, sm.add_constant(np.arange(8.0)), family=sm.families.Poisson(), exposure=EXPOSURE).fit(
        scale="X2"
    )
    assert found is not None
    assert found.phi == pytest.approx(fit.scale)
    low, high = np.exp(fit.params[1] + fit.bse[1] * t.ppf([0.025, 0.975], 6))
    assert (found.low, found.high) == pytest.approx((low, high))


def test_growth_that_exposure_explains_is_no_trend() -> None:
    found = rate_trend(EXPOSURE / 100, EXPOSURE)
    assert found is not None
    assert found.ratio == pytest.approx(1)


@pytest.mark.parametrize("variation", [0.0, 0.3])
def test_level_is_kept_with_and_without_overdispersion(variation: float) -> None:
    generator, runs = np.random.default_rng(6), 1500
    rates = generator.gamma(1 / variation**2, variation**2, (runs, 8)) if variation else np.ones((runs, 8))
    rising = 0
    for counts in generator.poisson(0.02 * EXPOSURE * rates).astype(np.float64):
        found = rate_trend(counts, EXPOSURE)
        rising += found is not None and found.p_rising <= 0.05
    assert 0.01 <= rising / runs <= 0.065


def test_too_little_to_tell_is_said() -> None:
    assert rate_trend(COUNTS[:3], EXPOSURE[:3]) is None
    assert rate_trend(np.array([0.0, 0, 0, 0, 7]), EXPOSURE[:5]) is None


@given(st.lists(st.integers(0, 60).map(float), min_size=4, max_size=16))
def test_turning_time_around_turns_the_trend(counts: list[float]) -> None:
    series, even = np.array(counts), np.full(len(counts), 500.0)
    one, other = rate_trend(series, even), rate_trend(series[::-1], even)
    if one is not None and other is not None:
        assert one.ratio * other.ratio == pytest.approx(1, rel=1e-6)
        assert one.p_rising == pytest.approx(other.p_falling, abs=1e-6)
        assert one.low <= one.ratio <= one.high
