"""The lander is ended when what waits does not move, and left alone when nothing waits or it could not move."""

from __future__ import annotations

from typing import Any

import pytest
from kafka import TopicPartition

from schemas.errors import Unavailable
from streams.land_watchdog import LandWatchdog
from streams.watchdog import Mark

AT = TopicPartition("feedback.scored", 0)
STALL = 60.0


class Clock:
    """A watchdog whose time and whose sight are the test's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.marks: dict[TopicPartition, Mark] | Exception = {}
        self.armed: list[float] = []
        monkeypatch.setattr("time.monotonic", lambda: self.now)
        monkeypatch.setattr(
            "faulthandler.dump_traceback_later", lambda after, exit: self.armed.append(self.now + after)
        )
        self.watchdog = LandWatchdog(self.look, STALL)

    def arm(self, after: float, exit: bool) -> None:
        assert exit
        self.armed.append(self.now + after)

    def look(self) -> dict[TopicPartition, Mark]:
        if isinstance(self.marks, Exception):
            raise self.marks
        return self.marks

    def run(self, seconds: float) -> None:
        """The loop passes once a second."""
        until = self.now + seconds
        while self.now < until:
            self.now += 1
            self.watchdog.passed()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize("marks", [{}, {AT: Mark(10, True)}], ids=["stands by", "has read everything"])
def test_who_has_nothing_to_do_is_left_alone(clock: Clock, marks: dict[TopicPartition, Mark]) -> None:
    clock.marks = marks
    clock.run(20 * STALL)


@pytest.mark.parametrize(
    ("marks", "says"),
    [
        ({AT: Mark(10, False)}, "messages wait and none was read for"),
        (Unavailable("away"), "the broker did not say what waits for"),
    ],
    ids=["nothing moves", "nothing can be seen"],
)
def test_what_does_not_move_for_too_long_ends_it(clock: Clock, marks: Any, says: str) -> None:
    clock.run(10)
    clock.marks = marks
    with pytest.raises(Unavailable, match=says):
        clock.run(2 * STALL)
    assert STALL <= clock.now <= 10 + 1.5 * STALL


def test_what_moves_however_slowly_is_left_alone(clock: Clock) -> None:
    for offset in range(20):
        clock.marks = {AT: Mark(offset, False)}
        clock.run(0.7 * STALL)


def test_a_loop_that_waited_for_the_warehouse_starts_anew(clock: Clock) -> None:
    clock.marks = {AT: Mark(10, False)}
    clock.run(STALL / 2)
    for _ in range(200):
        clock.now += 1
        clock.watchdog.alive()
    clock.run(STALL / 2)
    assert clock.armed[-1] == clock.now + STALL


def test_the_deadline_is_moved_by_passes_and_by_polls_while_it_waits(clock: Clock) -> None:
    clock.run(3)
    clock.now += 1
    clock.watchdog.alive()
    clock.watchdog.alive()  # too soon to be worth it
    assert clock.armed == [1 + STALL, 2 + STALL, 3 + STALL, 4 + STALL]
