"""The exact permutation test against independent implementations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import fisher_exact, hypergeom, permutation_test

from flows.indicators.formulas.exact import exact_p_lower, has_small_cell


@pytest.mark.parametrize(
    ("now", "before"), [((2, 0, 12), (11, 0, 14)), ((0, 0, 10), (30, 0, 40)), ((9, 0, 9), (3, 0, 8))]
)
def test_without_negatives_it_is_the_mid_p_of_fishers_test(
    now: tuple[int, int, int], before: tuple[int, int, int]
) -> None:
    table = [[now[0], now[2] - now[0]], [before[0], before[2] - before[0]]]
    itself = hypergeom.pmf(now[0], now[2] + before[2], now[0] + before[0], now[2])
    expected = fisher_exact(table, alternative="less").pvalue - itself / 2
    assert exact_p_lower(now, before) == pytest.approx(expected)


def test_both_mid_ps_together_are_one() -> None:
    lower, higher = exact_p_lower((2, 1, 12), (11, 3, 24)), exact_p_lower((1, 2, 12), (3, 11, 24))
    assert (lower or 0) + (higher or 0) == pytest.approx(1)


def test_with_negatives_it_is_the_mid_p_of_scipys_permutation_test() -> None:
    now, before = [1, -1, -1, 0, -1], [1, 1, 0, 1, -1, 1]
    lower, higher = (
        permutation_test(
            (now, before), lambda x, y: np.mean(x) - np.mean(y), n_resamples=np.inf, alternative=side
        ).pvalue
        for side in ("less", "greater")
    )
    assert exact_p_lower((1, 3, 5), (4, 1, 6)) == pytest.approx((1 + lower - higher) / 2)


def test_a_large_table_needs_no_exact_test() -> None:
    assert exact_p_lower((300, 300, 900), (300, 300, 900)) is None


def test_a_cell_is_small_under_five() -> None:
    assert has_small_cell((4, 100))
    assert not has_small_cell((5, 100))
