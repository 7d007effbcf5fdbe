"""The scorer's work on a chunk: a scored event or a dead letter of each message, delivered, then acknowledged."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, cast

import faust

from schemas.dead_letter import DeadLetter
from schemas.topics import DEAD_LETTERS, RAW, SCORED
from streams.faust_chunks import Chunk, ChunkConsumer, chunks
from streams.refused import Position, encode
from streams.score_message import Message, Scored, score_messages
from streams.scoring import Scorer
from streams.settings import KafkaSettings, ScoreSettings

log = logging.getLogger("earshot.score")

CHUNKS_UNDER_WAY = 4  # delivered while the next are scored; offsets are committed in order all the same
STEP_RECORDS = 64
STEP_BYTES = 64 * 1024
UNDELIVERED = 70
"""The exit code of a process that could not deliver."""


def in_steps(records: Sequence[Any]) -> Iterator[list[Any]]:
    """`records` in runs that are scored at once: as many as keep the event loop waiting for some 10 ms at most."""
    step: list[Any] = []
    size = 0
    for record in records:
        length = len(record.value or b"")
        if step and (len(step) == STEP_RECORDS or size + length > STEP_BYTES):
            yield step
            step, size = [], 0
        step.append(record)
        size += length
    if step:
        yield step


class ScoreWorker:
    """Scores chunks and delivers what comes of them."""

    def __init__(self, app: faust.App, scorer: Scorer, kafka: KafkaSettings, settings: ScoreSettings) -> None:
        self._app = app
        self._scorer = scorer
        self._settings = settings
        self._partitions = 1
        self._scored, self._dead = kafka.named(SCORED), kafka.named(DEAD_LETTERS)
        self._room = asyncio.Semaphore(CHUNKS_UNDER_WAY)
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self, stream: Any) -> None:
        """The agent's body: nothing that a message contains ends it."""
        self._partitions = len(await cast(Any, self._app.producer)._producer.partitions_for(self._scored))
        async for chunk in chunks(stream):
            await self._room.acquire()
            try:
                deliveries = await self.score(chunk)
            except Exception as error:  # noqa: BLE001 - a broker that does not take messages; nothing is acknowledged
                self._die(chunk, error)
            task = asyncio.create_task(self._finish(chunk, deliveries))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def score(self, chunk: Chunk) -> list[Awaitable[Any]]:
        """Every record scored and handed to the producer: what to wait for. The event loop gets its turn in between."""
        # the same key always comes from the same raw partition, so it always goes to the same one of feedback.scored
        batches = _Batches(self._app.producer, self._scored, chunk.tp.partition % self._partitions)
        for records in in_steps(chunk.records):
            messages = [
                Message(each.value, each.headers, Position(RAW, each.partition, each.offset)) for each in records
            ]
            for result in score_messages(messages, self._scorer, datetime.now(UTC)):
                if isinstance(result, Scored):
                    await batches.add(result)
                else:
                    await self._send_dead(batches, result)
            await asyncio.sleep(0)
        return await batches.close()

    async def _send_dead(self, batches: _Batches, letter: DeadLetter) -> None:
        log.warning("refused %s:%s %s %s", letter.partition, letter.offset, letter.field or "message", letter.reason)
        key, value = encode(letter)
        batches.deliveries.append(await batches.producer.send(self._dead, value, key))

    async def _finish(self, chunk: Chunk, deliveries: list[Awaitable[Any]]) -> None:
        try:
            await asyncio.wait_for(asyncio.gather(*deliveries), self._settings.deliver_seconds)
        except Exception as error:  # noqa: BLE001 - every failure means the same
            self._die(chunk, error)
        cast(ChunkConsumer, self._app.consumer).acknowledge(chunk)
        self._room.release()

    def _die(self, chunk: Chunk, error: Exception) -> None:
        """Faust would go on, and commit: so nothing of this process may go on."""
        log.critical(
            "cannot deliver what came of partition %s from offset %s (%s): ending, uncommitted",
            chunk.tp.partition,
            chunk.records[0].offset,
            type(error).__name__,
        )
        logging.shutdown()
        os._exit(UNDELIVERED)


class _Batches:
    """A chunk's scored events in whole batches: half of a producer's time goes into single messages."""

    def __init__(self, producer: Any, topic: str, partition: int) -> None:
        self.producer = producer._producer
        self.deliveries: list[Awaitable[Any]] = []
        self._topic = topic
        self._partition = partition
        self._batch = self.producer.create_batch()

    async def add(self, scored: Scored) -> None:
        if self._batch.append(key=scored.key, value=scored.value, timestamp=None) is None:
            await self._send()
            self._batch.append(key=scored.key, value=scored.value, timestamp=None)

    async def close(self) -> list[Awaitable[Any]]:
        if self._batch.record_count():
            await self._send()
        return self.deliveries

    async def _send(self) -> None:
        self._batch.close()
        self.deliveries.append(await self.producer.send_batch(self._batch, self._topic, partition=self._partition))
        self._batch = self.producer.create_batch()
