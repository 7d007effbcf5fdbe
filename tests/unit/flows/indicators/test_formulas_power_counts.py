"""The fall of a share that a window of few customers is heard in."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from flows.indicators.formulas.power_counts import detectable_fall, most_heard


def test_the_largest_count_that_is_heard_is_found() -> None:
    assert most_heard(lambda count: count <= 7, 25) == 7
    assert most_heard(lambda count: count <= 25, 25) == 25
    assert most_heard(lambda count: False, 25) is None


def test_after_the_fall_so_few_are_seen_with_the_power() -> None:
    fall = detectable_fall(3, 25, 30, 0.0, 0.8)
    assert fall is not None
    assert binom.cdf(3, 25, (30 - fall) / 100) == pytest.approx(0.8, abs=1e-4)


def test_a_level_that_moves_takes_a_larger_fall() -> None:
    sure, moving = (detectable_fall(8, 15, 80, variance, 0.8) for variance in (0.0, 100.0))
    assert sure is not None
    assert moving is not None
    assert moving > sure + 1
    chance = np.random.default_rng(3)
    shares = np.clip((80 - moving + 10 * chance.standard_normal(200_000)) / 100, 0, 1)
    assert float((chance.binomial(15, shares) <= 8).mean()) == pytest.approx(0.8, abs=0.01)


def test_where_no_fall_is_enough_none_is_promised() -> None:
    assert detectable_fall(24, 25, 30, 0.0, 0.8) is None
