"""What a real broker hands out, packed by Java's own codecs and marked by transactions, reads as kafka-python does."""

from __future__ import annotations

from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from streams.fetched_records import read_compiled
from tests.fixtures.broker import Broker
from tests.fixtures.streams import SOON

VALUES = [None if at % 50 == 7 else f"{at} Grüße {'so spät ' * (at % 40)}".encode() for at in range(3000)]


def make(broker: Broker, topic: str, **config: str) -> TopicPartition:
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    admin.create_topics([NewTopic(topic, 1, 1, topic_configs=config)])
    admin.close()
    return TopicPartition(topic, 0)


def read(broker: Broker, at: TopicPartition, compiled: bool) -> tuple[list[Any], int]:
    """Every record, and the position after the last."""
    consumer = KafkaConsumer(bootstrap_servers=broker.bootstrap, max_poll_records=700)
    consumer = read_compiled(consumer) if compiled else consumer
    consumer.assign([at])
    end = consumer.end_offsets([at])[at]
    consumer.seek_to_beginning(at)
    records: list[Any] = []
    while consumer.position(at) < end:
        records += consumer.poll(timeout_ms=500).get(at, [])
    position = consumer.position(at)
    consumer.close()
    return [(each.offset, each.timestamp, each.key, each.value, each.headers) for each in records], position


@pytest.mark.parametrize("codec", ["uncompressed", "gzip", "snappy", "lz4", "zstd"])
def test_what_the_broker_packed_itself(broker: Broker, codec: str) -> None:
    at = make(broker, f"packed-{codec}", **{"compression.type": codec})
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, linger_ms=20, batch_size=200_000)
    for number, value in enumerate(VALUES):
        producer.send(at.topic, value, b"%d" % number, headers=[("n", b"%d" % number)])
    producer.flush(SOON)
    producer.close()
    records, position = read(broker, at, compiled=True)
    assert [value for *_, value, _ in records] == VALUES
    assert (records, position) == read(broker, at, compiled=False)


def test_what_transactions_leave(broker: Broker) -> None:
    at = make(broker, "transactions")
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, transactional_id="of-a-test", compression_type="lz4")
    producer.init_transactions()
    for end in (producer.commit_transaction, producer.abort_transaction) * 3:
        producer.begin_transaction()
        for number in range(10):
            producer.send(at.topic, b"%d" % number)
        producer.flush(SOON)
        end()
    producer.close()
    records, position = read(broker, at, compiled=True)
    assert len(records) == 60
    assert (records, position) == read(broker, at, compiled=False)
