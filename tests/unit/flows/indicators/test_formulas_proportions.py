"""Differences of shares and scores against published examples, independent implementations and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact, hypergeom
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from flows.indicators.formulas.proportions import (
    difference_in_differences,
    net_sample,
    share_sample,
    stratified,
    stratified_difference,
    two_samples,
)
from flows.indicators.formulas.scores import Difference

ONE = np.ones(1)


def test_difference_of_shares_is_newcombes_published_example() -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, case (a), method 10: 56/70 and 48/80."""
    found = two_samples(share_sample(56, 70), share_sample(48, 80))
    assert (found.value, found.low, found.high) == pytest.approx((20.0, 5.24, 33.39), abs=5e-3)
    expected = confint_proportions_2indep(56, 70, 48, 80, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(tuple(100 * each for each in expected), abs=1e-3)


def test_p_agrees_with_the_interval_and_in_kind_with_the_z_test() -> None:
    now, before = share_sample(48, 80), share_sample(56, 70)
    found = two_samples(now, before)
    edge = two_samples(now, before, confidence=1 - 2 * found.p_lower)
    assert edge.high == pytest.approx(0, abs=1e-3)
    assert found.p_lower == pytest.approx(proportions_ztest([48, 56], [80, 70], alternative="smaller")[1], rel=0.25)
    assert found.p_lower + found.p_higher == pytest.approx(1)
    assert found.error == pytest.approx(100 * np.sqrt(0.6 * 0.4 / 80 + 0.8 * 0.2 / 70), rel=0.03)


def test_small_cells_are_tested_by_the_mid_p_of_the_exact_test() -> None:
    found, table = two_samples(share_sample(4, 10), share_sample(9, 10)), np.array([[4, 6], [9, 1]])
    half = hypergeom.pmf(4, 20, 13, 10) / 2
    assert found.p_lower == pytest.approx(fisher_exact(table, alternative="less").pvalue - half)
    assert found.p_higher > 1 - found.p_lower - 0.01
    signed = two_samples(net_sample(8, 1, 10), net_sample(2, 6, 10))
    assert 0 < signed.p_higher < 0.05 < signed.p_lower


def test_strata_are_weighted_as_mantel_and_haenszel_do() -> None:
    """A mix that changes is no change: both strata rose by 5 points while the pooled share fell (77 to 58 per cent)."""
    now = share_sample(np.array([90.0, 200]), np.array([100.0, 400]))
    before = share_sample(np.array([340.0, 45]), np.array([400.0, 100]))
    found = stratified(now, before)
    assert found is not None
    assert found.value == pytest.approx(5)
    risk = StratifiedTable([np.array([[90, 10], [340, 60]]), np.array([[200, 200], [45, 55]])])
    assert found.p_higher == pytest.approx(risk.test_null_odds(correction=False).pvalue / 2, rel=0.15)


def test_strata_of_one_side_only_are_left_out() -> None:
    now = net_sample(np.array([40.0, 5]), np.array([10.0, 1]), np.array([80.0, 9]))
    before = net_sample(np.array([30.0, 0]), np.array([20.0, 0]), np.array([80.0, 0]))
    one = two_samples(net_sample(40, 10, 80), net_sample(30, 20, 80))
    found = stratified(now, before)
    assert found == one
    assert stratified(share_sample(np.array([1.0, 0]), np.array([2.0, 0])), share_sample(0, 0)) is None


def test_wander_widens_what_answers_alone_would_tell() -> None:
    plain = two_samples(share_sample(7400, 10_000), share_sample(7600, 10_000))
    level = two_samples(share_sample(7400, 10_000), share_sample(7600, 10_000), wander=4.5, df=8)
    assert plain.p_lower < 0.001
    assert level.p_lower > 0.1


def test_difference_in_differences_is_the_sum_of_both_uncertainties() -> None:
    """For large samples Newcombe's is Wald's: variances p (1 - p) / n add up."""
    shares, n = (0.6, 0.7, 0.65, 0.66), 40_000
    ours, theirs = (
        Difference(share_sample(now * n, n), share_sample(before * n, n), ONE)
        for now, before in (shares[:2], shares[2:])
    )
    found = difference_in_differences(ours, theirs)
    error = 100 * np.sqrt(sum(p * (1 - p) / n for p in shares))
    assert found.value == pytest.approx(-9)
    assert (found.low, found.high) == pytest.approx((-9 - 1.96 * error, -9 + 1.96 * error), abs=2e-3)


@pytest.mark.parametrize("signed", [False, True])
def test_difference_in_differences_keeps_its_level_in_strata(signed: bool) -> None:
    """Both brands fall by 10 points in both channels: 5 % are called lower, and the interval covers 0 in 95 %."""
    generator, hits, covered, runs = np.random.default_rng(8), 0, 0, 1500
    sizes = {
        "ours": (np.array([60.0, 90]), np.array([80.0, 50])),
        "theirs": (np.array([70.0, 40]), np.array([90.0, 60])),
    }
    for _ in range(runs):
        sides = []
        for now, before in sizes.values():
            draws = []
            for n, shift in ((now, -0.1), (before, 0.0)):
                positive = generator.binomial(n.astype(int), np.array([0.6, 0.45]) + shift).astype(np.float64)
                negative = generator.binomial((n - positive).astype(int), 0.5).astype(np.float64)
                draws.append(net_sample(positive, negative, n) if signed else share_sample(positive, n))
            sides.append(stratified_difference(draws[0], draws[1]))
        found = difference_in_differences(sides[0], sides[1])
        hits += found.p_lower <= 0.05
        covered += found.low <= 0 <= found.high
    assert hits / runs == pytest.approx(0.05, abs=0.017)
    assert covered / runs == pytest.approx(0.95, abs=0.017)


_COUNTS = st.tuples(st.integers(1, 300), st.integers(0, 300)).map(lambda pair: (min(pair), max(pair)))


@given(_COUNTS, _COUNTS)
def test_swapping_the_sides_swaps_the_answer(now: tuple[int, int], before: tuple[int, int]) -> None:
    one, other = (
        two_samples(share_sample(*now), share_sample(*before)),
        two_samples(share_sample(*before), share_sample(*now)),
    )
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low), abs=1e-6)
    assert one.p_lower == pytest.approx(other.p_higher, abs=1e-6)
    assert -100 - 1e-9 <= one.low <= one.value + 1e-9
    assert one.value - 1e-9 <= one.high <= 100 + 1e-9
