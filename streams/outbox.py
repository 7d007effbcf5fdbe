"""Sending so that nothing is lost unnoticed: a bounded window, every delivery checked, failed ones sent again."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError, MessageSizeTooLargeError, RecordListTooLargeError
from kafka.producer.future import FutureRecordMetadata

from schemas.errors import Unavailable
from streams.reach import BOOTSTRAP_MS, reach
from streams.settings import KafkaSettings

WINDOW_RECORDS = 20_000
WINDOW_BYTES = 32 * 1024 * 1024
MAX_REQUEST_BYTES = 8 * 1024 * 1024
BATCH_BYTES = 256 * 1024  # with zstd the fastest of what was measured, and the smallest on disk
MAX_ATTEMPTS = 3
LINGER_MS = 20
CLOSE_SECONDS = 5

TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)


class Message(NamedTuple):
    """`topic` as it is called in this cluster; `mark` is the sender's own, handed back with a refused message."""

    topic: str
    key: bytes
    value: bytes
    mark: Any = None
    attempts: int = 0
    headers: Sequence[tuple[str, bytes]] = ()


class Outbox:
    """An idempotent producer with a bounded window of unacknowledged messages.

    `send` blocks while the window is full. A delivery that fails is sent again; one that fails for
    `settings.wait_seconds` raises Unavailable from `send` or `flush`. A message that the broker finds too large is
    handed to `on_too_large` instead. `acknowledged` counts deliveries per topic, `ends` has the offset after the
    last one per (topic as declared, partition).
    """

    def __init__(self, settings: KafkaSettings, on_too_large: Callable[[Message], None]) -> None:
        self._settings = settings
        self._on_too_large = on_too_large
        self._pending: deque[tuple[FutureRecordMetadata, Message]] = deque()
        self._bytes = 0
        self._producer = _connect(settings)
        self.acknowledged: dict[str, int] = {}
        self.ends: dict[tuple[str, int], int] = {}

    def send(self, message: Message) -> None:
        """Hands one message over; waits for old ones while too many are on their way. Raises Unavailable."""
        try:
            future = self._producer.send(message.topic, message.value, message.key, list(message.headers))
        except TOO_LARGE:
            self._on_too_large(message)
            return
        except KafkaError as error:  # no metadata: the broker is away or the topic is missing
            raise Unavailable(f"the broker takes nothing for {message.topic} ({type(error).__name__})") from error
        self._pending.append((future, message))
        self._bytes += len(message.value)
        if len(self._pending) >= WINDOW_RECORDS or self._bytes >= WINDOW_BYTES:
            self._settle(WINDOW_RECORDS // 2, WINDOW_BYTES // 2)

    def flush(self) -> None:
        """Returns when everything sent is delivered. Raises Unavailable."""
        while self._pending:
            self._settle(0, 0)

    def close(self) -> None:
        """Does not wait for what is undelivered: flush first."""
        try:
            self._producer.close(timeout=0 if self._pending else CLOSE_SECONDS)
        except KafkaError:  # raised for what is undelivered, before its thread is told to end
            self._producer._sender.force_close()
            self._producer._closed = True  # or it would be closed again when it is collected, and complain on stderr

    def _settle(self, records: int, size: int) -> None:
        """Waits for the oldest deliveries until no more than that is pending."""
        while self._pending and (len(self._pending) > records or self._bytes > size):
            future, message = self._pending.popleft()
            self._bytes -= len(message.value)
            try:
                # asking a future that is done costs a fraction of waiting for it
                delivered = future.value if future.succeeded() else future.get(timeout=self._settings.wait_seconds + 30)
            except TOO_LARGE:
                self._on_too_large(message)
            except KafkaError as error:
                self._again(message, error)
            else:
                self._count(message.topic, delivered.partition, delivered.offset)

    def _again(self, message: Message, error: KafkaError) -> None:
        """The producer repeats by itself until its time is over; what it gave up for another reason is sent anew."""
        if message.attempts + 1 >= MAX_ATTEMPTS or isinstance(error, KafkaTimeoutError):
            raise Unavailable(f"the broker at {self._settings.bootstrap} went away ({type(error).__name__})") from error
        time.sleep(0.2)
        self.send(message._replace(attempts=message.attempts + 1))

    def _count(self, topic: str, partition: int, offset: int) -> None:
        self.acknowledged[topic] = self.acknowledged.get(topic, 0) + 1
        declared = (topic.removeprefix(self._settings.prefix), partition)
        self.ends[declared] = max(self.ends.get(declared, 0), offset + 1)


def _connect(settings: KafkaSettings) -> KafkaProducer:
    """Waits for the broker as long as the settings say. Raises Unavailable."""
    wait_ms = int(settings.wait_seconds * 1000)
    return reach(
        settings,
        lambda: KafkaProducer(
            **settings.client(),
            bootstrap_timeout_ms=BOOTSTRAP_MS,
            acks="all",
            enable_idempotence=True,
            compression_type="zstd",
            linger_ms=LINGER_MS,
            batch_size=BATCH_BYTES,
            max_request_size=MAX_REQUEST_BYTES,
            max_block_ms=wait_ms,
            request_timeout_ms=min(30_000, wait_ms),
            delivery_timeout_ms=wait_ms + LINGER_MS,
            allow_auto_create_topics=False,
            metrics_enabled=False,
        ),
    )
