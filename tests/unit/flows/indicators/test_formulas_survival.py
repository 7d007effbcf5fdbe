"""Times with open cases against a published trial and an independent implementation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from flows.indicators.formulas.survival import NOT_REACHED, Times, ended_by, quantile

# E. Freireich et al., Blood 21 (1963) 699-716: weeks to relapse, the textbook example of Kaplan and Meier's curve
TREATED = Times(
    np.array([6, 6, 6, 7, 10, 13, 16, 22, 23], dtype=np.float64),
    np.array([6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], dtype=np.float64),
)
PLACEBO = Times(
    np.array([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], dtype=np.float64), np.array([])
)
NOTHING = Times(np.array([]), np.array([]))


def _independent(times: Times) -> SurvfuncRight:
    ended = np.r_[np.ones(len(times.ended)), np.zeros(len(times.open))]
    return SurvfuncRight(np.r_[times.ended, times.open], ended)


def test_medians_are_those_of_the_published_trial() -> None:
    assert quantile(TREATED, 0.5).value == 23
    assert quantile(PLACEBO, 0.5).value == 8
    assert quantile(TREATED, 0.9).value is None  # a quarter is still open at the end


# Kalbfleisch and Prentice's curve of the treated group: .857 after week 6, .753 after 10, .627 after 16, .448 after 23
@pytest.mark.parametrize(
    ("week", "still"), [(6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (23, 0.448)]
)
def test_share_ended_is_the_published_curve(week: float, still: float) -> None:
    assert ended_by(TREATED, week).value == pytest.approx(1 - still, abs=6e-4)


@pytest.mark.parametrize("times", [TREATED, PLACEBO])
@pytest.mark.parametrize("share", [0.25, 0.5])
def test_limits_of_a_quantile_are_those_of_an_independent_implementation(times: Times, share: float) -> None:
    found, reference = quantile(times, share), _independent(times)
    with np.errstate(all="ignore"):  # theirs, where nothing is left open
        low, high = reference.quantile_ci(share, method="cloglog")
    assert found.value == reference.quantile(share)
    assert found.low == pytest.approx(low)
    assert found.high == (pytest.approx(high) if np.isfinite(high) else None)


def test_limits_of_a_share_are_greenwoods_on_the_log_log_scale() -> None:
    reference = _independent(TREATED)
    at = int(np.searchsorted(reference.surv_times, 10))
    still, error = reference.surv_prob[at], reference.surv_prob_se[at]
    width = 1.959964 * error / (still * abs(np.log(still)))
    found = ended_by(TREATED, 10)
    assert found.low == pytest.approx(1 - still ** np.exp(-width), abs=1e-6)
    assert found.high == pytest.approx(1 - still ** np.exp(width), abs=1e-6)


def test_what_was_not_followed_so_long_is_not_known() -> None:
    assert ended_by(TREATED, 36) == NOT_REACHED
    assert ended_by(PLACEBO, 36).value == 1
    assert ended_by(NOTHING, 1) == quantile(NOTHING, 0.5) == NOT_REACHED


def test_none_or_all_ended_is_not_taken_for_certain() -> None:
    same = Times(np.full(100, 5.0), np.array([]))
    assert ended_by(same, 4).high == pytest.approx(0.037, abs=1e-3)  # Wilson's 0 of 100
    assert ended_by(same, 5).low == pytest.approx(0.963, abs=1e-3)
    assert quantile(same, 0.9).value == 5


def test_leaving_open_cases_out_would_make_a_slow_team_look_fast() -> None:
    slow = Times(np.array([1.0, 2, 3, 4, 5]), np.full(5, 30.0))
    assert quantile(slow, 0.5).value == 5
    assert np.median(slow.ended) == 3


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_interval_of_a_quantile_covers_its_time_about_as_often_as_stated(share: float) -> None:
    generator = np.random.default_rng(5)
    truth, hits, runs = -np.log(1 - share), 0, 400
    for _ in range(runs):
        time, until = generator.exponential(1, 120), generator.uniform(0.5, 6, 120)
        found = quantile(Times(time[time <= until], until[time > until]), share)
        assert found.low is not None
        hits += found.low <= truth <= (np.inf if found.high is None else found.high)
    assert hits / runs == pytest.approx(0.95, abs=0.03)


_DURATIONS = st.lists(st.integers(0, 30).map(float), max_size=40)


@given(_DURATIONS, _DURATIONS, st.integers(0, 35))
def test_limits_always_enclose_the_value(ended: list[float], still_open: list[float], at: int) -> None:
    times = Times(np.array(ended, dtype=np.float64), np.array(still_open, dtype=np.float64))
    share = ended_by(times, at)
    if share.value is not None:
        assert share.low is not None
        assert share.high is not None
        assert 0 <= share.low <= share.value + 1e-12
        assert share.value - 1e-12 <= share.high <= 1
    middle = quantile(times, 0.5)
    if middle.value is not None:
        assert middle.low is not None
        assert middle.low <= middle.value <= (np.inf if middle.high is None else middle.high)
