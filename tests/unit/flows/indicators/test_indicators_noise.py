"""Between-window variance: what it is, and what it is not moved by."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from flows.indicators.formulas.noise import _seen, day_effect, freedom, mean_centre, median_centre, wander

VALUES = np.array([41.0, 38.0, 44.0, 40.0, 47.0, 36.0, 43.0, 39.0])
SAMPLING = np.array([4.0, 6.0, 5.0, 4.0, 9.0, 4.0, 5.0, 7.0])


def test_wander_is_dersimonian_and_lairds_tau_squared() -> None:
    expected = combine_effects(VALUES, SAMPLING, method_re="dl").tau2
    assert wander(VALUES, SAMPLING) * _seen(len(VALUES)) == pytest.approx(expected)


def test_centre_is_the_random_effects_mean() -> None:
    expected = combine_effects(VALUES, SAMPLING, method_re="dl")
    centre = mean_centre(VALUES, SAMPLING, expected.tau2)
    assert centre.value == pytest.approx(expected.mean_effect_re)
    assert centre.sampling + centre.wander == pytest.approx(expected.var_eff_w_re)


def test_equal_windows_do_not_wander() -> None:
    assert wander(np.full(8, 40.0), SAMPLING) == 0
    assert wander(np.array([40.0]), np.array([4.0])) == 0


def test_a_median_is_not_moved_by_an_episode() -> None:
    with_episode = np.append(VALUES[:-1], -60.0)
    assert abs(median_centre(with_episode, SAMPLING, 0).value - np.median(VALUES)) < 2


def test_windows_alike_tell_less_than_independent_ones() -> None:
    assert freedom(12) == pytest.approx(11 * 0.84 / 1.16)
    assert 0.85 < _seen(12) < _seen(36) < 1


def test_days_that_differ_more_than_their_answers_widen_the_noise() -> None:
    generator = np.random.default_rng(1)
    customers = np.full(7, 100.0)
    calm = [(30 + generator.normal(0, 7, 7), customers) for _ in range(12)]
    wild = [(30 + generator.normal(0, 21, 7), customers) for _ in range(12)]
    spread = 4900.0
    assert day_effect(calm, spread) == pytest.approx(1, abs=0.3)
    assert day_effect(wild, spread) == pytest.approx(9, rel=0.3)
    assert day_effect([], spread) == 1
