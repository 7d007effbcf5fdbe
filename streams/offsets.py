"""Where a group stands on the partitions of its topics, and which of them its members read: asked of the broker."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kafka import TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec
from kafka.errors import KafkaError

from streams.settings import KafkaSettings

PAUSE_SECONDS = 0.15
COORDINATOR_SECONDS = 10


@dataclass(frozen=True)
class PartitionLag:
    """`committed` is the next offset that the group will read after a restart, `end` the next one to be written."""

    group: str
    topic: str
    partition: int
    committed: int
    end: int

    @property
    def lag(self) -> int:
        return max(0, self.end - self.committed)


def group_lags(
    admin: KafkaAdminClient, settings: KafkaSettings, group: str, topics: Sequence[str]
) -> list[PartitionLag]:
    """A group's lag (names as declared) on every partition of some topics. Raises KafkaError."""
    named = settings.named(group)
    ends = topic_ends(admin, [settings.named(topic) for topic in topics])
    starts = admin.list_partition_offsets(dict.fromkeys(ends, OffsetSpec.EARLIEST))
    committed = _committed(admin, named, list(ends))
    found = []
    for partition, end in sorted(ends.items()):
        known = committed.get(partition)
        # before a group's first commit it will start at the earliest message
        offset = known.offset if known is not None and known.offset >= 0 else starts[partition].offset
        topic = partition.topic.removeprefix(settings.prefix)
        found.append(PartitionLag(group, topic, partition.partition, offset, end))
    return found


def owned_partitions(admin: KafkaAdminClient, settings: KafkaSettings, group: str) -> set[TopicPartition]:
    """What the members of a group (as declared) were given to read, as the broker knows it. Raises KafkaError."""
    named = settings.named(group)
    assignments = (member["member_assignment"] for member in admin.describe_groups([named])[named]["members"])
    return {
        TopicPartition(topic["topic"], partition)
        for assignment in assignments
        if assignment
        for topic in assignment["assigned_partitions"]
        for partition in topic["partitions"]
    }


def topic_ends(admin: KafkaAdminClient, topics: list[str]) -> dict[TopicPartition, int]:
    """The offset after the last message of every partition of topics (as the cluster names them). Raises KafkaError."""
    partitions = [
        TopicPartition(described["name"], partition["partition_index"])
        for described in admin.describe_topics(topics)
        for partition in described["partitions"]
    ]
    if not partitions:
        return {}
    offsets = admin.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.LATEST))
    return {partition: found.offset for partition, found in offsets.items()}


def _committed(admin: KafkaAdminClient, group: str, partitions: list[TopicPartition]) -> Mapping[TopicPartition, Any]:
    """A broker that has just started names no coordinator for some seconds."""
    deadline = time.monotonic() + COORDINATOR_SECONDS
    while True:
        try:
            return admin.list_group_offsets({group: partitions}).get(group, {}) if partitions else {}
        except KafkaError as error:
            if not error.retriable or time.monotonic() > deadline:
                raise
            time.sleep(PAUSE_SECONDS)
