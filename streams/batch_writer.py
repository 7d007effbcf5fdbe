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

Into = Callable[[Sequence[Any], datetime], int]


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
        landed_at, warehouse = datetime.now(UTC), self._warehouse
        refused = self._land(warehouse.land_feedback, batch.events, landed_at)
        # a letter about a letter is landed in its place: through the topic the two could go round for ever
        instead = self._land(warehouse.land_dead_letters, batch.letters, landed_at)
        self._persistence.repeat(lambda: _insert(warehouse.land_dead_letters, instead, landed_at))
        self._send([*batch.refused, *refused])

    def _land(self, into: Into, rows: Sequence[Any], landed_at: datetime) -> list[DeadLetter]:
        """Lands the rows; a dead letter about each that no column can hold. One that is repeated starts afresh."""

        def landed() -> list[DeadLetter]:
            letters: list[DeadLetter] = []
            _split(into, rows, landed_at, letters)
            return letters

        return self._persistence.repeat(landed)

    def _send(self, refused: Sequence[DeadLetter]) -> None:
        if not refused:
            return
        self._outbox = self._outbox or self._make_outbox()
        for letter in refused:
            log.warning("refused %s:%s %s %s", letter.partition, letter.offset, letter.field, letter.reason)
            self._outbox.send(Message(self._dead, *encode(letter)))
        self._outbox.flush()


def _insert(into: Into, rows: Sequence[Any], landed_at: datetime) -> None:
    if rows:
        into(rows, landed_at)


def _split(into: Into, rows: Sequence[Any], landed_at: datetime, letters: list[DeadLetter]) -> None:
    """Should a row be what no column can hold, the others are landed and that one becomes a letter."""
    try:
        _insert(into, rows, landed_at)
    except ROW_ERRORS as error:
        if len(rows) > 1:
            half = len(rows) // 2
            _split(into, rows[:half], landed_at, letters)
            _split(into, rows[half:], landed_at, letters)
        elif len(letters) < MAX_UNLANDABLE:
            letters.append(unlandable(rows[0], error, landed_at))
        else:
            raise
