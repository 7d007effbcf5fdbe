"""The lander's loop: poll, parse, collect, insert once, and only then commit.

What is inserted twice counts once, so every doubt is settled by doing it again: a failed insert is repeated with the
identical rows, a failed commit is no failure, and what a rebalance takes away is forgotten.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from kafka import ConsumerRebalanceListener, OffsetAndMetadata, TopicPartition
from kafka.errors import CommitFailedError, KafkaError

from schemas.dead_letter import DeadLetter
from schemas.errors import Unavailable
from schemas.scored import ScoredEvent
from schemas.topics import DEAD_LETTERS, SCORED
from streams.batch import Batch
from streams.outbox import Message, Outbox
from streams.persistence import POLL_SECONDS, Persistence, Revoked, Stopped
from streams.refused import encode, unlandable
from streams.settings import KafkaSettings, LandSettings

log = logging.getLogger("earshot.land")

POLL_RECORDS = 5000
COMMIT_MS = 10_000
MAX_UNLANDABLE = 10  # more in one batch is not the rows' fault
ROW_ERRORS = (TypeError, ValueError, OverflowError)


class Warehouse(Protocol):
    """warehouse.landing with its client; both raise Unavailable for what may be retried."""

    def land_feedback(self, events: Sequence[ScoredEvent], landed_at: datetime) -> int: ...
    def land_dead_letters(self, letters: Sequence[DeadLetter], landed_at: datetime) -> int: ...


class Lander:
    """One consumer and what it has read. `outbox` is made when a first message has to be refused."""

    def __init__(
        self,
        consumer: Any,
        outbox: Callable[[], Outbox],
        warehouse: Warehouse,
        settings: LandSettings,
        kafka: KafkaSettings,
    ) -> None:
        self._consumer, self._warehouse, self._settings = consumer, warehouse, settings
        self._make_outbox = outbox
        self._outbox: Outbox | None = None
        self._scored, self._dead = kafka.named(SCORED), kafka.named(DEAD_LETTERS)
        self._persistence = Persistence(consumer, settings)
        self._batch = Batch()
        self._uncommitted: dict[TopicPartition, int] = {}
        self._landed_at = self._collecting_since = self._heard_at = time.monotonic()
        self.stop = self._persistence.stop

    def run(self) -> None:
        """Returns after `stop`. Raises Unavailable past the limits, uncommitted."""
        self._consumer.subscribe([self._scored, self._dead], listener=_OnRevoked(self.drop))
        try:
            while not self._persistence.stopping:
                polled = self._poll()
                self.collect(polled)
                if self.is_due(idle=not polled):
                    self.land()
                self._commit()
        except Stopped:
            log.info("stopped; %s messages are read again", self._batch.records)

    def collect(self, polled: dict[TopicPartition, list[Any]]) -> None:
        """Parses and keeps what was polled."""
        if polled and not self._batch.records:
            self._collecting_since = time.monotonic()
        now = datetime.now(UTC)
        for partition, records in polled.items():
            add = self._batch.add_scored if partition.topic == self._scored else self._batch.add_dead_letters
            add(partition, records, now)

    def is_due(self, idle: bool) -> bool:
        """Full or old enough; or nothing more comes and the last insert is a while ago."""
        batch, settings, now = self._batch, self._settings, time.monotonic()
        full = batch.records >= settings.batch_records or batch.size >= settings.batch_bytes
        since = self._landed_at if idle else self._collecting_since
        return full or (batch.records > 0 and now - since >= settings.batch_seconds)

    def land(self) -> None:
        """One insert per table, and every refused message in the dead-letter topic. Raises Unavailable, Stopped."""
        batch, landed_at = self._batch, datetime.now(UTC)
        try:
            self._persistence.repeat(lambda: self._land_events(batch.events, landed_at, batch.refused))
            self._persistence.repeat(lambda: _insert(self._warehouse.land_dead_letters, batch.letters, landed_at))
            self._send(batch.refused)
        except Revoked:
            log.info("partitions were taken away while %s messages waited for the warehouse", batch.records)
            return
        if self._batch is batch:
            self._uncommitted |= batch.offsets
            self._batch = Batch()
        self._landed_at = time.monotonic()

    def drop(self) -> None:
        """Forgets what is not committed: whoever has the partitions now reads it again."""
        self._persistence.revoked()
        self._batch = Batch()
        self._uncommitted = {}

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

    def _poll(self) -> dict[TopicPartition, list[Any]]:
        try:
            polled = self._consumer.poll(timeout_ms=int(POLL_SECONDS * 1000), max_records=POLL_RECORDS)
        except KafkaError as error:
            if time.monotonic() - self._heard_at > self._settings.retry_seconds:
                raise Unavailable(f"the broker cannot be read ({type(error).__name__})") from error
            log.warning("the broker cannot be read (%s)", type(error).__name__)
            time.sleep(1)
            return {}
        self._heard_at = time.monotonic()
        return polled  # type: ignore[no-any-return]

    def _commit(self) -> None:
        """What cannot be committed now is with the next commit, or is read and landed again."""
        if not self._uncommitted:
            return
        try:
            offsets = {at: OffsetAndMetadata(offset, "", -1) for at, offset in self._uncommitted.items()}
            self._consumer.commit(offsets, timeout_ms=COMMIT_MS)
        except CommitFailedError:
            log.info("partitions were taken away before their commit; their rows are landed")
        except KafkaError as error:
            log.warning("not committed yet (%s)", type(error).__name__)
            return
        self._uncommitted = {}


def _insert(into: Callable[[Sequence[Any], datetime], int], rows: Sequence[Any], landed_at: datetime) -> None:
    if rows:
        into(rows, landed_at)


class _OnRevoked(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(self, drop: Callable[[], None]) -> None:
        self._drop = drop

    def on_partitions_revoked(self, revoked: Any) -> None:  # noqa: ARG002
        self._drop()

    def on_partitions_assigned(self, assigned: Any) -> None:
        log.info("reads %s partitions", len(assigned))
