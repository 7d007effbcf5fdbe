"""stack.broker: the node that the stack starts is a real Kafka, on loopback, and keeps what it was given."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import NewTopic

from tests.fixtures.broker import Broker


@pytest.fixture
def topic(broker: Broker, request: pytest.FixtureRequest) -> str:
    name = f"broker.{request.node.name}"
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    admin.create_topics([NewTopic(name, 1, 1)])
    admin.close()
    return name


def send(broker: Broker, topic: str, value: bytes) -> None:
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, acks="all", max_request_size=5_000_000)
    producer.send(topic, value).get(timeout=30)
    producer.close()


def read(broker: Broker, topic: str, count: int) -> list[bytes]:
    consumer = KafkaConsumer(
        topic, bootstrap_servers=broker.bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=30_000
    )
    values = [next(consumer).value for _ in range(count)]
    consumer.close()
    return values


def test_the_process_is_java_itself_so_a_signal_reaches_the_broker(broker: Broker) -> None:
    assert Path(f"/proc/{broker.pid}/cmdline").read_bytes().split(b"\0")[0].endswith(b"/bin/java")


def test_what_was_acknowledged_survives_a_kill(broker: Broker, topic: str) -> None:
    send(broker, topic, b"before")
    os.kill(broker.pid, signal.SIGKILL)
    broker.kill()
    broker.start()
    send(broker, topic, b"after")
    assert read(broker, topic, 2) == [b"before", b"after"]


def test_all_that_it_keeps_is_in_its_home(broker: Broker) -> None:
    assert (broker.home / "kafka" / "log" / "meta.properties").is_file()
    beside = [path for path in broker.home.parent.iterdir() if path.name.startswith("a broker")]
    assert [path.resolve() for path in beside if not path.is_symlink()] == [broker.home]


def test_a_topic_that_nobody_declared_is_not_made(broker: Broker) -> None:
    consumer = KafkaConsumer(
        "broker.undeclared", bootstrap_servers=broker.bootstrap, allow_auto_create_topics=True, consumer_timeout_ms=1000
    )
    assert list(consumer) == []
    assert "broker.undeclared" not in consumer.topics()
    consumer.close()


def test_a_dead_letter_of_three_mebibytes_fits(broker: Broker, topic: str) -> None:
    send(broker, topic, bytes(3 * 1024 * 1024))
    assert len(read(broker, topic, 1)[0]) == 3 * 1024 * 1024
