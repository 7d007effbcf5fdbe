"""Strengths, weaknesses and opportunities: quick, seeded versions of bench/honesty_swot.py.

The limits are the stated 5 % (suggestions that wander: 7 %) and 75 % of promises kept, and three standard errors of so
few series.
"""

from __future__ import annotations

import math

import pytest

from bench.honesty_counted import rate
from bench.honesty_swot import SWOT

SERIES = 60
ERRORS = 3


def most(share: float) -> float:
    return share + ERRORS * math.sqrt(share * (1 - share) / SERIES)


@pytest.mark.parametrize("what", SWOT.calm)
def test_where_nothing_is_wrong_nothing_is_said(what: str) -> None:
    found = rate(what, SWOT.calm[what], SERIES)
    assert found.warning <= most(0.07 if "40 people" in what else 0.05)
    assert found.watch <= most(0.06)


@pytest.mark.parametrize("what", [what for what in SWOT.planted if "4 people" not in what])
def test_what_the_power_rule_promises_is_heard(what: str) -> None:
    found = rate(what, SWOT.planted[what], SERIES)
    assert found.heard >= 1 - most(0.25)
