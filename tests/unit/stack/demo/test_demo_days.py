"""Any day can be the demo's, and another seed tells something else: the three streams of such feeds."""

from __future__ import annotations

from datetime import date

import pytest

from stack.demo.cases import cases
from stack.demo.facts import facts
from stack.demo.generate import SEED, tell
from tests.fixtures.demo_feed import AS_OF, business, steps, told


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2028, 2, 29), date(2026, 11, 16), date(2026, 12, 31)])
def test_every_day_of_the_year_can_be_the_last(day: date) -> None:
    feed = tell(SEED, day)
    assert 28_000 <= len(feed) <= 36_000
    assert feed[-1].record["occurred_at"] < day.isoformat()
    found = list(cases(SEED, day, feed))
    assert 2_000 <= len({step["case_id"] for step in found}) <= 2_700
    assert found[-1]["occurred_at"] < day.isoformat()
    known = list(facts(SEED, day, feed))
    assert 5_000 <= len(known) <= 7_000
    assert known[-1]["occurred_at"] <= day.isoformat() + "T00:00:00Z"


def test_another_seed_tells_another_story() -> None:
    other = tell(SEED + 1, AS_OF)
    assert [one.record for one in other] != [one.record for one in told()]
    assert list(cases(SEED + 1, AS_OF, other)) != steps()
    assert list(facts(SEED + 1, AS_OF, other)) != business()
