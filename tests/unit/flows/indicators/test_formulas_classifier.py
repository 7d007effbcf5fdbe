"""Classifier error taken out of a change of net score."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.indicators.formulas.classifier import attenuation, attenuation_at, correct, why_not
from flows.indicators.formulas.scores import Difference, Floats, Sample

LABELS = np.array([[160, 25, 15], [30, 140, 30], [10, 20, 170]], dtype=np.float64)
INFINITE = float("inf")


def between(now: Floats, before: Floats, wander: float = 0.0) -> Difference:
    """The difference of two counts of positive, neutral and negative predictions."""
    sides = [Sample(counts[:1], counts[2:], counts.sum(keepdims=True), signed=True) for counts in (now, before)]
    return Difference(sides[0], sides[1], np.ones(1), wander)


def width(difference: Difference, labels: Floats, df: float = INFINITE) -> float:
    low, high = correct(difference, labels, df).limits
    return high - low


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


def test_both_sides_behind_the_predictions_are_found_again() -> None:
    now, before = np.array([0.5, 0.1, 0.4]), np.array([0.6, 0.1, 0.3])
    found = correct(between(now @ (LABELS / 200) * 1e5, before @ (LABELS / 200) * 1e6), LABELS, INFINITE)
    assert (found.now, found.before, found.change) == pytest.approx((10, 30, -20))
    assert found.limits[0] < -20 < found.limits[1]


def test_strata_are_weighed_as_the_difference_weighs_them() -> None:
    truth = np.array([[0.7, 0.2, 0.1], [0.2, 0.2, 0.6]])
    read = truth @ (LABELS / 200) * 1000
    side = Sample(read[:, 0], read[:, 2], np.array([1000.0, 1000.0]), signed=True)
    found = correct(Difference(side, side, np.array([0.75, 0.25])), LABELS, INFINITE)
    assert found.now == pytest.approx(0.75 * 60 - 0.25 * 40)
    assert found.change == 0


def test_two_classes_are_rogan_and_gladens_formula() -> None:
    """Sensitivity .9, specificity .8, apparent share .41: (.41 + .8 - 1) / (.9 + .8 - 1) = .3."""
    labels = np.array([[90.0, 0, 10], [0, 100, 0], [20, 0, 80]])
    read = np.array([4100.0, 0, 5900])
    assert correct(between(read, read), labels, INFINITE).now == pytest.approx(100 * (0.3 - 0.7))


def test_few_labels_few_texts_a_moving_level_and_few_windows_each_leave_more_open() -> None:
    now, before = np.array([300.0, 300, 400]), np.array([4000.0, 3000, 3000])
    usual = width(between(now, before), LABELS * 50)
    assert width(between(now, before), LABELS / 5) > 1.1 * usual
    assert width(between(now / 4, before), LABELS * 50) > 1.5 * usual
    assert width(between(now, before, wander=25), LABELS * 50) > 1.3 * usual
    assert width(between(now, before), LABELS * 50, df=3) > 1.3 * usual


def test_no_score_leaves_the_scale() -> None:
    found = correct(between(np.array([0.0, 0, 50]), np.array([50.0, 0, 0])), LABELS, 5)
    assert (found.now, found.before) == (-100, 100)
    assert found.limits[0] >= -200


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (LABELS / 20, "10 texts are labelled, and 20"),
        (np.zeros((3, 3)), "0 texts are labelled, and 20"),
        (np.full((3, 3), 27.5) + np.eye(3) * 17.5, "too poorly"),
        (LABELS[:, ::-1], "too poorly"),
    ],
)
def test_labels_that_cannot_correct_say_why(labels: Floats, reason: str) -> None:
    assert reason in why_not(labels)


def test_labels_that_can_correct_have_nothing_against_them() -> None:
    assert why_not(LABELS) == ""


@pytest.mark.parametrize("accuracy", [0.6, 0.8])
@pytest.mark.parametrize("texts", [150, 600])
def test_the_corrected_interval_holds_the_truth_about_as_often_as_stated_and_the_predicted_one_does_not(
    accuracy: float, texts: int
) -> None:
    generator, runs = np.random.default_rng(17), 100
    rates = np.full((3, 3), (1 - accuracy) / 2) + np.eye(3) * (3 * accuracy - 1) / 2
    now, before = np.array([0.35, 0.25, 0.40]), np.array([0.5, 0.25, 0.25])
    held, held_as_predicted = 0, 0
    for _ in range(runs):
        labels = np.array([generator.multinomial(texts // 3, row) for row in rates], dtype=np.float64)
        sides = [generator.multinomial(n, truth @ rates).astype(float) for n, truth in ((800, now), (8000, before))]
        difference = between(sides[0], sides[1])
        low, high = correct(difference, labels, INFINITE).limits
        held += low <= -30 <= high
        low, high = difference.limits(1.96)
        held_as_predicted += low <= -30 <= high
    assert held / runs == pytest.approx(0.95, abs=0.06)
    assert held_as_predicted / runs < 0.6


COUNTS = st.lists(st.integers(0, 500), min_size=3, max_size=3).filter(lambda counts: sum(counts) > 0)


@settings(max_examples=30)
@given(COUNTS, COUNTS)
def test_corrected_scores_are_scores_and_lie_in_their_interval(now: list[int], before: list[int]) -> None:
    found = correct(between(np.array(now, dtype=np.float64), np.array(before, dtype=np.float64)), LABELS, 8)
    assert max(abs(found.now), abs(found.before)) <= 100
    assert -200 <= found.limits[0] <= found.change <= found.limits[1] <= 200
