"""What ends a worker that stands still: a deadline that nothing in it can hold up, and since when a partition stands.

Both workers use it: streams.score_watchdog and streams.land_watchdog say what "getting on" means for each.
"""

from __future__ import annotations

import faulthandler
import time
from collections.abc import Mapping
from typing import Any, NamedTuple


class Deadline:
    """Kept by `faulthandler` in a thread of its own, so it also holds for a blocked event loop or a call into a library
    that never returns: the process ends with a traceback of every thread (code only, no data), uncommitted.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def move_on(self, well_at: float) -> None:
        """The process ends this deadline's seconds after `well_at` (monotonic), unless moved on again."""
        left = max(0.1, self._seconds - (time.monotonic() - well_at))
        faulthandler.dump_traceback_later(left, exit=True)

    @staticmethod
    def lift() -> None:
        """Nothing is waited for any more."""
        faulthandler.cancel_dump_traceback_later()


class Mark(NamedTuple):
    """How far one partition is: an offset that grows while it gets on, and whether nothing is left to do."""

    offset: int
    caught_up: bool


class Progress:
    """Remembers of every partition when it was last seen to get on."""

    def __init__(self) -> None:
        self._well: dict[Any, tuple[float, int]] = {}

    def well_since(self, marks: Mapping[Any, Mark], now: float) -> float:
        """When the partition that is stuck longest was last seen to get on; `now` where none is stuck."""
        seen = {}
        for partition, mark in marks.items():
            since, before = self._well.get(partition, (now, mark.offset))
            gets_on = mark.caught_up or mark.offset != before
            seen[partition] = (now if gets_on else since, mark.offset)
        self._well = seen
        return min((since for since, _ in seen.values()), default=now)
