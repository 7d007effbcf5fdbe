"""What people suggest and ask for, more and more."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flows.indicators.conclude import conclude
from flows.indicators.outputs import Judgement
from flows.indicators.suggestion_demand import Asked, Demand, measure
from flows.indicators.vocabulary import Subject, Window
from tests.fixtures.judged import ALDER, CONFIG, LATER, month

RISING = [10, 11, 13, 14, 16, 19, 21, 24, 27, 31, 35, 40]


def judged(people: Sequence[int], wrote: Sequence[int] | int = 1000, role: str = "customer") -> Judgement:
    exposed = [wrote] * len(people) if isinstance(wrote, int) else wrote
    months = tuple(Asked(month(at), count, all_) for at, (count, all_) in enumerate(zip(people, exposed, strict=True)))
    demand = Demand(
        subject=ALDER if role == "customer" else Subject("Alder", "price", item=role),
        role=role,
        frequency="quarter",
        window=Window(month(9).start, month(11).end),
        months=months,
        people=sum(people[-3:]),
        sources={"a": 1.0},
        event_ids=("e1",),
    )
    return conclude([measure(demand, CONFIG)], CONFIG, LATER)[0]


def test_what_ever_more_ask_for_is_an_opportunity() -> None:
    found = judged(RISING)
    assert (found.verdict, found.severity) == ("strong", 0)
    assert (found.value, found.comparison) == pytest.approx((39.9, 10), abs=1)
    assert found.reason.startswith("106 customers suggest or ask for something of Alder in October to December 2024: ")
    assert "per 1,000 who write" in found.reason
    assert found.evidence[0].event_ids == ("e1",)


def test_the_lines_ends_are_those_of_the_fit() -> None:
    """An exact exponential is its own fit."""
    found = judged([2**at for at in range(12)], 4000)
    assert (found.value, found.comparison) == pytest.approx((512, 0.25), rel=1e-6)


def test_as_many_as_ever_are_told_and_none() -> None:
    assert judged([400] * 12, 9000).verdict == "none"


def test_more_who_write_are_no_more_demand() -> None:
    assert judged([10 * at for at in range(10, 22)], [1000 * at for at in range(10, 22)]).verdict == "none"


def test_staff_are_told_as_staff() -> None:
    found = judged(RISING, role="staff")
    assert "members of staff suggest" in found.reason
    assert found.subject.level == "item"


def test_few_people_or_months_say_nothing() -> None:
    assert judged([0] * 9 + [1, 2, 3]).verdict == "insufficient_data"
    assert judged([10] * 12, [1000] * 8 + [0] + [1000] * 3).verdict == "insufficient_data"
    assert judged([0] * 11 + [12]).verdict == "insufficient_data"
    assert judged([0] * 12, 0).verdict == "no_data"


def test_what_nobody_asked_for_before_is_no_crash() -> None:
    found = judged([0] * 10 + [1, 30])
    assert found.verdict in ("strong", "emerging", "inconclusive", "insufficient_data")
    assert found.ci_high is not None
    assert found.ci_high <= 1000
