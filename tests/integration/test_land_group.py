"""The lander in its group on a real broker: it reads everything from the start, and ends itself when it does not.

Its warehouse keeps nothing (tests/fixtures/odd_lander.py): what is asked here is what is read and committed.
"""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from kafka import KafkaAdminClient
from kafka.admin import NewPartitions, NewTopic

from schemas.topics import DEAD_LETTERS, LANDABLE, SCORED, TOPICS
from streams.admin import connect, ensure_topics
from streams.health import group_is_stable
from streams.settings import KafkaSettings
from tests.fixtures.broker import Broker
from tests.fixtures.made import scored
from tests.fixtures.streams import SOON, Streams, end, until

LANDER, GROUP = "tests.fixtures.odd_lander", "earshot-land"
ALL = sum(TOPICS[topic].partitions for topic in LANDABLE)
STALL = "4"


def events(count: int, name: str = "e") -> list[bytes | None]:
    return [msgspec.json.encode(scored(f"{name}{at}")) for at in range(count)]


def start(streams: Streams, odd: str = "", **variables: str) -> subprocess.Popen[bytes]:
    return streams.start(LANDER, ODD=odd, EARSHOT_LAND_BATCH_SECONDS="0.1", **variables)


def read(streams: Streams, worker: subprocess.Popen[bytes]) -> list[int]:
    """How many partitions a lander was given, each time it was given some or none."""
    lines = streams.log(LANDER).splitlines()
    ours = [line.split() for line in lines if line.startswith(f"{worker.pid} ") and line.endswith(" partitions")]
    return [int(line[-2]) for line in ours if line[-3] == "reads"]


@pytest.fixture
def topicless(broker: Broker, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Streams]:
    """Nothing is declared yet."""
    prefix = f"{abs(hash(request.node.nodeid)):x}."
    streams = Streams(broker, KafkaSettings(bootstrap=broker.bootstrap, prefix=prefix, wait_seconds=30), tmp_path)
    yield streams
    for worker in streams.workers:
        worker.kill()
        worker.wait()


@pytest.fixture
def narrow(topicless: Streams) -> Streams:
    """One partition per topic: one lander has all of it, others stand by."""
    names = [topicless.settings.named(name) for name in TOPICS]
    with connect(topicless.settings) as admin:
        admin.create_topics([NewTopic(name, 1, 1) for name in names])
        admin.wait_for_topics(names)
    return topicless


def test_every_start_is_given_every_partition_at_once(streams: Streams) -> None:
    for number in range(5):
        worker = start(streams, EARSHOT_LAND_GROUP=f"land-{number}")
        until(lambda worker=worker: read(streams, worker) != [])
        assert end(worker) == 0
        assert read(streams, worker) == [ALL]


def test_topics_that_are_made_after_its_start_are_read_whole(topicless: Streams) -> None:
    worker = start(topicless)
    time.sleep(1)  # it waits
    ensure_topics(topicless.settings)
    topicless.send(SCORED, events(100))
    until(lambda: topicless.waiting(GROUP) == 0)
    assert read(topicless, worker) == [ALL]


def test_partitions_that_are_added_are_read_however_slowly_the_broker_confirms_them(streams: Streams) -> None:
    worker = start(streams, "slow_join")
    until(lambda: read(streams, worker) == [ALL])
    add_partitions(streams)
    until(lambda: read(streams, worker) == [ALL, ALL + 2])
    streams.send(SCORED, events(100))
    until(lambda: streams.waiting(GROUP) == 0)
    assert worker.poll() is None


def test_one_that_lost_its_place_unnoticed_ends_itself_and_the_next_reads_on(streams: Streams) -> None:
    """What kafka-python 3.0.12 does by itself when it forgets the rebalance that it began."""
    worker = start(streams, "forgetful", EARSHOT_LAND_STALL_SECONDS=STALL)
    until(lambda: read(streams, worker) == [ALL])
    add_partitions(streams)
    until(lambda: not group_is_stable(streams.settings, GROUP))
    streams.send(SCORED, events(100))
    assert worker.wait(timeout=SOON) == 1
    assert "messages wait and none was read" in streams.log(LANDER)
    assert streams.waiting(GROUP) == 100
    start(streams)
    until(lambda: streams.waiting(GROUP) == 0)


def test_one_that_is_given_nothing_of_its_partitions_ends_itself(streams: Streams) -> None:
    streams.send(SCORED, events(10))
    worker = start(streams, "deaf", EARSHOT_LAND_STALL_SECONDS=STALL)
    assert worker.wait(timeout=SOON) == 1
    assert "messages wait and none was read" in streams.log(LANDER)
    assert streams.waiting(GROUP) == 10


def test_an_insert_that_never_comes_back_ends_the_process_uncommitted(streams: Streams) -> None:
    streams.send(SCORED, events(10))
    worker = start(streams, "stuck_insert", EARSHOT_LAND_STALL_SECONDS=STALL)
    assert worker.wait(timeout=SOON) == 1
    assert "in land" in streams.log(LANDER)
    assert streams.waiting(GROUP) == 10


def test_those_that_stand_by_are_left_alone_and_take_over(narrow: Streams) -> None:
    landers = [start(narrow, EARSHOT_LAND_STALL_SECONDS=STALL) for _ in range(3)]
    until(lambda: sorted(last_read(narrow, landers)) == [0, 0, len(LANDABLE)])
    owner = landers[last_read(narrow, landers).index(len(LANDABLE))]
    owner.send_signal(signal.SIGSTOP)
    narrow.send(SCORED, events(10))
    time.sleep(2.5 * float(STALL))  # messages wait for longer than any of them may stand still
    assert [lander.poll() for lander in landers] == [None] * 3
    owner.kill()
    owner.wait()
    landers.remove(owner)
    until(lambda: narrow.waiting(GROUP) == 0, 90)
    assert [lander.poll() for lander in landers] == [None] * 2


@pytest.mark.parametrize("moment", ["joining", "reading"])
def test_a_broker_that_dies_under_it_loses_nothing(own_streams: Streams, moment: str) -> None:
    own_streams.send(SCORED, events(1000), linger_ms=20)
    worker = start(own_streams, "slow_join" if moment == "joining" else "", EARSHOT_LAND_STALL_SECONDS="20")
    if moment == "joining":  # the broker has given out the partitions, the lander has not heard of it yet
        until(lambda: group_is_stable(own_streams.settings, GROUP))
    else:
        until(lambda: own_streams.waiting(GROUP) < 1000)
    own_streams.broker.kill()
    own_streams.broker.start()
    own_streams.send(SCORED, events(100, "later"))
    until(lambda: own_streams.waiting(GROUP) == 0 or worker.poll() is not None, 120)
    if worker.poll() is not None:  # it may end: then it is started again
        start(own_streams)
    until(lambda: own_streams.waiting(GROUP) == 0)


def add_partitions(streams: Streams) -> None:
    admin = KafkaAdminClient(bootstrap_servers=streams.broker.bootstrap)
    admin.create_partitions({streams.settings.named(DEAD_LETTERS): NewPartitions(TOPICS[DEAD_LETTERS].partitions + 2)})
    admin.close()


def last_read(streams: Streams, landers: list[subprocess.Popen[bytes]]) -> list[int]:
    return [(read(streams, lander) or [-1])[-1] for lander in landers]
