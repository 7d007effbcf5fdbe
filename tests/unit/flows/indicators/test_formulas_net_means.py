"""Net scores of few customers: the level of the test, and the gap that it is said to find."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import ttest_ind

from flows.indicators.formulas.net_means import net_sampling_at, welch_net
from flows.indicators.formulas.power import reach
from flows.indicators.formulas.proportions import net_sample, stratified_difference
from flows.indicators.formulas.scores import Difference

PAIRS = 3000
SHARES = (0.4, 0.3, 0.3)  # a score of 10


def drawn(chance: np.random.Generator, n: int, more: float = 0.0) -> np.ndarray:
    return chance.multinomial(n, (SHARES[0] + more / 2, SHARES[1] - more / 2, SHARES[2]), PAIRS)


def gap(ours: np.ndarray, theirs: np.ndarray) -> Difference:
    one, other = (net_sample(side[0], side[1], side.sum()) for side in (ours, theirs))
    return stratified_difference(one, other)


def test_of_many_it_is_welchs_test() -> None:
    sides = [np.repeat([1, -1, 0], each) for each in ((500, 300, 200), (430, 350, 220))]
    found, df = welch_net(gap(np.array([500, 300, 200]), np.array([430, 350, 220])), 0.95)
    expected = ttest_ind(*sides, equal_var=False, alternative="greater")
    assert found.p_higher == pytest.approx(expected.pvalue, rel=0.02)
    assert df == pytest.approx(expected.df, rel=0.01)
    assert found.p_lower + found.p_higher == pytest.approx(1)


@pytest.mark.parametrize("n", [10, 24])
def test_of_few_a_nominal_level_is_kept(n: int) -> None:
    chance = np.random.default_rng(3)
    p = [welch_net(gap(*sides), 0.95)[0].p_higher for sides in zip(drawn(chance, n), drawn(chance, n), strict=True)]
    assert 0.035 <= float(np.mean(np.array(p) <= 0.05)) <= 0.06


def test_the_gap_that_is_promised_is_found_in_four_of_five() -> None:
    chance, levels = np.random.default_rng(4), (0.05, 0.8)
    calm = gap(np.array([10, 7, 7]), np.array([9, 7, 8]))
    df = welch_net(calm, 0.95)[1]
    size = reach(df, *levels) * math.sqrt(net_sampling_at(calm, 5, df, levels))
    ours, theirs = drawn(chance, 24, size / 100), drawn(chance, 24)
    p = [welch_net(gap(*sides), 0.95)[0].p_higher for sides in zip(ours, theirs, strict=True)]
    assert 0.76 <= float(np.mean(np.array(p) <= 0.05)) <= 0.85


def test_sides_that_all_say_the_same_are_not_sure_either() -> None:
    found, _ = welch_net(gap(np.array([10, 0, 0]), np.array([10, 0, 0])), 0.95)
    assert found.low < 0 < found.high
