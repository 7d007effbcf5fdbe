"""A problem that is named above its base again, though an action against it was done."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flows.indicators.conclude import conclude
from flows.indicators.formulas.rates import higher_rate_p
from flows.indicators.outputs import Judgement
from flows.indicators.recurring_problem import Heard, Problem, measure
from flows.indicators.vocabulary import Subject
from tests.fixtures.judged import CONFIG, LATER, month

SUBJECT = Subject("Alder", item="processes / location: Girona")
BEFORE = [40, 42, 38, 41, 39, 40]


def judged(since: Sequence[int], now: int, before: Sequence[int] = BEFORE, wrote: int = 400) -> Judgement:
    """The action takes the month after `before`; counts are customers who name it, of `wrote` a month."""
    started, done = month(len(before)).start, month(len(before)).end
    counts = [*before, 30, *since, now]
    windows = tuple(Heard(month(at), wrote, count) for at, count in enumerate(counts))
    problem = Problem(
        subject=SUBJECT,
        frequency="month",
        action="A-1",
        started=started,
        done=done,
        windows=windows,
        sources={"web": 1.0},
        event_ids=("e1",),
    )
    return conclude([measure(problem, CONFIG)], CONFIG, LATER)[0]


def test_a_problem_that_came_back_is_a_weakness() -> None:
    found = judged([12, 11, 13, 12, 12], 40)
    assert found.verdict == "critical"
    assert (found.value, found.comparison, found.change) == pytest.approx((100, 30, 70))
    assert "what Alder acted against (processes / location: Girona) is named by 100 of 1,000" in found.reason.replace(
        "What", "what"
    )
    assert "against 30 in the 5 months since action A-1 was done on 1 August 2024, 100 before it" in found.reason
    assert (found.evidence[0].name, found.evidence[0].event_ids) == ("A-1", ("e1",))


def test_a_problem_that_stays_away_is_ok() -> None:
    assert judged([1110, 1112, 1108, 1111], 1100, before=[1200] * 6, wrote=9000).verdict == "ok"


def test_one_that_never_went_away_does_not_come_back() -> None:
    assert judged([40, 41, 39, 40], 40, wrote=400).severity == 0


def test_a_base_of_none_is_a_base() -> None:
    found = judged([0, 0, 0, 0, 0], 20, before=[40] * 8)
    assert found.verdict == "critical"
    assert found.comparison == 0


def test_of_a_thousand_who_write_no_more_than_a_thousand_name_it() -> None:
    for since in ([1, 0, 1], [0, 0, 0]):
        found = judged(since, 14, before=[8, 9], wrote=25)
        assert found.comparison is not None
        assert found.ci_low is not None
        assert found.ci_high is not None
        assert -found.comparison <= found.ci_low < found.ci_high <= 1000 - found.comparison


def test_few_months_are_a_watch_at_most_and_one_says_nothing() -> None:
    assert judged([12, 11, 13], 40, before=[40]).verdict == "watch"
    found = judged([12], 40)
    assert found.verdict == "insufficient_data"
    assert "not two months since the action" in found.reason


def test_a_rate_that_jumps_by_itself_takes_more() -> None:
    calm, wild = judged([12, 12, 12, 12], 22), judged([2, 25, 4, 17], 22)
    assert calm.severity > wild.severity == 0


def test_counts_that_vary_like_chance_are_tested_exactly() -> None:
    found = judged([12, 11, 13, 12], 20)
    exact = higher_rate_p(20, 400, 48, 1600)
    assert found.p_value is not None
    assert exact <= found.p_value <= 2 * exact  # nine months of freedom take a little more


def test_nobody_who_writes_is_no_data() -> None:
    assert judged([0, 0, 0], 0, wrote=0).verdict == "no_data"
