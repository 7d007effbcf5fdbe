"""The lander's place in its group: it joins knowing every partition, and what it begins to join it joins to the end.

kafka-python 3.0.12 leaves two gaps, both seen on a busy machine just after the topics were made:

- An answer to a metadata request that was under way when `subscribe` named the topics counts as the one wanted: it
  tells of no topic, and the group's leader gives out no partition. So every partition is known before the first poll.
- A rebalance because metadata changed is not noted as needed (Java's KAFKA-9815). When the poll ends after the leader
  gave out the partitions and before the broker confirmed them, nobody ever asks for the answer: the consumer has no
  partitions, sends no heartbeats, loses its place, and its polls return at once, for ever. So it is noted here.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from kafka import ConsumerRebalanceListener
from kafka.errors import KafkaError

from schemas.errors import Unavailable

log = logging.getLogger("earshot.land")

PAUSE_SECONDS = 0.1


class Membership(ConsumerRebalanceListener):  # type: ignore[misc]
    """`dropped` hears, within a poll, that what was read is another's now; `alive` of every answer before that."""

    def __init__(self, consumer: Any, dropped: Callable[[], None], alive: Callable[[], None]) -> None:
        self._consumer, self._dropped, self._alive = consumer, dropped, alive

    def subscribe(self, topics: Sequence[str], seconds: float, stopping: Callable[[], bool]) -> None:
        """Returns once polling may begin, or when `stopping`. Raises Unavailable when the topics stay unknown."""
        self._consumer.subscribe(list(topics), listener=self)
        deadline = time.monotonic() + seconds
        while not stopping() and (unknown := [topic for topic in topics if not self._knows(topic)]):
            if time.monotonic() > deadline:
                raise Unavailable(f"the broker tells of no partitions of {', '.join(unknown)}")
            self._alive()
            time.sleep(PAUSE_SECONDS)

    def on_partitions_revoked(self, revoked: Any) -> None:  # noqa: ARG002
        """The beginning of every rebalance."""
        self._consumer._coordinator.request_rejoin()  # forgotten by kafka-python only when the join is complete
        self._dropped()

    def on_partitions_assigned(self, assigned: Any) -> None:
        log.info("reads %s partitions", len(assigned))

    def _knows(self, topic: str) -> bool:
        try:
            return bool(self._consumer.partitions_for_topic(topic))
        except KafkaError:
            return False
