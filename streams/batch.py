"""What the lander has read and not yet landed: the rows of each topic, and the offsets that come after them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from schemas.dead_letter import DeadLetter
from schemas.errors import InvalidEvent
from schemas.parse import parse_case, parse_dead_letter, parse_fact, parse_scored
from schemas.topics import CASES, DEAD_LETTERS, FACTS, LANDABLE, SCORED
from streams.refused import Position, dead_letter

PARSERS: dict[str, Callable[[bytes | None, datetime], Any]] = {
    SCORED: parse_scored,
    CASES: parse_case,
    FACTS: parse_fact,
    DEAD_LETTERS: parse_dead_letter,
}
"""How a message of each topic is read; they raise InvalidEvent only."""


@dataclass
class Batch:
    """Rows for one insert per table; `refused`: messages that break their schema, for the dead-letter topic."""

    rows: dict[str, list[Any]] = field(default_factory=lambda: {topic: [] for topic in LANDABLE})
    """Topic (as declared) -> what its messages hold."""
    refused: list[DeadLetter] = field(default_factory=list)
    offsets: dict[Any, int] = field(default_factory=dict)
    """TopicPartition -> the offset after the last message read."""
    records: int = 0
    size: int = 0

    def add(self, topic: str, partition: Any, records: Sequence[Any], now: datetime) -> None:
        """Records of a partition of a topic (as declared); each has an offset and a value. Total.

        A dead letter that is none is landed as a letter about itself: it never loops.
        """
        parse, rows = PARSERS[topic], self.rows[topic]
        refused = rows if topic == DEAD_LETTERS else self.refused
        for record in records:
            try:
                rows.append(parse(record.value, now))
            except InvalidEvent as error:
                at = Position(topic, partition.partition, record.offset)
                refused.append(dead_letter(error, record.value, stage="land", at=at, failed_at=now))
        self.offsets[partition] = records[-1].offset + 1
        self.records += len(records)
        self.size += sum(len(record.value) for record in records if record.value is not None)
