"""Benjamini-Hochberg against an independent implementation, and what holds of every q."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from flows.indicators.formulas.families import q_values


# Y. Benjamini and Y. Hochberg, J. R. Statist. Soc. B 57 (1995) 289-300, section 3.1: at .05 the first four are rejected
def test_the_papers_fifteen_p_give_four_discoveries() -> None:
    paper = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert sum(q <= 0.05 for q in q_values(paper)) == 4


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_q_is_statsmodels_and_never_below_p(p_values: list[float]) -> None:
    found = q_values(p_values)
    assert found == pytest.approx(list(multipletests(p_values, method="fdr_bh")[1]))
    assert all(q >= p for q, p in zip(found, p_values, strict=True))


def test_tests_that_are_not_given_count_as_the_largest_p() -> None:
    assert q_values([0.01, 0.03], size=4) == pytest.approx(q_values([0.01, 0.03, 1.0, 1.0])[:2])
    assert q_values([0.01, 0.03], size=1) == q_values([0.01, 0.03])


def test_an_empty_family_has_no_q() -> None:
    assert q_values([]) == []
