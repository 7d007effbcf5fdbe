"""Chunks reach the agent as messages would, and are acknowledged in the same books."""

from __future__ import annotations

import asyncio
import importlib
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import faust
import pytest
from faust.transport.consumer import Consumer
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from faust.types.tuples import Message
from intervaltree import IntervalTree

from streams import faust_chunks
from streams.faust_chunks import Chunk, ChunkConsumer

AT = TP("feedback.raw", 0)


def records(*offsets: int) -> list[Any]:
    return [SimpleNamespace(offset=offset, value=b"{}", partition=0) for offset in offsets]


def bare(kind: type[Any], app: Any) -> Any:
    """A consumer with its books alone: no thread, no event loop, no broker."""
    consumer = kind.__new__(kind)
    consumer.app = app
    consumer._committed_offset, consumer._read_offset = defaultdict(lambda: None), defaultdict(lambda: None)
    consumer._acked, consumer._acked_index, consumer._gap = (
        defaultdict(list),
        defaultdict(set),
        defaultdict(IntervalTree),
    )
    consumer._n_acked, consumer._unacked_messages, consumer._waiting_for_ack = 0, set(), None
    consumer.flow_active = True
    consumer.can_resume_flow, consumer.suspend_flow = asyncio.Event(), asyncio.Event()
    consumer._room, consumer.delivered = asyncio.Event(), {}
    return consumer


def in_loop(test: Any) -> None:
    """Runs a test with an app's few parts that a consumer asks, a ChunkConsumer, and its agent's queue."""

    async def run() -> None:
        queue: asyncio.Queue[Chunk] = asyncio.Queue()
        topics = SimpleNamespace(_tp_index={AT: {SimpleQueueHolder(queue)}}, acks_enabled_for=lambda _: True)
        flow_control = SimpleNamespace(acquire=nothing, is_active=lambda: True)
        app = SimpleNamespace(topics=topics, flow_control=flow_control, consumer_generation_id=1)
        consumer = app.consumer = bare(ChunkConsumer, app)
        consumer.chunk_records = 3
        await test(app, consumer, queue)

    asyncio.run(run())


async def nothing() -> None:
    pass


class SimpleQueueHolder:
    """A channel, of which only the queue matters."""

    def __init__(self, queue: Any) -> None:
        self.queue = queue


def test_another_version_of_faust_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faust, "__version__", "0.16.0")
    with pytest.raises(ImportError, match=r"0\.15\.3, this is 0\.16\.0"):
        importlib.reload(faust_chunks)


def test_records_are_cut_in_order_and_what_was_read_before_is_left_out() -> None:
    async def test(_: Any, consumer: ChunkConsumer, __: Any) -> None:
        consumer._read_offset[AT] = 11
        cut = consumer._cut(AT, 1, records(10, 11, 12, 13, 14))
        assert [[record.offset for record in chunk.records] for chunk in cut] == [[11, 12, 13], [14]]

    in_loop(test)


@pytest.mark.parametrize("offsets", [[5, 6, 7, 8], [5, 6, 9, 10], [7, 8], [5, 9, 13]])
@pytest.mark.parametrize("committed", [None, 5])
def test_the_books_are_those_of_fausts_own_acknowledgement(offsets: list[int], committed: int | None) -> None:
    """What may be committed after each batch is what Faust would commit, message by message."""

    async def test(app: Any, consumer: ChunkConsumer, queue: Any) -> None:
        plain = bare(driver.Consumer, app)
        for one in (consumer, plain):
            one._committed_offset[AT] = committed
            one._read_offset[AT] = committed
        for chunk in consumer._cut(AT, 1, records(*offsets)):
            assert await consumer._deliver(chunk)
            consumer.acknowledge(queue.get_nowait())
        for offset in offsets:
            await add_gap_as_faust(plain, offset)
            message = Message(AT.topic, 0, offset, 0.0, 0, [], None, b"{}", None, tp=AT)
            Consumer.ack(plain, message)
        assert consumer._n_acked == plain._n_acked
        assert consumer._new_offset(AT) == committed_in_the_end(plain) == offsets[-1] + 1

    in_loop(test)


def committed_in_the_end(consumer: Any) -> int:
    """Faust counts the message after a gap as part of it, so it commits over a gap in two steps."""
    while (offset := consumer._new_offset(AT)) is not None:
        consumer._committed_offset[AT] = offset
    return int(consumer._committed_offset[AT])


async def add_gap_as_faust(consumer: Any, offset: int) -> None:
    """As Consumer._drain_messages does before it hands a message on."""
    last = consumer._read_offset[AT]
    if last and offset - last > 1:
        await consumer._add_gap(AT, last + 1, offset)
    consumer._read_offset[AT] = offset


def test_an_offset_is_acknowledged_once_and_never_below_what_is_committed() -> None:
    async def test(_: Any, consumer: ChunkConsumer, __: Any) -> None:
        consumer._committed_offset[AT] = 6
        for _ in range(2):
            consumer.acknowledge(Chunk(AT, 1, records(5, 6, 7)))
        assert consumer._acked[AT] == [6, 7]

    in_loop(test)


def test_a_rebalance_takes_the_undelivered_chunk_away() -> None:
    async def test(app: Any, consumer: ChunkConsumer, queue: Any) -> None:
        app.consumer_generation_id = 2
        assert not await consumer._deliver(Chunk(AT, 1, records(1)))
        consumer.stop_flow()
        assert not await consumer._deliver(Chunk(AT, 2, records(1)))
        assert queue.empty()

    in_loop(test)


def test_delivery_waits_while_the_agent_is_behind_and_goes_on_when_it_takes_one() -> None:
    async def test(_: Any, consumer: ChunkConsumer, queue: Any) -> None:
        for offset in range(faust_chunks.WAITING_CHUNKS):
            await consumer._deliver(Chunk(AT, 1, records(offset)))
        late = asyncio.create_task(consumer._deliver(Chunk(AT, 1, records(99))))
        await asyncio.sleep(0.01)
        assert not late.done()
        queue.get_nowait()
        consumer.took()
        assert await late

    in_loop(test)


def test_the_agent_is_given_no_chunk_of_a_generation_that_has_ended() -> None:
    async def test(app: Any, _: Any, queue: Any) -> None:
        for generation, offset in ((0, 1), (1, 2)):
            queue.put_nowait(Chunk(AT, generation, records(offset)))
        stream = SimpleNamespace(app=app, channel=SimpleNamespace(queue=queue))
        chunk = await anext(faust_chunks.chunks(stream))
        assert chunk.records[0].offset == 2

    in_loop(test)
