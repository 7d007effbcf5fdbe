"""What a change of price may cost before it stops paying, beside those who speak badly of prices."""

from __future__ import annotations

import pytest

from flows.errors import RequestError
from flows.whatif import Base, price_scenarios, told, verdict

CORE = Base("Alder Post", 2000, 400, 60, is_core=True)


def test_a_rise_of_five_at_a_margin_of_forty_may_lose_a_ninth() -> None:
    """Nagle, Hogan and Zale: 5 / (40 + 5) = 11.1 %."""
    [found] = price_scenarios(CORE, [5], 40)
    assert found.break_even == pytest.approx(0.1111, abs=1e-4)
    assert found.customers == pytest.approx(222.2, abs=0.1)
    assert found.at_risk == pytest.approx(300)
    assert verdict(CORE, found) == "more might go than may"
    assert verdict(CORE, price_scenarios(CORE, [10], 40)[0]) == "fewer might go than may"


def test_a_cut_must_win_and_may_eat_the_margin() -> None:
    cut, ruin = price_scenarios(CORE, [-5, -40], 40)
    assert cut.break_even == pytest.approx(-5 / 35)
    assert (verdict(CORE, cut), verdict(CORE, ruin)) == ("so many more must come", "no margin would be left")


def test_what_it_rests_on_is_said() -> None:
    assert told(CORE).startswith("Of 400 core customers of Alder Post who wrote in the year before, 60 spoke badly of")
    assert "11.8 to 18.8 %" in told(CORE)  # Wilson's interval of 60 of 400
    assert "numbers of customers are of 2,000. A scenario, no forecast" in told(CORE)


def test_of_a_few_nothing_is_concluded() -> None:
    few = Base("Alder Post", None, 4, 0, is_core=False)
    [found] = price_scenarios(few, [5], 40)
    assert verdict(few, found) == "too few were heard to say who might go"
    assert told(few).startswith("Only 4 customers of Alder Post wrote")
    with pytest.raises(ValueError, match="no share"):
        _ = Base("Alder Post", None, 0, 0, is_core=False).limits


@pytest.mark.parametrize(("change", "margin"), [(5, 0), (5, 120), (0, 40), (-100, 40)])
def test_what_makes_no_scenario_is_refused(change: float, margin: float) -> None:
    with pytest.raises(RequestError):
        price_scenarios(CORE, [change], margin)
