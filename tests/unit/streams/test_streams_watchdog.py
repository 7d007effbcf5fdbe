"""The deadline moves on while every partition gets on, and stays where one does not."""

from __future__ import annotations

from typing import Any

import pytest

from streams.watchdog import Deadline, Mark, Progress


@pytest.fixture
def progress() -> Progress:
    return Progress()


def test_a_partition_whose_offset_grows_gets_on(progress: Progress) -> None:
    assert progress.well_since({"a": Mark(50, False)}, now=0) == 0
    assert progress.well_since({"a": Mark(60, False)}, now=10) == 10


def test_one_that_stands_still_holds_the_deadline_whatever_the_others_do(progress: Progress) -> None:
    progress.well_since({"a": Mark(50, False), "b": Mark(100, True)}, now=0)
    for now in (10, 20):
        assert progress.well_since({"a": Mark(50, False), "b": Mark(100, True)}, now=now) == 0
    assert progress.well_since({"a": Mark(51, False), "b": Mark(100, True)}, now=30) == 30


def test_what_is_another_s_for_a_while_starts_anew(progress: Progress) -> None:
    progress.well_since({"a": Mark(50, False)}, now=0)
    progress.well_since({}, now=10)
    assert progress.well_since({"a": Mark(50, False)}, now=20) == 20


def test_without_partitions_nothing_is_stuck(progress: Progress) -> None:
    assert progress.well_since({}, now=10) == 10


def test_moving_on_arms_the_end_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    armed: list[Any] = []
    monkeypatch.setattr("faulthandler.dump_traceback_later", lambda after, exit: armed.append((after, exit)))
    monkeypatch.setattr("time.monotonic", lambda: 30.0)
    deadline = Deadline(60)
    deadline.move_on(0.0)
    deadline.move_on(-100.0)
    assert armed == [(30.0, True), (0.1, True)]
