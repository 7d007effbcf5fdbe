"""Effects of events: the level of the test, its power, and what it does without enough history."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from flows.indicators.formulas.interrupted import Interruption, interruption
from flows.indicators.formulas.scores import Floats

RUNS = 3000


def _noise(phi: float, length: int, runs: int = RUNS) -> Floats:
    drawn = np.random.default_rng(21).standard_normal((runs, length))
    drawn[:, 0] /= np.sqrt(1 - phi**2)
    for at in range(1, length):
        drawn[:, at] += phi * drawn[:, at - 1]
    return np.asarray(drawn * np.sqrt(1 - phi**2), dtype=np.float64)


def _found(series: Floats, at: int) -> list[Interruption]:
    found = [interruption(each, at) for each in series]
    return [each for each in found if each is not None]


# Measured with 3,000 series each: 52 weeks 3.4 to 5.1 %, 104 weeks 4.4 to 5.6 %
@pytest.mark.parametrize("before", [52, 104])
@pytest.mark.parametrize("phi", [0.0, 0.4, 0.7])
def test_level_is_about_kept_on_white_noise_and_on_neighbours_alike(phi: float, before: int) -> None:
    p = np.array([each.p_lower for each in _found(_noise(phi, before + 12), before)])
    assert 0.025 <= (p <= 0.05).mean() <= 0.06
    assert (p <= 0.01).mean() <= 0.015


def test_hac_errors_on_twelve_and_twelve_weeks_do_not_keep_it() -> None:
    """Level, slope and step, four lags: the 23 % of the design."""
    weeks = np.arange(24.0)
    columns = np.column_stack([np.ones(24), weeks, weeks >= 12])
    fits = (sm.OLS(y, columns).fit(cov_type="HAC", cov_kwds={"maxlags": 4}) for y in _noise(0.0, 24, 600))
    assert np.mean([fit.pvalues[2] <= 0.05 for fit in fits]) == pytest.approx(0.23, abs=0.04)


def test_merely_counting_placebo_dates_does_not_keep_it_either() -> None:
    series = _noise(0.4, 64)
    sums = np.cumsum(np.pad(series, ((0, 0), (1, 0))), axis=1)
    dates = np.array([*range(12, 41), 52])
    effects = (sums[:, dates + 12] - 2 * sums[:, dates] + sums[:, dates - 12]) / 12
    p = (1 + (effects[:, :-1] <= effects[:, -1:]).sum(axis=1)) / 30
    assert (p <= 0.05).mean() > 0.08


def test_interval_covers_the_effect_planted() -> None:
    series = _noise(0.4, 90)
    series[:, 78:] -= 1.5
    found = _found(series, 78)
    covered = [each.low is not None and each.high is not None and each.low <= -1.5 <= each.high for each in found]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.015)
    assert np.mean([each.effect for each in found]) == pytest.approx(-1.5, abs=0.05)


def test_drop_of_two_standard_deviations_is_found_on_white_noise() -> None:
    series = _noise(0.0, 64)
    series[:, 52:] -= 2
    assert np.mean([(each.p_lower or 0) <= 0.05 for each in _found(series, 52)]) >= 0.8


def test_steady_slope_is_no_effect() -> None:
    series = _noise(0.0, 64, 1)[0] * 0.1 + 0.5 * np.arange(64)
    found = interruption(series, 52)
    assert found is not None
    assert found.effect == pytest.approx(0, abs=0.1)


def test_control_takes_off_what_happened_everywhere() -> None:
    shared = _noise(0.4, 64, 1)[0]
    shared[52:] -= 3
    own = _noise(0.0, 64, 2)[1] * 0.2
    alone, controlled = interruption(shared + own, 52), interruption(shared + own, 52, control=shared)
    assert alone is not None
    assert controlled is not None
    assert alone.effect < -2
    assert controlled.effect == pytest.approx(0, abs=0.3)


def test_short_history_is_described_and_not_tested() -> None:
    found = interruption(np.r_[np.full(51, 5.0), np.full(12, 3.0)], 51)
    assert found == Interruption(effect=-2.0)
    assert found.is_descriptive
    assert interruption(np.ones(60), 60) is None
    assert interruption(np.ones(60), 0) is None


def test_series_that_never_moved_has_no_effect() -> None:
    found = interruption(np.ones(64), 52)
    assert found is not None
    assert found.placebos == 29
    assert found.effect == pytest.approx(0)
    assert found.p_lower == pytest.approx(0.5, abs=0.1)


@given(st.integers(0, 10**6), st.floats(-50, 50), st.floats(0.1, 20), st.integers(1, 16))
def test_shift_and_scale_of_the_series_change_nothing_but_the_unit(
    seed: int, shift: float, scale: float, after: int
) -> None:
    series = np.random.default_rng(seed).standard_normal(60 + after)
    one, other = interruption(series, 60), interruption(shift + scale * series, 60)
    assert one is not None
    assert other is not None
    assert other.effect == pytest.approx(scale * one.effect, abs=1e-9 * (1 + abs(shift)))
    assert other.p_lower == pytest.approx(one.p_lower, abs=1e-6)
