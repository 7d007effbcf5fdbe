"""Bootstrapped quantiles against an independent implementation and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, bootstrap

from flows.indicators.formulas.bootstrap import quantile
from flows.indicators.formulas.scores import Floats


def _times(seed: int, count: int, longer: float = 1.0) -> Floats:
    return np.asarray(longer * np.random.default_rng(seed).lognormal(1, 1, count), dtype=np.float64)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_interval_is_that_of_resampling_the_times_themselves(share: float) -> None:
    times = _times(1, 151)
    expected = bootstrap(
        (times,),
        lambda x, axis: np.quantile(x, share, axis=axis, method="inverted_cdf"),
        method="percentile",
        n_resamples=9999,
        rng=np.random.default_rng(1),
    ).confidence_interval
    found = quantile(times, share)
    assert found is not None
    ranks = np.searchsorted(np.sort(times), [found.low, found.high, expected.low, expected.high])
    assert abs(ranks[0] - ranks[2]) <= 1
    assert abs(ranks[1] - ranks[3]) <= 1
    assert found.value == np.quantile(times, share, method="inverted_cdf")


def test_limits_of_a_median_are_close_to_the_binomial_ones() -> None:
    """The exact order-statistics limits of a median of 25, ranks 8 and 18 (W. Conover, Practical Nonparametric
    Statistics, section 3.2)."""
    assert binom.cdf(7, 25, 0.5) == pytest.approx(0.0216, abs=1e-4)
    found = quantile(np.arange(1.0, 26), 0.5)
    assert found is not None
    assert found.value == 13
    assert (found.low, found.high) == pytest.approx((8, 18), abs=1)


@pytest.mark.parametrize(("share", "count"), [(0.5, 40), (0.5, 300), (0.9, 200)])
def test_true_quantile_is_covered_about_as_often_as_stated(share: float, count: int) -> None:
    truth, hits = float(np.quantile(_times(99, 2_000_000), share)), 0
    for seed in range(600):
        found = quantile(_times(seed, count), share)
        hits += found is not None and found.low <= truth <= found.high
    assert hits / 600 == pytest.approx(0.95, abs=0.03)


def test_nothing_has_no_quantile() -> None:
    assert quantile(np.array([])) is None


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.floats(0.05, 0.95))
def test_order_of_the_times_does_not_matter_and_limits_enclose_the_value(times: list[float], share: float) -> None:
    shuffled = sorted(times, key=hash)
    one, other = quantile(np.array(times), share), quantile(np.array(shuffled), share)
    assert one is not None
    assert one == other
    assert one.low <= one.value <= one.high
