"""Welch's test against two independent implementations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind_from_stats
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from flows.indicators.formulas.means import Summary, welch


@given(
    st.tuples(st.floats(-5, 5), st.floats(0.1, 4), st.integers(2, 400)),
    st.tuples(st.floats(-5, 5), st.floats(0.1, 4), st.integers(2, 400)),
)
def test_p_is_that_of_an_independent_implementation(
    now: tuple[float, float, int], before: tuple[float, float, int]
) -> None:
    found = welch(Summary(*now), Summary(*before))
    assert found is not None
    expected = ttest_ind_from_stats(*now, *before, equal_var=False, alternative="less")
    assert found.p_lower == pytest.approx(expected.pvalue, abs=1e-12)
    assert found.p_lower + found.p_higher == pytest.approx(1)
    assert found.low <= found.value <= found.high


def test_interval_is_that_of_an_independent_implementation() -> None:
    generator = np.random.default_rng(1)
    sides = [generator.normal(4, 1, 40), generator.normal(4.4, 2, 25)]
    now, before = (Summary(float(each.mean()), float(each.std(ddof=1)), len(each)) for each in sides)
    found = welch(now, before)
    expected = CompareMeans(*(DescrStatsW(each) for each in sides)).tconfint_diff(usevar="unequal")
    assert found is not None
    assert (found.low, found.high) == pytest.approx(expected)
    assert found.error == pytest.approx(np.sqrt(sum(each.var(ddof=1) / len(each) for each in sides)))


def test_what_does_not_vary_cannot_be_tested() -> None:
    assert welch(Summary(4, 0, 10), Summary(3, 0, 10)) is None
    assert welch(Summary(4, 1, 1), Summary(3, 1, 10)) is None
