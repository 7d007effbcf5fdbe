"""The deadline moves on while every partition gets on, and stays where one does not."""

from __future__ import annotations

from typing import Any

import pytest
from faust.types import TP

from streams.watchdog import Standing, Watchdog

A, B = TP("raw", 0), TP("raw", 1)


def standing(**changes: int) -> Standing:
    return Standing(**{"end": 100, "position": 100, "delivered": 100, "committed": 50} | changes)


@pytest.fixture
def watchdog() -> Watchdog:
    return Watchdog(app=None, stall_seconds=60)


def test_a_partition_that_commits_gets_on(watchdog: Watchdog) -> None:
    assert watchdog.well_since({A: standing(committed=50)}, now=0) == 0
    assert watchdog.well_since({A: standing(committed=60)}, now=10) == 10


def test_one_that_stands_still_holds_the_deadline_whatever_the_others_do(watchdog: Watchdog) -> None:
    watchdog.well_since({A: standing(), B: standing(committed=100)}, now=0)
    for now in (10, 20):
        assert watchdog.well_since({A: standing(), B: standing(committed=100)}, now=now) == 0
    assert watchdog.well_since({A: standing(committed=51), B: standing(committed=100)}, now=30) == 30


def test_without_partitions_nothing_is_stuck(watchdog: Watchdog) -> None:
    assert watchdog.well_since({}, now=10) == 10


@pytest.mark.parametrize(
    ("changes", "caught_up"),
    [
        ({"committed": 100}, True),
        ({}, False),
        ({"committed": 50, "position": 60, "delivered": 60}, False),
        # the last offsets are a transaction's marks: read over, given to nobody, never committed
        ({"committed": 98, "delivered": 98}, True),
        ({"committed": 0, "delivered": 0, "position": 0}, False),
    ],
)
def test_caught_up_is_everything_read_and_everything_given_committed(changes: dict[str, int], caught_up: bool) -> None:
    assert standing(**changes).caught_up is caught_up


def test_moving_on_arms_the_end_of_the_process(watchdog: Watchdog, monkeypatch: pytest.MonkeyPatch) -> None:
    armed: list[Any] = []
    monkeypatch.setattr("faulthandler.dump_traceback_later", lambda after, exit: armed.append((after, exit)))
    monkeypatch.setattr("time.monotonic", lambda: 30.0)
    watchdog.move_on(0.0)
    watchdog.move_on(-100.0)
    assert armed == [(30.0, True), (0.1, True)]
