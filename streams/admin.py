"""The topics as schemas/topics.yaml declares them: created where missing, compared where they exist, never changed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient
from kafka.errors import KafkaError

from schemas.errors import Unavailable
from schemas.topics import TOPICS, Topic
from streams.reach import BOOTSTRAP_MS, reach
from streams.settings import KafkaSettings

DAY_MS = 24 * 60 * 60 * 1000


@dataclass
class TopicsReport:
    """What `ensure_topics` did, and in which respects an existing topic is not as declared (one sentence each)."""

    created: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)


@contextmanager
def connect(settings: KafkaSettings) -> Iterator[KafkaAdminClient]:
    """An admin client; waits for the broker up to `settings.wait_seconds`. Raises Unavailable, also from within."""
    admin = None
    try:
        admin = wait_for_broker(settings)
        yield admin
    except KafkaError as error:
        raise Unavailable(f"the broker at {settings.bootstrap} does not answer ({type(error).__name__})") from error
    finally:
        if admin is not None:
            admin.close()


def wait_for_broker(settings: KafkaSettings) -> KafkaAdminClient:
    """An admin client, as soon as a broker answers. Raises Unavailable."""
    return reach(settings, lambda: KafkaAdminClient(**settings.client(), bootstrap_timeout_ms=BOOTSTRAP_MS))


def ensure_topics(settings: KafkaSettings) -> TopicsReport:
    """Creates what is missing and reports what differs; safe to call by several at once. Raises Unavailable."""
    declared = {settings.named(name): topic for name, topic in TOPICS.items()}
    report = TopicsReport()
    with connect(settings) as admin:
        existing = set(admin.list_topics())
        report.created = sorted(set(declared) - existing)
        if report.created:
            _create(admin, {name: declared[name] for name in report.created}, settings.replication_factor)
        for name in sorted(set(declared) & existing):
            report.differs += _differences(admin, name, declared[name])
    return report


def wait_for_topics(settings: KafkaSettings, topics: Sequence[str]) -> None:
    """Returns when the topics (as declared) are there, whoever creates them. Raises Unavailable."""
    wanted = {settings.named(topic) for topic in topics}
    deadline = time.monotonic() + settings.wait_seconds
    with connect(settings) as admin:
        while missing := wanted - set(admin.list_topics()):
            if time.monotonic() > deadline:
                names = ", ".join(sorted(missing))
                raise Unavailable(f"topics are missing: {names}; `earshot up` or `earshot init` creates them")
            time.sleep(0.3)


def config_of(topic: Topic) -> dict[str, str]:
    """A declaration as the broker's settings."""
    return {
        "retention.ms": str(topic.retention_days * DAY_MS),
        "max.message.bytes": str(topic.max_message_bytes),
        "cleanup.policy": "delete",
        "compression.type": "producer",
    }


def _create(admin: KafkaAdminClient, topics: dict[str, Topic], replication_factor: int) -> None:
    requests = {
        name: {
            "num_partitions": topic.partitions,
            "replication_factor": replication_factor,
            "configs": config_of(topic),
        }
        for name, topic in topics.items()
    }
    # somebody else may create them at the same moment: what counts is that they are there in the end
    admin.create_topics(requests, raise_errors=False)
    admin.wait_for_topics(list(topics))


def _differences(admin: KafkaAdminClient, name: str, declared: Topic) -> list[str]:
    [described] = admin.describe_topics([name])
    partitions = len(described["partitions"])
    found = []
    if partitions != declared.partitions:
        found.append(f"topic {name} has {partitions} partitions, declared are {declared.partitions}")
    resource = ConfigResource(ConfigResourceType.TOPIC, name)
    configs = admin.describe_configs([resource], config_filter="all")["topic"][name]
    for key, wanted in config_of(declared).items():
        actual = str(configs[key]["value"])
        if actual != wanted:
            found.append(f"topic {name} has {key}={actual}, declared is {wanted}")
    return found
