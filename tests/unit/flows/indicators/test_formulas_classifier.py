"""Classifier error taken out of shares."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.indicators.formulas.classifier import attenuation, attenuation_at, correct
from flows.indicators.formulas.scores import Floats

LABELS = np.array([[160, 25, 15], [30, 140, 30], [10, 20, 170]], dtype=np.float64)


def test_true_fall_of_twenty_shows_as_three_and_a_half_at_an_accuracy_of_45() -> None:
    """The figure of the design: errors fall evenly on the two other classes."""
    assert -20 * attenuation_at(0.45) == pytest.approx(-3.5)
    assert -20 * attenuation(np.full((3, 3), 27.5) + np.eye(3) * 17.5) == pytest.approx(-3.5)
    before, now = np.array([0.5, 0.3, 0.2]), np.array([0.4, 0.3, 0.3])
    seen = (now - before) @ (np.full((3, 3), 0.275) + np.eye(3) * 0.175)
    assert 100 * (seen[0] - seen[2]) == pytest.approx(-3.5)


def test_perfect_classifier_shows_everything_and_a_guessing_one_nothing() -> None:
    assert attenuation(np.eye(3) * 50) == attenuation_at(1) == 1
    assert attenuation_at(1 / 3) == pytest.approx(0)
    assert attenuation(np.full((3, 3), 50.0)) == 0


def test_shares_behind_the_predictions_are_found_again() -> None:
    truth = np.array([0.6, 0.1, 0.3])
    found = correct(truth @ (LABELS / 200) * 100_000, LABELS)
    assert found.is_corrected
    assert found.shares == pytest.approx(truth)
    assert found.net == pytest.approx(30)
    assert found.net_limits[0] < 30 < found.net_limits[1]


def test_two_classes_are_rogan_and_gladens_formula() -> None:
    """Sensitivity .9, specificity .8, apparent share .41: (.41 + .8 - 1) / (.9 + .8 - 1) = .3."""
    labels = np.array([[90.0, 0, 10], [0, 100, 0], [20, 0, 80]])
    found = correct(np.array([4100.0, 0, 5900]), labels)
    assert found.shares[0] == pytest.approx((0.41 + 0.8 - 1) / (0.9 + 0.8 - 1))


def test_few_labels_leave_more_open_than_many() -> None:
    predicted = np.array([400.0, 300, 300])
    few, many = correct(predicted, LABELS / 5), correct(predicted, LABELS * 50)
    assert few.net_limits[1] - few.net_limits[0] > 1.3 * (many.net_limits[1] - many.net_limits[0])


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (None, "no labelled"),
        (LABELS / 20, "10 labelled"),
        (np.full((3, 3), 27.5) + np.eye(3) * 17.5, "too poorly"),
    ],
)
def test_what_cannot_be_corrected_is_left_and_says_why(labels: Floats | None, reason: str) -> None:
    found = correct(np.array([50.0, 30, 20]), labels)
    assert not found.is_corrected
    assert reason in found.reason
    assert found.shares == pytest.approx([0.5, 0.3, 0.2])
    assert found.net_limits[0] < 30 < found.net_limits[1]


def test_interval_covers_the_truth_about_as_often_as_stated() -> None:
    generator, hits, runs = np.random.default_rng(17), 0, 300
    rates, truth = LABELS / 200, np.array([0.45, 0.25, 0.30])
    for _ in range(runs):
        labels = np.array([generator.multinomial(150, row) for row in rates], dtype=np.float64)
        predicted = generator.multinomial(600, truth @ rates).astype(np.float64)
        found = correct(predicted, labels, draws=600)
        hits += found.net_limits[0] <= 15 <= found.net_limits[1]
    assert hits / runs == pytest.approx(0.95, abs=0.035)


@given(st.lists(st.integers(0, 500), min_size=3, max_size=3).filter(lambda counts: sum(counts) > 0))
def test_corrected_shares_are_shares(counts: list[int]) -> None:
    found = correct(np.array(counts, dtype=np.float64), LABELS, draws=50)
    assert found.shares.min() >= 0
    assert found.shares.sum() == pytest.approx(1)
    assert (found.low <= found.high).all()
    assert -100 <= found.net_limits[0] <= found.net_limits[1] <= 100
