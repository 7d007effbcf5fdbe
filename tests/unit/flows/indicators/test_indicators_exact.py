"""The exact permutation test against independent implementations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import fisher_exact, permutation_test

from flows.indicators.formulas.exact import exact_p_lower, has_small_cell


@pytest.mark.parametrize(
    ("now", "before"), [((2, 0, 12), (11, 0, 14)), ((0, 0, 10), (30, 0, 40)), ((9, 0, 9), (3, 0, 8))]
)
def test_without_negatives_it_is_fishers_test(now: tuple[int, int, int], before: tuple[int, int, int]) -> None:
    table = [[now[0], now[2] - now[0]], [before[0], before[2] - before[0]]]
    assert exact_p_lower(now, before) == pytest.approx(fisher_exact(table, alternative="less").pvalue)


def test_with_negatives_it_is_scipys_permutation_test() -> None:
    now, before = [1, -1, -1, 0, -1], [1, 1, 0, 1, -1, 1]
    result = permutation_test(
        (now, before), lambda x, y: np.mean(x) - np.mean(y), n_resamples=np.inf, alternative="less"
    )
    assert exact_p_lower((1, 3, 5), (4, 1, 6)) == pytest.approx(result.pvalue)


def test_a_large_table_needs_no_exact_test() -> None:
    assert exact_p_lower((300, 300, 900), (300, 300, 900)) is None


def test_a_cell_is_small_under_five() -> None:
    assert has_small_cell((4, 100))
    assert not has_small_cell((5, 100))
