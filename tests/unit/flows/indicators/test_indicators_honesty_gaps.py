"""The gap indicators stay calm where nothing is wrong, and hear what is planted; `make honesty` measures it closely."""

from __future__ import annotations

import pytest

from bench.honesty_gaps import GAPS, PLANTED, gap_rate

SERIES = 100


@pytest.mark.parametrize("what", GAPS)
def test_what_is_as_before_is_seldom_called(what: str) -> None:
    found = gap_rate(what, SERIES)
    assert found.warning <= 0.12
    if "2 % are a warning" not in what:  # of nearly two per cent it is right to say that it is above one
        assert found.watch <= 0.12


@pytest.mark.parametrize("what", PLANTED)
def test_what_is_planted_is_mostly_heard(what: str) -> None:
    found = gap_rate(what, SERIES)
    assert found.warning + found.watch >= 0.65
