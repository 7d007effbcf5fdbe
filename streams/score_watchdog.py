"""Ends the scorer hard when it stands still: a partition has messages and nothing is committed, whatever the reason."""

from __future__ import annotations

import asyncio
import time
from typing import Any, NamedTuple

from faust.types import TP

from streams.watchdog import Deadline, Mark, Progress

CHECK_SECONDS = 5.0


class Standing(NamedTuple):
    """One partition's next offsets: of its writer, of the consumer, of the agent, and of the group after a restart."""

    end: int
    position: int
    delivered: int
    committed: int

    @property
    def caught_up(self) -> bool:
        """Offsets at the end may hold no message (a transaction's marks): they are read over and never committed."""
        return self.committed >= min(self.end, self.delivered) and self.position >= self.end


class ScoreWatchdog:
    """`watch` runs beside the agent; it moves the deadline on while every assigned partition gets on."""

    def __init__(self, app: Any, stall_seconds: float) -> None:
        self._app = app
        self._stall = stall_seconds
        self._deadline = Deadline(stall_seconds)
        self._progress = Progress()

    def start(self) -> None:
        """From here on the process ends when it does not get on."""
        self._deadline.move_on(time.monotonic())

    async def watch(self) -> None:
        """Until cancelled. Whatever it cannot find out counts as no progress."""
        while True:
            await asyncio.sleep(min(CHECK_SECONDS, self._stall / 4))
            try:
                standings = await asyncio.wait_for(self._standings(), timeout=self._stall)
            except Exception:  # noqa: BLE001, S112 - the broker is away or the consumer is: the deadline stays
                continue
            marks = {tp: Mark(standing.committed, standing.caught_up) for tp, standing in standings.items()}
            self._deadline.move_on(self._progress.well_since(marks, time.monotonic()))

    async def _standings(self) -> dict[TP, Standing]:
        consumer = self._app.consumer
        assigned = tuple(consumer.assignment())
        if not assigned:
            return {}
        ends = await consumer.highwaters(*assigned)
        return {
            tp: Standing(
                end=ends[tp],
                position=await consumer.position(tp) or 0,
                delivered=consumer.delivered.get(tp, 0),
                committed=consumer._committed_offset.get(tp) or 0,
            )
            for tp in assigned
        }
