"""Paths and shares of goals."""

from __future__ import annotations

from datetime import date

import pytest
from scipy.stats import binomtest

from flows.indicators.formulas.goals import Path, against_target

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
