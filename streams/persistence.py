"""The same insert again and again while the warehouse is away, and the consumer kept in its group meanwhile."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from schemas.errors import Unavailable
from streams.settings import LandSettings

log = logging.getLogger("earshot.land")

FIRST_PAUSE_SECONDS = 0.2
POLL_SECONDS = 0.1

Result = TypeVar("Result")


class Revoked(Exception):  # noqa: N818 - it names what happened
    """A rebalance took partitions away: what was read is another's now, or is read again."""


class Stopped(Exception):  # noqa: N818
    """The process was told to end while the warehouse was away."""


class Persistence:
    """Repeats an insert with growing pauses. `revoked` and `stop` are told from outside and end the waiting; `alive` is
    told of every poll meanwhile.
    """

    def __init__(self, consumer: Any, settings: LandSettings, alive: Callable[[], None]) -> None:
        self._consumer = consumer
        self._alive = alive
        self._settings = settings
        self._generation = 0
        self.stopping = False

    def stop(self) -> None:
        self.stopping = True

    def revoked(self) -> None:
        self._generation += 1

    def repeat(self, insert: Callable[[], Result]) -> Result:
        """What `insert` gives once it succeeds.

        Raises Unavailable past the limit, Revoked or Stopped when waiting has no point any more.
        """
        deadline = time.monotonic() + self._settings.retry_seconds
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                return insert()
            except Unavailable as error:
                if time.monotonic() + pause > deadline:
                    raise
                log.warning("%s; the same rows again in %.1f s", error, pause)
            self._keep_alive(pause)
            pause = min(2 * pause, self._settings.backoff_max_seconds)

    def _keep_alive(self, seconds: float) -> None:
        """Polls, as the group expects it, without reading on."""
        generation, until = self._generation, time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self.stopping:
                raise Stopped
            self._consumer.pause(*self._consumer.assignment())
            polled = self._consumer.poll(timeout_ms=int(1000 * min(left, POLL_SECONDS)))
            for partition, records in polled.items():  # assigned in this very poll, not paused yet: read later
                self._consumer.seek(partition, records[0].offset)
            self._alive()
        self._consumer.resume(*self._consumer.paused())
        if generation != self._generation:
            raise Revoked
