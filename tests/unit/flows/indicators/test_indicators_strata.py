"""Like compared with like: what is merged, what entered, what left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.indicators.inputs import NOTHING, Cell, Counts, Period, Stratum
from flows.indicators.strata import OTHER, align, as_sample, independence, pool, source_shares
from tests.fixtures.judged import APP, EMAIL, month, scored

RARE = Stratum("app", "app_store", "fa")


def test_large_strata_stay_as_they_are() -> None:
    pairs = align({EMAIL: scored(40), APP: scored(10)}, {EMAIL: scored(41), APP: scored(11)}, 10)
    assert [pair.stratum for pair in pairs] == [APP, EMAIL]
    assert all(pair.is_common for pair in pairs)


def test_small_ones_are_merged_with_their_like() -> None:
    other = Stratum("app", "app_store", "ru")
    pairs = align({RARE: scored(0, 6), other: scored(0, 7)}, {RARE: scored(0, 5), other: scored(0, 8)}, 10)
    assert [pair.stratum for pair in pairs] == [Stratum("app", "app_store", OTHER)]
    assert (pairs[0].now.customers, pairs[0].before.customers) == (13, 13)


def test_a_large_stratum_on_one_side_entered_or_left() -> None:
    pairs = align({EMAIL: scored(40), RARE: scored(0, 50)}, {EMAIL: scored(40), APP: scored(10, 50)}, 10)
    sides = {pair.stratum: (pair.now.customers, pair.before.customers) for pair in pairs}
    assert sides == {RARE: (50, 0), APP: (0, 50), EMAIL: (400, 400)}


COUNTS = st.integers(0, 40).map(lambda n: Counts(n, n // 2, n // 4, n))
SIDES = st.dictionaries(
    st.builds(Stratum, st.sampled_from("ab"), st.sampled_from("xy"), st.sampled_from(("en", "es"))), COUNTS
)


@given(SIDES, SIDES)
def test_no_answer_is_lost_by_merging(now: dict[Stratum, Counts], before: dict[Stratum, Counts]) -> None:
    pairs = align(now, before, 10)
    assert sum((pair.now for pair in pairs), NOTHING) == sum(now.values(), NOTHING)
    assert sum((pair.before for pair in pairs), NOTHING) == sum(before.values(), NOTHING)


def test_a_customer_in_two_strata_is_one() -> None:
    period = Period(month(0), (Cell(EMAIL, scored(40, 100)), Cell(APP, scored(10, 100))), customers=150)
    assert period.counts.customers == 150
    assert independence([period]) == 0.75
    assert independence([]) == 1


def test_rows_of_one_customer_count_once() -> None:
    sample = as_sample([Counts(300, 200, 50, 100)], "nps", effect=2.0)
    assert sample.n[0] == 50
    assert sample.value[0] == pytest.approx(50)


def test_a_source_weighs_as_much_as_on_the_side_where_it_is_larger() -> None:
    now = Period(month(1), (Cell(EMAIL, scored(40, 100)),))
    before = Period(month(0), (Cell(EMAIL, scored(40, 300)), Cell(APP, scored(10, 60)), Cell(RARE, scored(10, 40))))
    assert source_shares([now], [before]) == {"survey": 1, "app_store": 0.25}
    assert source_shares([], [Period(month(0))]) == {}


def test_pooling_adds_by_stratum() -> None:
    periods = [Period(month(at), (Cell(EMAIL, scored(40, 100)),)) for at in range(3)]
    assert pool(periods)[EMAIL].customers == 300


@pytest.mark.parametrize("bad", [(-1, 0, 0, 0), (5, 4, 2, 5), (5, 1, 1, 6), (5, 1, 1, 0)])
def test_counts_that_do_not_fit_are_refused(bad: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"counts|at most|customer"):
        Counts(*bad)
