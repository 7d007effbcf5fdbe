"""What makes an analyst's statement end: the engine's own limit, then cancelling, then the end of the process.

The engine looks at its limit, and at whether it is cancelled, between blocks of rows only. One function over one block
(`arrayMap` over a large range, one long text hashed for each row) and the analysis of a statement end when they end,
and no thread of the engine can be ended alone. So what obeys neither ends with the process: the supervisor starts it
again within seconds, and every answered insert is on disk.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from warehouse.embedded.engine import Engine

logger = logging.getLogger(__name__)

EXIT_CODE = 70  # sysexits' EX_SOFTWARE: not an end that anybody asked for
_AGAIN_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Overtime:
    """Seconds of the whole call, its judging included: from `cancel_after` on it is cancelled, at `end_after` ended."""

    engine: Engine
    cancel_after: float
    end_after: float

    @contextmanager
    def watched(self, query_id: str) -> Iterator[None]:
        """The block is one call, its statements run under this `log_comment`. It ends in time, or nothing goes on."""
        done = threading.Event()
        for watch in (self._cancel, self._end):  # two threads: an engine that hangs may hold up the cancelling too
            threading.Thread(target=watch, args=(query_id, done), name=watch.__name__, daemon=True).start()
        try:
            yield
        finally:
            done.set()

    def _cancel(self, query_id: str, done: threading.Event) -> None:
        """Again and again: a call is several statements, and the next one may just have begun."""
        if done.wait(self.cancel_after):
            return
        logger.warning("%s is still running after %g s: cancelling", query_id, self.cancel_after)
        while not done.wait(_AGAIN_SECONDS):
            self.engine.cancel(query_id)

    def _end(self, query_id: str, done: threading.Event) -> None:
        if not done.wait(self.end_after):
            logger.critical("%s heeds no cancelling after %g s: ending the process", query_id, self.end_after)
            os._exit(EXIT_CODE)
