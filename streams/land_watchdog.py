"""Ends the lander when it stands still, uncommitted; an idle one, or one that only stands by, is left alone.

A poll or an insert that never returns is ended by the deadline, hard. A lander whose loop runs, yet what waits in its
group is not read, ends itself: that is how a consumer looks that lost its place without noticing. What another member
of the group reads is that member's own to watch.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError

from schemas.errors import Unavailable
from schemas.topics import LANDABLE
from streams.admin import connect
from streams.offsets import group_lags, owned_partitions
from streams.settings import KafkaSettings, LandSettings
from streams.watchdog import Deadline, Mark, Progress

LOOK_SECONDS = 15.0
ANSWER_SECONDS = 5.0
MOVE_SECONDS = 1.0

Marks = Mapping[TopicPartition, Mark]


class LandWatchdog:
    """`look` tells how far the partitions are that this lander has to answer for."""

    def __init__(self, look: Callable[[], Marks], stall_seconds: float) -> None:
        self._look = look
        self._stall = stall_seconds
        self._every = min(LOOK_SECONDS, stall_seconds / 4)
        self._deadline = Deadline(stall_seconds)
        self._progress = Progress()
        self._moved_at = -MOVE_SECONDS
        self._looked_at = self._well_at = time.monotonic()

    def alive(self) -> None:
        """Something came back: the process is given `stall_seconds` more."""
        now = time.monotonic()
        if now - self._moved_at >= MOVE_SECONDS:
            self._moved_at = now
            self._deadline.move_on(now)

    def passed(self) -> None:
        """After each pass of the loop. Raises Unavailable when nothing that waits was read for `stall_seconds`."""
        self.alive()
        now = time.monotonic()
        if now - self._looked_at < self._every:
            return
        if now - self._looked_at > 2 * self._every:  # the loop waited for the warehouse: nothing could get on
            self._progress, self._well_at = Progress(), now
        what = "messages wait and none was read"
        try:
            self._well_at = self._progress.well_since(self._look(), now)
        except (Unavailable, KafkaError):  # what cannot be found out is no progress
            what = "the broker did not say what waits"
        if now - self._well_at >= self._stall:
            raise Unavailable(f"{what} for {now - self._well_at:.0f} s")
        self._looked_at = time.monotonic()


def marks_of(consumer: Any, kafka: KafkaSettings, settings: LandSettings) -> Marks:
    """The consumer's own partitions by what it has read, and those that no member of the group reads by what is
    committed. Raises Unavailable or KafkaError.
    """
    patience = {"wait_seconds": min(ANSWER_SECONDS, settings.stall_seconds / 4)}
    with connect(kafka.model_copy(update=patience)) as admin:
        lags = group_lags(admin, kafka, settings.group, LANDABLE)
        owned = owned_partitions(admin, kafka, settings.group)
    mine = consumer.assignment()
    marks = {}
    for lag in lags:
        at = TopicPartition(kafka.named(lag.topic), lag.partition)
        if at in mine:
            position = consumer.position(at, timeout_ms=int(1000 * ANSWER_SECONDS)) or 0
            marks[at] = Mark(position, position >= lag.end)
        elif at not in owned:
            marks[at] = Mark(lag.committed, lag.lag == 0)
    return marks
