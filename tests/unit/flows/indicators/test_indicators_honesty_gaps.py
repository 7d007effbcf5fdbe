"""The gap indicators stay calm where nothing is wrong, and hear what is planted; `make honesty` measures it closely."""

from __future__ import annotations

import pytest

from bench.honesty_counted import rate
from bench.honesty_gaps import GAPS

SERIES = 100


@pytest.mark.parametrize("what", GAPS.calm)
def test_what_is_as_before_is_seldom_called(what: str) -> None:
    found = rate(what, GAPS.calm[what], SERIES)
    assert found.warning <= 0.12
    if what not in GAPS.right_watch:  # of nearly two per cent it is right to say that it is above one
        assert found.watch <= 0.12


@pytest.mark.parametrize("what", GAPS.planted)
def test_what_is_planted_is_mostly_heard(what: str) -> None:
    found = rate(what, GAPS.planted[what], SERIES)
    assert found.heard >= 0.65
