"""Figures mean what they say."""

from __future__ import annotations

import pytest

from training.measures import calibration_error, measure


def test_macro_f1_is_the_mean_over_the_labels_that_people_gave() -> None:
    found = measure(["positive", "negative", "negative", "negative"], ["positive", "negative", "positive", "neutral"])
    assert found.f1 == {"negative": pytest.approx(0.5), "positive": pytest.approx(2 / 3)}
    assert found.macro == pytest.approx((0.5 + 2 / 3) / 2)
    assert found.neutral_as_negative is None


def test_unscored_lowers_coverage_and_counts_as_missed() -> None:
    found = measure(["neutral", "neutral"], ["unscored", "negative"])
    assert (found.coverage, found.macro, found.neutral_as_negative) == (0.5, 0, 0.5)


def test_calibration_error_is_the_distance_from_what_confidence_promises() -> None:
    assert calibration_error([True, False], [0.5, 0.5]) == pytest.approx(0)
    assert calibration_error([True, True], [0.5, 1.0]) == pytest.approx(0.25)
