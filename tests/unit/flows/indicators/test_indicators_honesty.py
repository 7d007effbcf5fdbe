"""Honesty is measured: quick, seeded versions of bench/honesty.py (docs/honesty.md holds the thousand-series figures).

The limits are the stated 5 % (trend: 6 %) and 75 %, and three standard errors of so few series.
"""

from __future__ import annotations

import math

import pytest

from bench.honesty_counted import rate
from bench.honesty_others import MIXED, MIXES, NEWS, TRUST
from bench.honesty_rates import honesty
from bench.worlds import WORLDS

SERIES = 200
ERRORS = 3
BY_NAME = {world.name: world for world in WORLDS}
CALM = [
    ("perception_drop", "white noise"),
    ("perception_drop", "autocorrelated .4"),
    ("perception_drop", "seasonal, 36 months known"),
    ("perception_drop", "low counts, NPS"),
    ("perception_drop", "wandering level 1.5, n = 10,000"),
    ("perception_yoy", "autocorrelated .4"),
    ("perception_yoy", "wandering level 1.5, n = 800,000"),
    ("perception_trend", "autocorrelated .4"),
    ("perception_trend", "seasonal, 36 months known"),
]


def most(share: float) -> float:
    return share + ERRORS * math.sqrt(share * (1 - share) / SERIES)


@pytest.mark.parametrize(("indicator", "name"), CALM, ids=[f"{indicator}, {name}" for indicator, name in CALM])
def test_calm_series_raise_no_more_alarms_than_stated_and_a_promised_harm_is_heard(indicator: str, name: str) -> None:
    found = honesty(indicator, BY_NAME[name], SERIES)
    assert found.warning <= most(0.05)
    assert found.watch <= most(0.06)
    assert found.heard is not None
    assert found.heard >= 1 - most(0.25)


def test_a_test_that_knows_sampling_only_would_cry_wolf() -> None:
    """The specification's example: a level that wanders by 1.5 points is news most months at such n."""
    assert honesty("perception_drop", BY_NAME["autocorrelated .4, weeks"], SERIES).naive > 0.08


OTHERS = {**MIXED.calm, **NEWS.calm, **TRUST.calm}
PLANTED = {**NEWS.planted, **TRUST.planted}
THEMES = [what for what in OTHERS if what.startswith("emerging_theme")]


@pytest.mark.parametrize("what", [what for what in OTHERS if what not in MIXES and what not in THEMES])
def test_nothing_else_cries_wolf(what: str) -> None:
    assert rate(what, OTHERS[what], 60).warning <= 0.05 + ERRORS * (0.05 * 0.95 / 60) ** 0.5


@pytest.mark.parametrize("what", THEMES)
def test_words_that_vary_as_they_do_make_no_theme(what: str) -> None:
    found = rate(what, OTHERS[what], 60)
    assert found.warning == 0
    assert found.watch <= 0.05 + ERRORS * (0.05 * 0.95 / 60) ** 0.5


@pytest.mark.parametrize("what", sorted(MIXES))
def test_a_changed_mix_is_a_watch(what: str) -> None:
    found = rate(what, OTHERS[what], 60)
    assert found.warning <= 0.1
    assert found.watch >= 0.85


@pytest.mark.parametrize("what", PLANTED)
def test_what_is_planted_is_heard(what: str) -> None:
    assert rate(what, PLANTED[what], 10 if what.startswith("emerging_theme") else 40).heard >= 0.6
