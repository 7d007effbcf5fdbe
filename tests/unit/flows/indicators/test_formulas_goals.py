"""Paths and shares of goals."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.stats.proportion import power_proportions_2indep

from flows.indicators.formulas.goals import Path, against_target, detectable_fall

FEWER_COMPLAINTS = Path(date(2026, 1, 1), 10.0, date(2026, 7, 1), 8.0)


def test_path_runs_straight_from_baseline_to_target() -> None:
    assert FEWER_COMPLAINTS.expected(date(2025, 12, 1)) == 10
    assert FEWER_COMPLAINTS.expected(date(2026, 4, 1)) == pytest.approx(10 - 2 * 90 / 181)
    assert FEWER_COMPLAINTS.expected(date(2026, 8, 1)) == 8


def test_fewer_complaints_are_progress_and_more_are_not() -> None:
    assert FEWER_COMPLAINTS.progress(9) == pytest.approx(0.5)
    assert FEWER_COMPLAINTS.progress(11) == pytest.approx(-0.5)
    assert FEWER_COMPLAINTS.is_reached(7.9)
    assert FEWER_COMPLAINTS.is_reached(8.0)
    assert not FEWER_COMPLAINTS.is_reached(8.1)


def test_behind_is_told_from_the_path_whichever_way_it_runs() -> None:
    spring = date(2026, 4, 1)
    rising = Path(date(2026, 1, 1), 70.0, date(2026, 7, 1), 80.0)
    assert FEWER_COMPLAINTS.is_behind(9.5, spring)
    assert not FEWER_COMPLAINTS.is_behind(8.9, spring)
    assert rising.is_behind(72, spring)
    assert not rising.is_behind(76, spring)


def test_share_against_a_target_is_the_exact_test() -> None:
    found = against_target(70, 100, 0.8)
    assert found.p_lower == pytest.approx(binomtest(70, 100, 0.8, alternative="less").pvalue)
    assert found.p_higher == pytest.approx(binomtest(70, 100, 0.8, alternative="greater").pvalue)


def test_detectable_fall_is_found_with_the_power_promised() -> None:
    fall = detectable_fall(0.8, 400, 800)
    assert fall is not None
    power = power_proportions_2indep(-fall, 0.8, 400, ratio=2, return_results=False)
    assert power == pytest.approx(0.8, abs=0.02)
    generator = np.random.default_rng(2)
    before, now = generator.binomial(800, 0.8, 20_000) / 800, generator.binomial(400, 0.8 - fall, 20_000) / 400
    error = np.sqrt(before * (1 - before) / 800 + now * (1 - now) / 400)
    assert (((before - now) / error) > 1.96).mean() == pytest.approx(0.8, abs=0.02)


def test_with_few_answers_not_even_a_fall_to_nothing_is_found() -> None:
    assert detectable_fall(0.2, 10, 10) is None


@given(st.floats(0.05, 0.95), st.integers(20, 5000))
def test_more_answers_show_smaller_falls(share: float, n: int) -> None:
    few, more = detectable_fall(share, n, n), detectable_fall(share, 2 * n, 2 * n)
    if few is not None:
        assert more is not None
        assert 0 < more < few <= share
