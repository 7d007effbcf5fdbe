"""Faust's consumer in chunks: what was fetched from one partition reaches the agent as one list.

Most of Faust's time goes into tasks, queues and sensors for each single message, several times what scoring a text
takes. Faust keeps everything that it decides: membership, assignment, flow control, generations, offsets and commits.
Only a record's way from the fetcher (`Consumer._drain_messages`) to the agent and its acknowledgement differ:

- a chunk is delivered under the same conditions as a message would be (flow active, same generation, partition active);
- `chunks(stream)` skips chunks of a generation that has ended, as Faust's stream skips such messages;
- a chunk is acknowledged only by `acknowledge`: Faust's own `take` acknowledges what it handed out also when the agent
  is cancelled or raises, which loses events at a shutdown;
- acknowledging writes the same books (`_acked`, `_acked_index`) that `Consumer.ack` writes.

It relies on inner parts of one version of Faust, and refuses any other.
"""

from __future__ import annotations

import asyncio
import bisect
from collections.abc import AsyncIterator
from typing import Any, NamedTuple, cast

import faust
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from faust.types.tuples import ack_lock

VERSION = "0.15.3"
WAITING_CHUNKS = 16

if faust.__version__ != VERSION:
    raise ImportError(f"streams.faust_chunks was written for faust-streaming {VERSION}, this is {faust.__version__}")


class Chunk(NamedTuple):
    """Records of one partition in their order (aiokafka's: offset, key, value …), fetched in one generation."""

    tp: TP
    generation: int
    records: list[Any]


class ChunkConsumer(driver.Consumer):
    """Delivers chunks to the one agent that reads a topic."""

    chunk_records = 500

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._room = asyncio.Event()
        self.delivered: dict[TP, int] = {}
        """The offset after the last record that the agent was given, per partition."""

    def stop_flow(self) -> None:
        super().stop_flow()
        self._room.set()  # whoever waits to deliver must notice

    async def _drain_messages(self, fetcher: Any) -> None:
        """Faust's fetcher runs this until it or the consumer stops."""
        try:
            while not (self.should_stop or fetcher.should_stop):
                await self._drain_once()
        except self.consumer_stopped_errors:
            if not self.app.should_stop:
                raise
        except asyncio.CancelledError:
            if not self.app.should_stop:
                raise

    async def _drain_once(self) -> None:
        fetched, active = await self._wait_next_records(1.0)
        generation = self.app.consumer_generation_id
        await asyncio.sleep(0)  # fetching may come back at once, again and again
        if not fetched or self.should_stop:
            return
        if not self.flow_active:
            await self.perform_seek()  # what was fetched is left: it must be read again
            return
        for tp, records in fetched.items():
            if active is None or tp in active or tp in self._buffered_partitions:
                for chunk in self._cut(tp, generation, records):
                    if not await self._deliver(chunk):
                        return

    def _cut(self, tp: TP, generation: int, records: list[Any]) -> list[Chunk]:
        last = self._read_offset[tp]
        if last is not None and records[0].offset < last:
            records = records[bisect.bisect_left(records, last, key=lambda record: record.offset) :]
        size = self.chunk_records
        return [Chunk(tp, generation, records[at : at + size]) for at in range(0, len(records), size)]

    async def _deliver(self, chunk: Chunk) -> bool:
        """False when a rebalance came in between: the rest of what was fetched is not ours any more."""
        [channel] = cast(Any, self.app.topics)._tp_index[chunk.tp]  # one agent per topic
        while channel.queue.qsize() >= WAITING_CHUNKS and self.flow_active:
            self._room.clear()
            await self._room.wait()
        await self.app.flow_control.acquire()
        if not self.flow_active or chunk.generation != self.app.consumer_generation_id:
            return False
        await self._note_gaps(chunk)
        channel.queue.put_nowait(chunk)
        self.delivered[chunk.tp] = chunk.records[-1].offset + 1
        return True

    async def _note_gaps(self, chunk: Chunk) -> None:
        """Offsets that hold no message (compacted, or a transaction's marks) must not hold up the commit."""
        last, records = self._read_offset[chunk.tp], chunk.records
        if (last and records[0].offset - last > 1) or records[-1].offset - records[0].offset >= len(records):
            for record in records:
                if last and record.offset - last > 1:
                    await self._add_gap(chunk.tp, last + 1, record.offset - 1)
                last = record.offset
        self._read_offset[chunk.tp] = records[-1].offset

    def took(self) -> None:
        """The agent took a chunk: there is room for another."""
        self._room.set()

    def acknowledge(self, chunk: Chunk) -> None:
        """Every record of the chunk is done for: its offsets may be committed."""
        tp = chunk.tp
        with ack_lock:
            committed, index = self._committed_offset[tp], self._acked_index[tp]
            offsets = [
                record.offset
                for record in chunk.records
                if (committed is None or record.offset >= committed) and record.offset not in index
            ]
            index.update(offsets)
            self._acked[tp].extend(offsets)
            self._n_acked += len(offsets)

    def verify_event_path(self, now: float, tp: TP) -> None:
        """Faust's own check reads sensors that chunks do not feed; streams.score_watchdog takes its place."""


class ChunkTransport(driver.Transport):
    Consumer = ChunkConsumer


def use_chunks(app: faust.App, chunk_records: int) -> None:
    """Makes the app's consumer a ChunkConsumer; call before anything of the app is used."""
    ChunkConsumer.chunk_records = chunk_records
    app.transport = ChunkTransport(app.conf.broker_consumer, app)


async def chunks(stream: Any) -> AsyncIterator[Chunk]:
    """The agent's chunks, one after the other; each is to be given to `acknowledge` once all of it is delivered."""
    app = stream.app
    while True:
        try:
            chunk = await stream.channel.queue.get()
        except StopAsyncIteration:  # how Faust ends a stream that waits; a generator must not raise it
            return
        app.consumer.took()
        if app.flow_control.is_active() and chunk.generation == app.consumer_generation_id:
            yield chunk
