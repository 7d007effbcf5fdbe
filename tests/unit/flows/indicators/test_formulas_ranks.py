"""Rank correlation against a textbook example and independent implementations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import permutation_test, spearmanr

from flows.indicators.formulas.ranks import spearman
from flows.indicators.formulas.scores import Floats

# Wikipedia's worked example of Spearman's coefficient: IQ and hours of television a week, rho = -29/165
IQ = np.array([106.0, 100, 86, 101, 99, 103, 97, 113, 112, 110])
HOURS = np.array([7.0, 27, 2, 50, 28, 29, 20, 12, 6, 17])


def test_rho_is_that_of_the_worked_example() -> None:
    found = spearman(IQ, HOURS)
    assert found is not None
    assert found.rho == pytest.approx(-29 / 165)
    assert 2 * found.p_negative == pytest.approx(0.63, abs=0.02)  # p = .627 there, by t
    assert found.low < -0.5 < 0.5 < found.high


def test_p_is_that_of_an_independent_permutation_test() -> None:
    generator = np.random.default_rng(2)
    x = generator.normal(size=14)
    y = x + generator.normal(size=14)

    def rho(sample: Floats) -> float:
        return float(spearmanr(sample, y).statistic)

    found = spearman(x, y)
    expected = permutation_test(
        (x,), rho, permutation_type="pairings", alternative="greater", n_resamples=1999, rng=np.random.default_rng(1)
    )
    assert found is not None
    assert found.rho == pytest.approx(rho(x))
    assert found.p_positive == pytest.approx(expected.pvalue, abs=0.01)


def test_level_is_kept_and_the_interval_covers() -> None:
    generator, hits, covered = np.random.default_rng(5), 0, 0
    for _ in range(400):
        x, noise = generator.normal(size=(2, 12))
        none, some = spearman(x, noise), spearman(x, x + noise)
        assert none is not None
        assert some is not None
        hits += none.p_positive <= 0.05
        covered += some.low <= 0.683 <= some.high  # 6/pi asin(rho/2) of a normal pair with rho = 1/sqrt(2)
    assert hits / 400 == pytest.approx(0.05, abs=0.025)
    assert covered / 400 >= 0.92


def test_few_teams_or_teams_all_alike_have_no_association() -> None:
    assert spearman(IQ[:9], HOURS[:9]) is None
    assert spearman(IQ, np.ones(10)) is None


def test_perfect_order_has_limits_within_one() -> None:
    found = spearman(IQ, IQ**3)
    assert found is not None
    assert found.rho == pytest.approx(1)
    assert 0.9 < found.low <= found.high <= 1
    assert found.p_positive <= 0.001


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=10, max_size=30))
def test_turning_one_side_around_turns_the_association(pairs: list[tuple[int, int]]) -> None:
    x, y = np.array(pairs, dtype=np.float64).T
    one, other = spearman(x, y), spearman(x, -y)
    if one is not None and other is not None:
        assert one.rho == pytest.approx(-other.rho)
        assert one.p_positive == pytest.approx(other.p_negative, abs=0.03)
        assert -1 <= one.low <= one.rho + 1e-9
        assert one.rho - 1e-9 <= one.high <= 1
