"""The lander's loop: poll, parse, collect, insert once while the next batch is read, and only then commit.

What is inserted twice counts once, so every doubt is settled by doing it again: a failed insert is repeated with the
identical rows, a failed commit is no failure, and what a rebalance takes away is forgotten.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kafka import OffsetAndMetadata, TopicPartition
from kafka.errors import CommitFailedError, KafkaError

from schemas.errors import Unavailable
from schemas.topics import DEAD_LETTERS, LANDABLE
from streams.batch import Batch
from streams.batch_writer import BatchWriter, Warehouse
from streams.land_watchdog import LandWatchdog
from streams.membership import Membership
from streams.outbox import Outbox
from streams.persistence import POLL_SECONDS, Persistence, Revoked, Stopped
from streams.settings import KafkaSettings, LandSettings

log = logging.getLogger("earshot.land")

POLL_RECORDS = 5000
COMMIT_MS = 10_000


class Lander:
    """One consumer and what it has read. `outbox` is called when a first message has to be refused."""

    def __init__(
        self,
        consumer: Any,
        outbox: Callable[[], Outbox],
        warehouse: Warehouse,
        watchdog: LandWatchdog,
        *,
        settings: LandSettings,
        kafka: KafkaSettings,
    ) -> None:
        self._consumer, self._settings, self._kafka, self._watchdog = consumer, settings, kafka, watchdog
        self._topics = {kafka.named(topic): topic for topic in LANDABLE}
        self._persistence = Persistence(consumer, settings, watchdog.alive)
        self._writer = BatchWriter(warehouse, self._persistence, outbox, kafka.named(DEAD_LETTERS))
        self._batch = Batch()
        self._offsets: dict[TopicPartition, int] = {}  # of the batch under way
        self._uncommitted: dict[TopicPartition, int] = {}
        self._landed_at = self._collecting_since = self._heard_at = self._committed_at = time.monotonic()
        self.stop = self._persistence.stop

    def run(self) -> None:
        """Returns after `stop`. Raises Unavailable past the limits, uncommitted."""
        membership = Membership(self._consumer, self.drop, self._watchdog.alive)
        membership.subscribe(list(self._topics), self._kafka.wait_seconds, lambda: self._persistence.stopping)
        try:
            while not self._persistence.stopping:
                polled = self._poll()
                self.collect(polled)
                due = self.is_due(idle=not polled)
                if due or self._writer.is_over:
                    self.settle()
                self._commit()
                if due:
                    self.land()
                if not self._writer.busy:  # an insert that never returns must look like standing still
                    self._watchdog.passed()
            self.settle()
            self._commit()
        except Stopped:
            log.info("stopped; %s messages are read again", self._batch.records)

    def collect(self, polled: dict[TopicPartition, list[Any]]) -> None:
        """Parses and keeps what was polled."""
        if polled and not self._batch.records:
            self._collecting_since = time.monotonic()
        now = datetime.now(UTC)
        for partition, records in polled.items():
            self._batch.add(self._topics[partition.topic], partition, records, now)

    def is_due(self, idle: bool) -> bool:
        """Full or old enough; or nothing more comes and the last insert is a while ago."""
        batch, settings, now = self._batch, self._settings, time.monotonic()
        full = batch.records >= settings.batch_records or batch.size >= settings.batch_bytes
        since = self._landed_at if idle else self._collecting_since
        return full or (batch.records > 0 and now - since >= settings.batch_seconds)

    def land(self) -> None:
        """Begins to write what was collected: one insert per table, and every refused message as a dead letter."""
        batch, self._batch = self._batch, Batch()
        if batch.records:
            self._offsets = batch.offsets
            self._writer.begin(batch)
            self._landed_at = time.monotonic()

    def settle(self) -> None:
        """Waits until the batch under way, if one is, is written, and may be committed. Raises Unavailable, Stopped."""
        if self._writer.busy:
            try:
                self._writer.finish()
            except Revoked:
                log.info("partitions were taken away while messages waited for the warehouse")
            self._uncommitted |= self._offsets
            self._offsets = {}
            self._watchdog.passed()

    def close(self) -> None:
        """Waits for an insert under way; what it lands is read again, and counts once."""
        self._writer.close()

    def drop(self) -> None:
        """Forgets what is not committed: whoever has the partitions now reads it again."""
        self._persistence.revoked()
        self._writer.forget()
        self._batch = Batch()
        self._offsets, self._uncommitted = {}, {}

    def _poll(self) -> dict[TopicPartition, list[Any]]:
        try:
            polled = self._consumer.poll(timeout_ms=int(POLL_SECONDS * 1000), max_records=POLL_RECORDS)
        except KafkaError as error:
            self._tolerate(error, self._heard_at, "the broker cannot be read")
            time.sleep(1)
            return {}
        self._heard_at = time.monotonic()
        return polled  # type: ignore[no-any-return]

    def _commit(self) -> None:
        """What cannot be committed now is with the next commit, or is read and landed again."""
        if self._uncommitted:
            try:
                offsets = {at: OffsetAndMetadata(offset, "", -1) for at, offset in self._uncommitted.items()}
                self._consumer.commit(offsets, timeout_ms=COMMIT_MS)
            except CommitFailedError:
                log.info("partitions were taken away before their commit; their rows are landed")
            except KafkaError as error:
                self._tolerate(error, self._committed_at, "what is landed is not committed")
                return
        self._uncommitted = {}
        self._committed_at = time.monotonic()

    def _tolerate(self, error: KafkaError, well_at: float, what: str) -> None:
        """Raises Unavailable once it has lasted for too long."""
        said = f"{what} ({type(error).__name__})"
        if time.monotonic() - well_at > self._settings.retry_seconds:
            raise Unavailable(said) from error
        log.warning("%s", said)
