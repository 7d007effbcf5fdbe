"""Mix decomposition and mix drift."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from statsmodels.stats.gof import chisquare_effectsize

from flows.indicators.formulas.mix import _chi_square, cohens_w, decompose, drift_p
from flows.indicators.formulas.scores import Floats


def test_every_product_rises_and_the_whole_falls() -> None:
    """The golden case of the specification: 81 to 78 while both products gain one point."""
    found = decompose(np.array([86.0, 76.0]), np.array([0.2, 0.8]), np.array([85.0, 75.0]), np.array([0.6, 0.4]))
    assert found.total == pytest.approx(78 - 81)
    assert (found.within, found.mix, found.interaction) == pytest.approx((1, -4, 0))


def test_what_entered_or_left_is_mix() -> None:
    now, before = np.array([40.0, np.nan, 10.0]), np.array([40.0, 50.0, np.nan])
    found = decompose(now, np.array([0.5, 0, 0.5]), before, np.array([0.5, 0.5, 0]))
    assert (found.within, found.interaction) == pytest.approx((0, 0))
    assert found.mix == pytest.approx(25 - 45)


def _shares(weights: list[float]) -> Floats:
    return np.array(weights) / sum(weights)


STRATA = st.lists(
    st.tuples(st.floats(-100, 100), st.floats(0.01, 1), st.floats(-100, 100), st.floats(0.01, 1)),
    min_size=1,
    max_size=8,
)


@given(STRATA, st.randoms())
def test_parts_add_up_and_the_order_of_strata_does_not_matter(
    strata: list[tuple[float, float, float, float]], random: np.random.Generator
) -> None:
    def parts(rows: list[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
        values, weights, values_before, weights_before = (list(column) for column in zip(*rows, strict=True))
        shares, shares_before = _shares(weights), _shares(weights_before)
        found = decompose(np.array(values), shares, np.array(values_before), shares_before)
        whole = float(shares @ np.array(values) - shares_before @ np.array(values_before))
        assert found.total == pytest.approx(whole, abs=1e-9)
        return found.within, found.mix, found.interaction, found.total

    shuffled = list(strata)
    random.shuffle(shuffled)
    assert parts(strata) == pytest.approx(parts(shuffled), abs=1e-9)


def test_w_is_statsmodels_effect_size() -> None:
    now, before = np.array([0.3, 0.3, 0.4]), np.array([0.5, 0.3, 0.2])
    assert cohens_w(now, before) == pytest.approx(chisquare_effectsize(before, now))


def test_w_is_finite_for_a_new_category() -> None:
    assert cohens_w(np.array([0.9, 0.1]), np.array([1.0, 0.0])) == pytest.approx(np.sqrt(0.01 + 0.01 / 0.05))


def test_chi_square_is_scipys() -> None:
    row, others = np.array([30.0, 50, 20]), np.array([400.0, 450, 150])
    assert _chi_square(row, others) == pytest.approx(chi2_contingency([row, others], correction=False).statistic)


def test_one_point_in_100000_answers_is_no_drift_worth_saying() -> None:
    assert cohens_w(np.array([0.51, 0.49]), np.array([0.5, 0.5])) < 0.1


def test_a_mix_that_always_wanders_has_not_drifted() -> None:
    generator = np.random.default_rng(6)
    usual = np.array(
        [generator.multinomial(500, generator.dirichlet((60, 30, 10))) for _ in range(13)], dtype=np.float64
    )
    drifted = usual.copy()
    drifted[-1] = [150, 150, 200]
    assert drift_p(usual) > 0.01
    assert drift_p(drifted) < 1e-4


def test_without_a_past_nothing_drifted() -> None:
    assert drift_p(np.array([[10.0, 20]])) == 1
    assert drift_p(np.array([[10.0, 0], [9, 0]])) == 1
