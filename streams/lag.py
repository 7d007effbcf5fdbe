"""How far behind the workers are, since when an event waits, and waiting until all is landed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Literal

import msgspec
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from schemas.errors import Unavailable
from schemas.limits import Time
from schemas.topics import GENERATION_HEADER, LANDABLE, SCORABLE
from streams.admin import connect
from streams.offsets import PartitionLag, group_lags, topic_ends
from streams.reach import reach
from streams.settings import KafkaSettings, LandSettings, ScoreSettings

POLL_SECONDS = 0.15


class _Received(msgspec.Struct, frozen=True):
    received_at: Time | None = None


class _Generation(msgspec.Struct, frozen=True):
    generation: int = 0


class _Receipt(_Received, frozen=True):
    event: _Received = _Received()
    scores: _Generation = _Generation()


Stage = Literal["scoring", "landing"]
Offsets = Mapping[tuple[str, int], int]
"""(topic as declared, partition) -> the offset after the last message."""


def readers() -> dict[str, tuple[str, ...]]:
    """Group -> the topics that it reads, both as declared."""
    return {ScoreSettings().group: SCORABLE, LandSettings().group: LANDABLE}


def lags(settings: KafkaSettings) -> list[PartitionLag]:
    """Every group's lag on every partition that it reads. Raises Unavailable."""
    with connect(settings) as admin:
        return [lag for group, topics in readers().items() for lag in group_lags(admin, settings, group, topics)]


def oldest_unlanded(settings: KafkaSettings) -> datetime | None:
    """When the oldest event was received that is not queryable yet; None when everything is. Raises Unavailable."""
    waiting = [
        (TopicPartition(settings.named(lag.topic), lag.partition), lag.committed) for lag in lags(settings) if lag.lag
    ]
    if not waiting:
        return None
    with _reading(settings) as consumer:
        found = [_received(consumer, partition, offset) for partition, offset in waiting]
    return min(filter(None, found), default=None)


def end_offsets(settings: KafkaSettings, *topics: str) -> dict[tuple[str, int], int]:
    """Where the topics (as declared) end now. Raises Unavailable."""
    with connect(settings) as admin:
        ends = topic_ends(admin, [settings.named(topic) for topic in topics])
    return {(end.topic.removeprefix(settings.prefix), end.partition): offset for end, offset in ends.items()}


def wait_until_landed(
    settings: KafkaSettings,
    ends: Offsets,
    timeout: float,
    on_progress: Callable[[Stage, int], None] = lambda _stage, _waiting: None,
) -> None:
    """Returns when everything before `ends` (of whichever topics) is queryable, and every dead letter written so far.

    First the scorer has to have committed past those of the topics that it reads: then what came of them lies in topics
    of the lander, which has to commit past the ends these have at that moment. `on_progress` hears how many are
    still waited for, by stage. Raises Unavailable after `timeout` seconds.
    """
    deadline = time.monotonic() + timeout
    score, land = ScoreSettings().group, LandSettings().group
    unscored = {at: end for at, end in ends.items() if at[0] in SCORABLE}
    _wait(settings, score, unscored, deadline, partial(on_progress, "scoring"))
    _wait(settings, land, end_offsets(settings, *LANDABLE), deadline, partial(on_progress, "landing"))


def _wait(
    settings: KafkaSettings, group: str, ends: Offsets, deadline: float, on_progress: Callable[[int], None]
) -> None:
    """A broker that restarts meanwhile is waited for as well."""
    while True:
        try:
            with connect(settings) as admin:
                while waiting := _waiting(admin, settings, group, ends):
                    on_progress(waiting)
                    _sleep(deadline, f"{waiting} messages are not yet through {group}")
            return on_progress(0)
        except Unavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(POLL_SECONDS)


def _sleep(deadline: float, otherwise: str) -> None:
    if time.monotonic() > deadline:
        raise Unavailable(otherwise)
    time.sleep(POLL_SECONDS)


def _waiting(admin: KafkaAdminClient, settings: KafkaSettings, group: str, ends: Offsets) -> int:
    topics = sorted({topic for topic, _ in ends})
    committed = {(lag.topic, lag.partition): lag.committed for lag in group_lags(admin, settings, group, topics)}
    return sum(max(0, end - committed.get(partition, 0)) for partition, end in ends.items())


@contextmanager
def _reading(settings: KafkaSettings) -> Iterator[KafkaConsumer]:
    """A consumer without a group. Raises Unavailable, also from within."""
    options = {"enable_auto_commit": False, "auto_offset_reset": "earliest"}
    consumer = reach(settings, lambda: KafkaConsumer(**settings.client(), **options))
    try:
        yield consumer
    except KafkaError as error:
        raise Unavailable(f"the broker at {settings.bootstrap} cannot be read ({type(error).__name__})") from error
    finally:
        consumer.close(autocommit=False)


def _received(consumer: KafkaConsumer, partition: TopicPartition, offset: int) -> datetime | None:
    """When the first message from `offset` on was received: as its event says, else as the message is stamped.

    So it is of an event that is scored once more: what it waits for are scores, and it was landed long ago.
    """
    consumer.assign([partition])
    consumer.seek(partition, offset)
    records = consumer.poll(timeout_ms=2000, max_records=1).get(partition, [])
    if not records:
        return None
    try:
        peek = msgspec.json.decode(records[0].value or b"", type=_Receipt)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        peek = _Receipt()
    again = peek.scores.generation or any(name == GENERATION_HEADER for name, _ in records[0].headers)
    received_at = None if again else peek.received_at or peek.event.received_at
    return received_at or datetime.fromtimestamp(records[0].timestamp / 1000, UTC)
