"""The chart: published numbers, how often a steady process signals, and what a drop does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruptures import Pelt

from flows.indicators.formulas.charts import ewma_chart, last_break, sigma_z
from flows.indicators.formulas.scores import Floats


def _noise(phi: float, length: int, runs: int, seed: int = 3) -> Floats:
    drawn = np.random.default_rng(seed).standard_normal((runs, length))
    drawn[:, 0] /= np.sqrt(1 - phi**2)
    for at in range(1, length):
        drawn[:, at] += phi * drawn[:, at - 1]
    return np.asarray(drawn, dtype=np.float64)


def _ever(series: Floats, baseline: int) -> float:
    """The share of series whose chart is beyond its limits at any point."""
    charts = [ewma_chart(each, np.ones(len(each)), baseline) for each in series]
    return float(np.mean([each is not None and bool((np.abs(each.ewma) > each.limits).any()) for each in charts]))


def test_sigma_z_is_the_mean_moving_range_over_1_128_and_at_least_1() -> None:
    assert sigma_z(np.array([0.0, 3.0, -1.0, 4.0])) == pytest.approx((3 + 4 + 5) / 3 / 1.128)
    assert sigma_z(np.array([0.0, 0.1, 0.0])) == 1
    assert sigma_z(np.random.default_rng(1).normal(0, 2, 100_000)) == pytest.approx(2, rel=0.02)


def test_smoothing_is_the_published_example() -> None:
    """The NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.4: lambda .3, centre 50."""
    data = [52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4]
    data += [53.6, 52.1]
    published = [50.6, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05, 49.38]
    published += [49.92, 50.73, 51.23, 51.94, 51.99]
    steady = 50 + np.tile([1e-9, 1e-9, -1e-9, -1e-9], 250)
    chart = ewma_chart(np.r_[steady, data], np.full(1020, 2.0539), 1000, weight=0.3, width=3)
    assert chart is not None
    assert chart.sigma_z == 1
    assert chart.phi == pytest.approx(0, abs=3e-3)
    assert 50 + 2.0539 * chart.ewma == pytest.approx(published, abs=0.02)
    assert 50 + 2.0539 * chart.limits[-1] == pytest.approx(52.5884, abs=0.01)
    assert chart.signal is None  # "the process is in control"


# Measured on 1,500 series each: 3.2 and 10.2 % full, 5.3 and 13.7 % provisional
@pytest.mark.parametrize(
    ("phi", "baseline", "most"), [(0.0, 52, 0.07), (0.4, 52, 0.13), (0.0, 26, 0.08), (0.4, 26, 0.17)]
)
def test_steady_process_seldom_signals_within_a_year(phi: float, baseline: int, most: float) -> None:
    assert 0.02 <= _ever(_noise(phi, baseline + 52, 800) * 3, baseline) <= most


def test_drop_of_one_standard_deviation_is_mostly_found_within_a_year() -> None:
    series = _noise(0.0, 104, 300) * 3
    series[:, 52:] -= 3
    assert _ever(series, 52) > 0.8


def test_scatter_beyond_sampling_error_does_not_signal() -> None:
    """A level that wanders three times as much as its standard error would else be out of control for ever."""
    series = _noise(0.0, 104, 1)[0] * 3
    chart = ewma_chart(series, np.ones(104), 52)
    assert chart is not None
    assert chart.sigma_z == pytest.approx(3, rel=0.3)


def test_signal_says_its_side_the_start_of_its_run_and_the_date_of_the_break() -> None:
    series = 80 + _noise(0.0, 90, 1)[0]
    series[70:] -= 3
    chart = ewma_chart(series, np.ones(90), 60)
    assert chart is not None
    assert chart.signal == "low"
    assert chart.since is not None
    assert 70 <= chart.since <= 76
    assert chart.break_at == pytest.approx(70, abs=1)
    assert not chart.is_provisional
    risen = ewma_chart(160 - series, np.ones(90), 60)
    assert risen is not None
    assert (risen.signal, risen.since) == ("high", chart.since)


def test_run_that_ended_is_no_signal() -> None:
    series = 80 + _noise(0.0, 110, 1)[0]
    series[70:78] -= 4
    chart = ewma_chart(series, np.ones(110), 60)
    assert chart is not None
    assert (np.abs(chart.ewma) > chart.limits).any()
    assert (chart.signal, chart.since, chart.break_at) == (None, None, None)


def test_baseline_is_frozen() -> None:
    series = _noise(0.0, 80, 1)[0]
    one, other = ewma_chart(series, np.ones(80), 60), ewma_chart(np.r_[series[:60], series[60:] - 9], np.ones(80), 60)
    assert one is not None
    assert other is not None
    assert (one.centre, one.phi, one.sigma_z) == (other.centre, other.phi, other.sigma_z)


def test_short_baseline_is_provisional_and_a_shorter_one_none() -> None:
    series = _noise(0.0, 60, 1)[0]
    chart = ewma_chart(series, np.ones(60), 51)
    assert chart is not None
    assert chart.is_provisional
    assert ewma_chart(series, np.ones(60), 25) is None
    assert ewma_chart(series, np.ones(60), 60) is None


def test_break_is_dated_where_it_was_planted_and_nowhere_else() -> None:
    series = _noise(0.0, 60, 150)
    assert np.mean([last_break(each) is not None for each in series]) < 0.06
    series[:, 40:] += 2.5
    assert np.mean([abs((last_break(each) or 0) - 40) <= 1 for each in series]) > 0.85
    assert last_break(np.ones(60)) is None
    assert last_break(np.arange(5.0)) is None


def test_break_is_that_of_the_other_implementation_of_pelt() -> None:
    for series in _noise(0.3, 60, 30):
        series[20:] += 1.5
        series[45:] -= 2
        breaks = Pelt(model="l2", min_size=3, jump=1).fit(series).predict(pen=3 * np.log(60))[:-1]
        assert last_break(series, 1.0) == (breaks[-1] if breaks else None)


@given(st.integers(0, 10**6), st.floats(-100, 100), st.floats(0.1, 10))
def test_unit_of_the_values_does_not_matter(seed: int, shift: float, scale: float) -> None:
    series = np.random.default_rng(seed).standard_normal(70)
    one = ewma_chart(series, np.ones(70), 60)
    other = ewma_chart(shift + scale * series, np.full(70, scale), 60)
    assert one is not None
    assert other is not None
    assert other.ewma == pytest.approx(one.ewma, abs=1e-6)
    assert other.signal == one.signal
