"""A small brand with many small topics: quick, seeded versions of bench/honesty_small.py, and its families."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bench.honesty_counted import rate
from bench.honesty_small import SMALL, TOPICS, WORLDS, worst

SERIES = 100
ERRORS = 3
ASKED = {"weakness_topic": 3}
"""Of each topic: its share of bad words, the rating lost, the customers at risk."""


def most(share: float) -> float:
    return share + ERRORS * math.sqrt(share * (1 - share) / SERIES)


@pytest.mark.parametrize("what", SMALL.calm)
def test_topics_that_happen_to_be_named_often_enough_are_no_finding_for_that(what: str) -> None:
    assert rate(what, SMALL.calm[what], SERIES, seed=3).warning <= 0.05


@pytest.mark.parametrize("what", SMALL.planted)
def test_a_small_topic_that_ten_times_as_many_name_is_heard(what: str) -> None:
    assert rate(what, SMALL.planted[what], 20).heard >= 1 - most(0.25)


@pytest.mark.parametrize("name", [name for name in WORLDS if name != "practice_gap"])
def test_the_family_holds_every_topic_that_is_named_not_only_those_that_are_told(name: str) -> None:
    window, counted = WORLDS[name]
    judged = worst(name, counted(np.random.default_rng(1), 50.0), window)
    assert judged.family_size == ASKED.get(name, 1) * len(TOPICS)
