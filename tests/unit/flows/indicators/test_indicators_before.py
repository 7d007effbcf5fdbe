"""A share of customers against the windows before: what falls and what rises are judged by the same rules."""

from __future__ import annotations

import numpy as np
import pytest

from flows.indicators.before import share_before
from flows.indicators.conclude import conclude
from flows.indicators.inputs import Counts
from flows.indicators.outputs import Estimate, Judgement
from tests.fixtures.judged import CONFIG, LATER, estimate, month, period, satisfied

LONGEST = 12


def judged(shares: list[float], customers: int = 400, **fields: object) -> Judgement:
    """The last share (per cent) against those before it."""
    periods = [period(month(at), satisfied(share, customers)) for at, share in enumerate(shares)]
    frame = estimate(unit="percentage points", delta=3.0, **fields)
    found: Estimate = share_before(frame, periods, CONFIG, longest=LONGEST, what="The share of Alder's texts that warn")
    [one] = conclude([found], CONFIG, LATER)
    return one


def steady(share: float, seed: int = 1) -> list[float]:
    chance = np.random.default_rng(seed)
    return [share + each for each in chance.normal(0, 1, LONGEST)]


def test_a_share_whose_rise_harms_is_judged_as_its_complement_s_fall() -> None:
    rising = judged([*steady(10), 25], more_is_worse=True)
    falling = judged([*(100 - share for share in steady(10)), 75])
    assert rising.verdict == falling.verdict == "critical"
    assert rising.p_value == pytest.approx(falling.p_value)
    assert (rising.value, rising.comparison) == pytest.approx((25, 100 - (falling.comparison or 0)), abs=0.5)
    assert rising.change == pytest.approx(-(falling.change or 0))
    assert (rising.ci_low, rising.ci_high) == pytest.approx((-(falling.ci_high or 0), -(falling.ci_low or 0)))
    assert "rose from" in rising.reason


def test_a_fall_of_what_harms_is_an_improvement() -> None:
    assert judged([*steady(25), 10], more_is_worse=True).verdict == "improved"


def test_a_share_that_promises_something_is_strong_or_none() -> None:
    assert judged([*steady(10), 25], more_is_worse=True, grading="merit").verdict == "strong"
    assert judged([*steady(10), 10], customers=4000, more_is_worse=True, grading="merit").verdict == "none"


def test_few_customers_or_one_window_are_no_comparison() -> None:
    assert judged([*steady(10), 25], customers=8, more_is_worse=True).verdict == "insufficient_data"
    assert judged([10, 25]).verdict == "insufficient_data"


def test_few_windows_are_a_watch_at_most() -> None:
    assert judged([10, 10.5, 9.5, 10, 40], more_is_worse=True).verdict == "watch"


def test_nothing_is_no_data_and_never_a_share_of_zero() -> None:
    empty = [*(period(month(at), satisfied(10)) for at in range(LONGEST)), period(month(LONGEST), Counts(0, 0, 0, 0))]
    found = share_before(estimate(delta=3.0, more_is_worse=True), empty, CONFIG, longest=LONGEST, what="The share")
    [one] = conclude([found], CONFIG, LATER)
    assert (one.verdict, one.value) == ("no_data", None)


def test_what_few_are_said_to_show_is_heard_in_four_of_five() -> None:
    calm = judged([32] * LONGEST + [32], customers=25)
    assert calm.verdict == "insufficient_data"
    fall = calm.detectable_change
    assert fall is not None
    chance = np.random.default_rng(3)
    counts = chance.binomial(25, (32 - fall) / 100, 200)
    heard = [judged([32.0] * LONGEST + [4.0 * count], customers=25).severity > 1 for count in counts]
    assert 0.7 <= float(np.mean(heard)) <= 0.9
