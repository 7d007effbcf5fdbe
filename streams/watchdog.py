"""Ends the scorer hard when it stands still: a partition has messages and nothing is committed, whatever the reason.

The deadline is kept by `faulthandler` in a thread of its own, so it also holds for an event loop that is blocked or a
consumer thread that died: the process ends with a traceback of every thread (code only, no data), and is started again.
"""

from __future__ import annotations

import asyncio
import faulthandler
import time
from typing import Any, NamedTuple

from faust.types import TP

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


class Watchdog:
    """`watch` runs beside the agent; it moves the deadline on while every assigned partition gets on."""

    def __init__(self, app: Any, stall_seconds: float) -> None:
        self._app = app
        self._stall = stall_seconds
        self._well: dict[TP, tuple[float, int]] = {}

    async def watch(self) -> None:
        """Until cancelled. Whatever it cannot find out counts as no progress."""
        while True:
            await asyncio.sleep(min(CHECK_SECONDS, self._stall / 4))
            try:
                standings = await asyncio.wait_for(self._standings(), timeout=self._stall)
            except Exception:  # noqa: BLE001, S112 - the broker is away or the consumer is: the deadline stays
                continue
            self.move_on(self.well_since(standings, time.monotonic()))

    def well_since(self, standings: dict[TP, Standing], now: float) -> float:
        """When the partition that is stuck longest was last seen to get on; `now` where none is stuck."""
        seen = {}
        for tp, standing in standings.items():
            since, before = self._well.get(tp, (now, standing.committed))
            gets_on = standing.caught_up or standing.committed != before
            seen[tp] = (now if gets_on else since, standing.committed)
        self._well = seen
        return min((since for since, _ in seen.values()), default=now)

    def move_on(self, well_at: float) -> None:
        """The process ends `stall_seconds` after `well_at`, unless moved on again."""
        left = max(0.1, self._stall - (time.monotonic() - well_at))
        faulthandler.dump_traceback_later(left, exit=True)

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
