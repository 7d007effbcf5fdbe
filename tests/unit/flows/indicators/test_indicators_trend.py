"""Mann-Kendall and Sen against independent implementations; the bootstrap is deterministic."""

from __future__ import annotations

import numpy as np
import pymannkendall
import pytest
from scipy.stats import kendalltau, theilslopes

from flows.indicators.formulas.trend import kendall_s, sen_slope, trend

MONTHS = tuple(at % 12 + 1 for at in range(24))
SERIES = np.random.default_rng(7).normal(0, 2, 24) - 0.3 * np.arange(24)


def test_s_is_pymannkendalls() -> None:
    assert kendall_s(SERIES[None])[0] == pymannkendall.original_test(SERIES).s


def test_s_is_kendalls_tau_times_its_pairs() -> None:
    tau = kendalltau(np.arange(24), SERIES).statistic
    assert kendall_s(SERIES[None])[0] == pytest.approx(tau * 24 * 23 / 2)


def test_slope_is_scipys_and_pymannkendalls() -> None:
    slope = sen_slope(SERIES[None])[0]
    assert slope == pytest.approx(theilslopes(SERIES).slope)
    assert slope == pytest.approx(pymannkendall.sens_slope(SERIES).slope)


def test_a_slide_is_found_and_its_interval_holds_it() -> None:
    found = trend(SERIES, MONTHS, 499)
    assert found.p_falling < 0.01 < found.p_rising
    assert found.slope_low < -0.3 < found.slope_high < 0
    assert found.last - found.first == pytest.approx(23 * found.slope)


def test_the_same_series_gives_the_same_p() -> None:
    assert trend(SERIES, MONTHS, 199) == trend(SERIES.copy(), MONTHS, 199)


def test_a_constant_series_has_no_trend() -> None:
    found = trend(np.full(24, 40.0), MONTHS, 199)
    assert (found.slope, found.p_falling, found.p_rising) == (0, 1, 1)
