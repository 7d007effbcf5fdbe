"""A batch into the warehouse: one insert per table, and what no table can hold into the dead-letter topic.

A batch is written in a thread of its own while the next one is read: a lander that waits for every insert stands still
for a quarter of its time. Only one is under way, and a failed one is repeated by the reading thread, which alone may
speak with the broker.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from schemas.dead_letter import DeadLetter
from schemas.errors import Unavailable
from schemas.topics import DEAD_LETTERS
from streams.batch import Batch
from streams.outbox import Message, Outbox
from streams.persistence import Persistence
from streams.refused import encode, unlandable

log = logging.getLogger("earshot.land")

MAX_UNLANDABLE = 10  # more in one batch is not the rows' fault
ROW_ERRORS = (TypeError, ValueError, OverflowError)

Result = TypeVar("Result")
Into = Callable[[Sequence[Any], datetime], int]


class Attempt(Protocol):
    """Makes an insert, once or until it succeeds."""

    def __call__(self, insert: Callable[[], Result]) -> Result: ...


class Warehouse(Protocol):
    """warehouse.landing with its client."""

    def land(self, topic: str, rows: Sequence[Any], landed_at: datetime) -> int:
        """The rows of a topic (as declared) into its table; how many. Raises Unavailable for what may be retried."""


class BatchWriter:
    """`make_outbox` is called when a first message has to be refused; `dead_topic` is where it goes."""

    def __init__(
        self, warehouse: Warehouse, persistence: Persistence, make_outbox: Callable[[], Outbox], dead_topic: str
    ) -> None:
        self._warehouse, self._persistence = warehouse, persistence
        self._make_outbox = make_outbox
        self._outbox: Outbox | None = None
        self._dead = dead_topic
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="insert")
        self._first: Future[None] | None = None
        self._batch, self._landed_at = Batch(), datetime.now(UTC)

    @property
    def busy(self) -> bool:
        """A batch is under way."""
        return self._first is not None

    @property
    def is_over(self) -> bool:
        """The batch under way was written, or has failed a first time."""
        return self._first is not None and self._first.done()

    def begin(self, batch: Batch) -> None:
        """Starts to write a batch; none may be under way."""
        self._batch, self._landed_at = batch, datetime.now(UTC)
        self._first = self._thread.submit(self._write, batch, self._landed_at, _once)

    def finish(self) -> None:
        """Returns when all of the batch under way is landed or delivered, or none is under way.

        Raises Unavailable, Revoked or Stopped.
        """
        if self._first is None:
            return
        try:
            self._first.result()
        except Unavailable as error:
            log.warning("%s; the same rows again", error)
            self._write(self._batch, self._landed_at, self._persistence.repeat)
        self._first = None

    def forget(self) -> None:
        """What is under way may end as it likes: its rows count once, whoever reads them again."""
        self._first = None

    def close(self) -> None:
        """Waits for the insert under way."""
        self._thread.shutdown()

    def _write(self, batch: Batch, landed_at: datetime, attempt: Attempt) -> None:
        refused = list(batch.refused)
        for topic, rows in batch.rows.items():
            unlanded = self._land(topic, rows, landed_at, attempt)
            if topic == DEAD_LETTERS:
                # a letter about a letter is landed in its place: through the topic the two could go round for ever
                attempt(partial(_insert, partial(self._warehouse.land, topic), unlanded, landed_at))
            else:
                refused += unlanded
        self._send(refused)

    def _land(self, topic: str, rows: Sequence[Any], landed_at: datetime, attempt: Attempt) -> list[DeadLetter]:
        return attempt(lambda: _landed(partial(self._warehouse.land, topic), topic, rows, landed_at))

    def _send(self, refused: Sequence[DeadLetter]) -> None:
        if not refused:
            return
        self._outbox = self._outbox or self._make_outbox()
        for letter in refused:
            log.warning("refused %s:%s %s %s", letter.partition, letter.offset, letter.field, letter.reason)
            self._outbox.send(Message(self._dead, *encode(letter)))
        self._outbox.flush()


def _once(insert: Callable[[], Result]) -> Result:
    return insert()


def _landed(into: Into, topic: str, rows: Sequence[Any], landed_at: datetime) -> list[DeadLetter]:
    """Lands the rows; a dead letter about each that no column can hold. One that is repeated starts afresh."""
    letters: list[DeadLetter] = []
    _split(into, topic, rows, landed_at, letters)
    return letters


def _insert(into: Into, rows: Sequence[Any], landed_at: datetime) -> None:
    if rows:
        into(rows, landed_at)


def _split(into: Into, topic: str, rows: Sequence[Any], landed_at: datetime, letters: list[DeadLetter]) -> None:
    """Should a row be what no column can hold, the others are landed and that one becomes a letter."""
    try:
        _insert(into, rows, landed_at)
    except ROW_ERRORS as error:
        if len(rows) > 1:
            half = len(rows) // 2
            _split(into, topic, rows[:half], landed_at, letters)
            _split(into, topic, rows[half:], landed_at, letters)
        elif len(letters) < MAX_UNLANDABLE:
            letters.append(unlandable(topic, rows[0], error, landed_at))
        else:
            raise
