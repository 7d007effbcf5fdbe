"""streams.score on a real broker: every message becomes a scored event or a dead letter, whatever happens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from kafka import KafkaProducer
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from schemas.parse import parse_dead_letter
from schemas.topics import DEAD_LETTERS, RAW, SCORED
from streams.score_worker import UNDELIVERED
from tests.fixtures.broker import Broker
from tests.fixtures.messages import POISON, good, poison
from tests.fixtures.streams import SOON, Streams, end, topics_of, until

SCORE, GROUP = "streams.score", "earshot-score"


def events(count: int, start: int = 0) -> list[bytes | None]:
    return [good(f"e-{at}", text=f"Parcel number {at} was late again.") for at in range(start, start + count)]


def ids(streams: Streams, count: int) -> list[str]:
    return [json.loads(record.value)["event"]["event_id"] for record in streams.read(SCORED, count)]


@pytest.fixture(scope="module")
def at_work(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Streams]:
    """Topics with a scorer that every test of what it makes of messages shares, each with ids of its own."""
    with topics_of(broker, "at-work", tmp_path_factory.mktemp("at_work")) as streams:
        streams.start(SCORE)
        yield streams


def scored(streams: Streams, *names: str) -> list[Any]:
    """The scored events of these ids, as soon as all are there."""
    keys = {name.encode() for name in names}
    found: list[Any] = []

    def are_there() -> bool:
        found[:] = [record for record in streams.read(SCORED) if record.key in keys]
        return {record.key for record in found} == keys

    until(are_there)
    return found


@pytest.mark.parametrize("codec", ["gzip", "lz4", "zstd", "snappy"])
def test_what_any_producer_compresses_is_read(at_work: Streams, codec: str) -> None:
    names = [f"{codec}-{at}" for at in range(50)]
    messages = [good(name, text="The parcel was late again.") for name in names]
    at_work.send(RAW, messages, compression_type=codec, batch_size=65536, linger_ms=50)
    assert len(scored(at_work, *names)) == 50


def test_poison_becomes_dead_letters_with_their_reasons_and_the_rest_goes_on(at_work: Streams) -> None:
    at_work.send(RAW, [good("before"), *map(poison, POISON), good("after")], compression_type="zstd")
    letters = [parse_dead_letter(record.value, datetime.now(UTC)) for record in at_work.read(DEAD_LETTERS, len(POISON))]
    assert sorted((letter.field, letter.reason) for letter in letters) == sorted(
        (case["field"], case["reason"]) for case in POISON
    )
    assert {letter.stage for letter in letters} == {"score"}
    assert len(scored(at_work, "after", "before")) == 2
    until(lambda: at_work.waiting(GROUP) == 0)
    assert at_work.workers[0].poll() is None


def test_the_event_goes_on_byte_for_byte_under_its_id(at_work: Streams) -> None:
    payload = good("kept", mood_ring="a field newer than this worker")
    at_work.send(RAW, [payload])
    [record] = scored(at_work, "kept")
    assert b'{"event":' + payload + b"," in record.value
    assert json.loads(record.value)["scores"]["sentiment"] in {"negative", "neutral", "positive"}


def test_an_event_of_almost_a_megabyte_goes_on_between_small_ones(at_work: Streams) -> None:
    at_work.send(RAW, [good("small"), good("large", newer_field="x" * 900_000), good("other")], compression_type="zstd")
    assert len(scored(at_work, "large", "other", "small")) == 3


def test_what_cannot_be_delivered_ends_the_process_and_commits_nothing(streams: Streams) -> None:
    narrow = ConfigResource(ConfigResourceType.TOPIC, streams.settings.named(SCORED), {"max.message.bytes": "100"})
    admin = KafkaAdminClient(bootstrap_servers=streams.broker.bootstrap)
    admin.alter_configs([narrow])
    admin.close()
    streams.send(RAW, events(5))
    worker = streams.start(SCORE)
    assert worker.wait(timeout=SOON) == UNDELIVERED
    assert "ending, uncommitted" in streams.log(SCORE)
    assert streams.waiting(GROUP) == 5


def test_a_scorer_that_stands_still_is_ended(streams: Streams) -> None:
    """Its event loop is blocked: nothing in it could notice."""
    streams.send(RAW, events(1))
    worker = streams.start("tests.fixtures.stuck_scorer", EARSHOT_SCORE_STALL_SECONDS="8")
    assert worker.wait(timeout=SOON) == 1
    assert "in score" in streams.log("tests.fixtures.stuck_scorer")
    assert streams.waiting(GROUP) == 1


def test_a_stop_commits_what_is_done_and_exits_well(streams: Streams) -> None:
    streams.send(RAW, events(200))
    worker = streams.start(SCORE)
    streams.read(SCORED, 200)
    assert end(worker) == 0, streams.log(SCORE)
    assert streams.waiting(GROUP) == 0


def test_nothing_is_lost_when_it_is_killed_at_work(streams: Streams) -> None:
    streams.send(RAW, events(10_000), compression_type="lz4", linger_ms=20)
    for _ in range(2):
        before = streams.count(SCORED)
        worker = streams.start(SCORE)
        until(lambda before=before: streams.count(SCORED) > before + 500)
        worker.kill()
        worker.wait()
        assert streams.waiting(GROUP), "it was at work"
    streams.start(SCORE)
    until(lambda: streams.waiting(GROUP) == 0, 120)
    assert set(ids(streams, 10_000)) == {f"e-{at}" for at in range(10_000)}


def test_two_workers_share_the_partitions_and_lose_nothing_when_one_leaves(streams: Streams) -> None:
    first = streams.start(SCORE)
    streams.send(RAW, events(1000))
    until(lambda: streams.waiting(GROUP) < 1000)
    streams.start(SCORE)
    streams.send(RAW, events(2000, start=1000))
    end(first)
    streams.send(RAW, events(1000, start=3000))
    until(lambda: streams.waiting(GROUP) == 0, 90)
    assert set(ids(streams, 4000)) == {f"e-{at}" for at in range(4000)}


def test_a_partition_with_holes_in_its_offsets_is_committed_to_its_end(streams: Streams) -> None:
    transactional: dict[str, Any] = {"transactional_id": streams.settings.prefix, "enable_idempotence": True}
    for start in (0, 10):
        send_in_transaction(streams, events(10, start), transactional)
    streams.start(SCORE)
    assert len(ids(streams, 20)) == 20
    # a transaction's mark at the very end holds no message: nobody commits past it
    until(lambda: streams.waiting(GROUP) <= 8)
    assert end(streams.workers[-1]) == 0


def send_in_transaction(streams: Streams, values: list[bytes | None], options: dict[str, Any]) -> None:
    producer = KafkaProducer(bootstrap_servers=streams.broker.bootstrap, acks="all", **options)
    producer.init_transactions()
    producer.begin_transaction()
    for at, value in enumerate(values):
        producer.send(streams.settings.named(RAW), value, str(at).encode())
    producer.commit_transaction()
    producer.close()


def test_a_broker_that_is_killed_and_comes_back_loses_nothing(own_streams: Streams) -> None:
    own_streams.send(RAW, events(10_000), compression_type="lz4", linger_ms=20)
    worker = own_streams.start(SCORE, FORCE_COLOR="1")
    until(lambda: own_streams.count(SCORED) > 1000)
    own_streams.broker.kill()
    own_streams.broker.start()
    own_streams.send(RAW, events(100, start=10_000))
    until(lambda: own_streams.waiting(GROUP) == 0 or worker.poll() is not None, 120)
    if worker.poll() is not None:  # it may end: then it is started again
        own_streams.start(SCORE)
    until(lambda: own_streams.waiting(GROUP) == 0, 120)
    assert set(ids(own_streams, 10_100)) == {f"e-{at}" for at in range(10_100)}
    log = own_streams.log(SCORE)
    assert "ERROR aiokafka" in log, "the outage is told"
    assert "\x1b" not in log, "in a file, without a terminal's codes"
