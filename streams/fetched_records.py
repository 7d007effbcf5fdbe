"""What kafka-python has fetched, its records read by aiokafka's compiled parser: several times as fast as its own.

kafka-python goes on doing all that is not a record: answers, batches, epochs, positions, what is paused or lost.
It relies on inner parts of one version of kafka-python, and refuses any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import kafka
from aiokafka.record.default_records import DefaultRecordBatch
from kafka import KafkaConsumer, TopicPartition
from kafka.consumer.fetcher import Fetcher
from kafka.errors import CorruptRecordError, KafkaError

VERSION = "3.0.12"
if kafka.__version__ != VERSION:
    raise ImportError(f"streams.fetched_records was written for kafka-python {VERSION}, this is {kafka.__version__}")

KEEPS_THE_OFFSETS = 2
"""The magic of record batches since Kafka 0.11; what is older kafka-python reads itself."""


def read_compiled(consumer: KafkaConsumer) -> KafkaConsumer:
    """The consumer, whose polls from now on give records with offset, timestamp, key, value and headers only.

    Raises ValueError for one that reads committed transactions only, or deserializes: that is not done here.
    """
    asked = consumer.config
    if asked["isolation_level"] != "read_uncommitted" or asked["key_deserializer"] or asked["value_deserializer"]:
        raise ValueError("isolation levels and deserializers are kafka-python's own parser's to keep")
    consumer._fetcher.PartitionRecords = CompiledRecords
    return consumer


class CompiledRecords(Fetcher.PartitionRecords):  # type: ignore[misc]
    """The records of one partition in one answer of the broker."""

    def _unpack_records(self, tp: TopicPartition, records: Any, *_: Any) -> Iterator[Any]:
        """Raises CorruptRecordError for whatever cannot be read; then the partition is fetched anew from there."""
        try:
            while (batch := records.next_batch()) is not None:
                yield from self._unpack(batch)
        except Exception as error:
            self.drain()  # else kafka-python asks this same answer again and again, within one poll
            if isinstance(error, KafkaError):
                raise
            raise CorruptRecordError(f"{tp.topic} {tp.partition} cannot be read ({type(error).__name__})") from error
        self.drain()

    def _unpack(self, batch: Any) -> Iterator[Any]:
        current = batch.magic == KEEPS_THE_OFFSETS
        parsed = DefaultRecordBatch(batch._buffer) if current else batch
        if self.check_crcs and not parsed.validate_crc():
            raise CorruptRecordError(f"{self.topic_partition} at offset {batch.base_offset}: wrong checksum")
        if current:
            self.leader_epoch = batch.leader_epoch
        if not (current and batch.is_control_batch):  # the marks that transactions leave are no messages
            self.bytes_read += len(batch._buffer)
            # compaction leaves batches without any record: there is nothing to unpack, and codecs differ about nothing
            for record in batch if current and batch.records_count <= 0 else parsed:
                self.next_fetch_offset = record.offset + 1
                yield record
        if current:  # of a compacted batch the last records may be missing
            self.next_fetch_offset = batch.next_offset
