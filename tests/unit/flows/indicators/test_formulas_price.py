"""Break-even changes of price."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.indicators.formulas.price import break_even, scenarios


def test_break_even_is_nagles_worked_example() -> None:
    """Westside Manufacturing, price 10, margin 4.50: a cut of 5 % must win 12.5 %, a rise of 5 % may lose 10 %."""
    assert break_even(-0.5, 4.5) == pytest.approx(-0.125)
    assert break_even(0.5, 4.5) == pytest.approx(0.10)
    assert break_even(0.05, 0.45) == pytest.approx(break_even(0.5, 4.5))  # money or share of the price


def test_cut_that_eats_the_margin_has_no_break_even() -> None:
    assert break_even(-4.5, 4.5) is None
    assert scenarios([-5.0], 4.5, 1000, 0.2)[0].is_risky is None


def test_table_says_where_more_customers_mind_the_price_than_may_go() -> None:
    small, large, cut = scenarios([0.5, 1.5, -0.5], 4.5, 8000, 0.18)
    assert [each.customers for each in (small, large, cut)] == pytest.approx([800, 2000, -1000])
    assert [each.is_risky for each in (small, large, cut)] == [True, False, False]
    assert small.at_risk == pytest.approx(1440)


@given(st.floats(0.01, 100), st.floats(-0.9, 5))
def test_profit_is_the_same_at_the_break_even(margin: float, part: float) -> None:
    change = part * margin
    share = break_even(change, margin)
    assert share is not None
    assert (1 - share) * (margin + change) == pytest.approx(margin)
