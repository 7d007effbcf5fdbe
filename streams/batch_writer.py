"""A batch into the warehouse: one insert per table, and what no table can hold into the dead-letter topic."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from schemas.dead_letter import DeadLetter
from schemas.scored import ScoredEvent
from streams.batch import Batch
from streams.outbox import Message, Outbox
from streams.persistence import Persistence
from streams.refused import encode, unlandable

log = logging.getLogger("earshot.land")

MAX_UNLANDABLE = 10  # more in one batch is not the rows' fault
ROW_ERRORS = (TypeError, ValueError, OverflowError)


class Warehouse(Protocol):
    """warehouse.landing with its client; both raise Unavailable for what may be retried."""

    def land_feedback(self, events: Sequence[ScoredEvent], landed_at: datetime) -> int: ...
    def land_dead_letters(self, letters: Sequence[DeadLetter], landed_at: datetime) -> int: ...


class BatchWriter:
    """`make_outbox` is called when a first message has to be refused; `dead_topic` is where it goes."""

    def __init__(
        self, warehouse: Warehouse, persistence: Persistence, make_outbox: Callable[[], Outbox], dead_topic: str
    ) -> None:
        self._warehouse, self._persistence = warehouse, persistence
        self._make_outbox = make_outbox
        self._outbox: Outbox | None = None
        self._dead = dead_topic

    def write(self, batch: Batch) -> None:
        """Returns when all of it is landed or delivered. Raises Unavailable, Revoked or Stopped."""
        landed_at = datetime.now(UTC)
        self._persistence.repeat(lambda: self._land_events(batch.events, landed_at, batch.refused))
        self._persistence.repeat(lambda: _insert(self._warehouse.land_dead_letters, batch.letters, landed_at))
        self._send(batch.refused)

    def _land_events(self, events: Sequence[ScoredEvent], landed_at: datetime, refused: list[DeadLetter]) -> None:
        """Should a row be what no column can hold, the others are landed and that one is refused."""
        try:
            _insert(self._warehouse.land_feedback, events, landed_at)
        except ROW_ERRORS as error:
            if len(events) == 1:
                refused.append(unlandable(events[0], error, landed_at))
                if len(refused) > MAX_UNLANDABLE:
                    raise
                return
            half = len(events) // 2
            self._land_events(events[:half], landed_at, refused)
            self._land_events(events[half:], landed_at, refused)

    def _send(self, refused: Sequence[DeadLetter]) -> None:
        if not refused:
            return
        self._outbox = self._outbox or self._make_outbox()
        for letter in refused:
            log.warning("refused %s:%s %s %s", letter.partition, letter.offset, letter.field, letter.reason)
            self._outbox.send(Message(self._dead, *encode(letter)))
        self._outbox.flush()


def _insert(into: Callable[[Sequence[Any], datetime], int], rows: Sequence[Any], landed_at: datetime) -> None:
    if rows:
        into(rows, landed_at)
