"""The lander: scored feedback, cases, facts and dead letters into the warehouse. `python -m streams.land`."""

from __future__ import annotations

import logging
import signal
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from kafka import KafkaConsumer

from schemas.errors import EarshotError, Unavailable
from schemas.topics import CASES, DEAD_LETTERS, FACTS, LANDABLE, SCORED
from streams.admin import wait_for_topics
from streams.fetched_records import read_compiled
from streams.land_watchdog import LandWatchdog, marks_of
from streams.lander import Lander
from streams.outbox import Message, Outbox
from streams.process import configure_logs, settle_memory, where
from streams.settings import KafkaSettings, LandSettings
from streams.watchdog import Deadline
from warehouse.client import connect
from warehouse.landing import land_cases, land_dead_letters, land_facts, land_feedback, load

log = logging.getLogger("earshot.land")

FETCH_BYTES = 4 * 1024 * 1024
YOUNG = 1_000_000
"""`settle_memory` of a process that holds two batches of rows, and no cycles."""
METADATA_MS = 5_000  # partitions that are added later are read within seconds; the default asks every five minutes
SESSION_MS = 10_000  # how long a killed lander's partitions wait for the next
STOP_SECONDS = 20.0

INTO: dict[str, Callable[..., int]] = {
    SCORED: land_feedback,
    CASES: land_cases,
    FACTS: land_facts,
    DEAD_LETTERS: land_dead_letters,
}
"""Where the rows of each topic go."""


class ClickHouse:
    """warehouse.landing through one client. Making it raises Unavailable when nobody answers."""

    def __init__(self) -> None:
        self._client = connect()

    def land(self, topic: str, rows: Sequence[Any], landed_at: datetime) -> int:
        return INTO[topic](self._client, rows, landed_at)


def make_consumer(kafka: KafkaSettings, settings: LandSettings) -> KafkaConsumer:
    """Commits nothing by itself and starts a new group at the beginning: both defaults lose events."""
    consumer = KafkaConsumer(
        **kafka.client(),
        group_id=kafka.named(settings.group),
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=FETCH_BYTES,
        metadata_max_age_ms=METADATA_MS,
        session_timeout_ms=SESSION_MS,
        metrics_enabled=False,
    )
    return read_compiled(consumer)


def wait_for_warehouse(seconds: float) -> ClickHouse:
    """Raises Unavailable when it does not come."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return ClickHouse()
        except Unavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def run(kafka: KafkaSettings, settings: LandSettings) -> None:
    """Until SIGTERM or SIGINT. Raises Unavailable when broker or warehouse stay away too long."""
    load()
    wait_for_topics(kafka, LANDABLE)
    warehouse = wait_for_warehouse(settings.retry_seconds)
    Deadline(settings.stall_seconds).move_on(time.monotonic())
    consumer = make_consumer(kafka, settings)
    settle_memory(YOUNG)
    watchdog = LandWatchdog(lambda: marks_of(consumer, kafka, settings), settings.stall_seconds)
    lander = Lander(consumer, lambda: Outbox(kafka, _refuse), warehouse, watchdog, settings=settings, kafka=kafka)
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: lander.stop())
        lander.run()
    finally:
        Deadline(STOP_SECONDS).move_on(time.monotonic())  # a shutdown that hangs ends as well
        lander.close()
        consumer.close(autocommit=False, timeout_ms=5000)
        Deadline.lift()


def _refuse(message: Message) -> None:
    raise Unavailable(f"the topic {message.topic} does not take a message of {len(message.value)} bytes")


def main() -> int:
    """The exit code: 0 when told to stop, else the supervisor starts it again."""
    configure_logs()
    try:
        run(KafkaSettings(), LandSettings())
    except EarshotError as error:
        log.critical("%s: ending, uncommitted", error)
        return 1
    except Exception as error:  # noqa: BLE001 - the engine's own words may be a customer's
        log.critical("ending, uncommitted: %s", where(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
