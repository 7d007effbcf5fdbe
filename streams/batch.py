"""What the lander has read and not yet landed: scored events, dead letters, and the offsets that come after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from schemas.dead_letter import DeadLetter
from schemas.errors import InvalidEvent
from schemas.parse import parse_dead_letter, parse_scored
from schemas.scored import ScoredEvent
from schemas.topics import DEAD_LETTERS, SCORED
from streams.refused import Position, dead_letter


@dataclass
class Batch:
    """Rows for one insert per table; `refused`: scored messages that break their schema, for the dead-letter topic."""

    events: list[ScoredEvent] = field(default_factory=list)
    letters: list[DeadLetter] = field(default_factory=list)
    refused: list[DeadLetter] = field(default_factory=list)
    offsets: dict[Any, int] = field(default_factory=dict)
    """TopicPartition -> the offset after the last message read."""
    records: int = 0
    size: int = 0

    def add_scored(self, partition: Any, records: Sequence[Any], now: datetime) -> None:
        """Records (kafka-python's) of feedback.scored. Total."""
        for record in records:
            try:
                self.events.append(parse_scored(record.value, now))
            except InvalidEvent as error:
                self.refused.append(_refused(SCORED, record, error, now))
        self._read(partition, records)

    def add_dead_letters(self, partition: Any, records: Sequence[Any], now: datetime) -> None:
        """Records of feedback.dead_letters. One that is none is landed as a letter about itself: it never loops."""
        for record in records:
            try:
                self.letters.append(parse_dead_letter(record.value, now))
            except InvalidEvent as error:
                self.letters.append(_refused(DEAD_LETTERS, record, error, now))
        self._read(partition, records)

    def _read(self, partition: Any, records: Sequence[Any]) -> None:
        self.offsets[partition] = records[-1].offset + 1
        self.records += len(records)
        self.size += sum(len(record.value or b"") for record in records)


def _refused(topic: str, record: Any, error: InvalidEvent, now: datetime) -> DeadLetter:
    at = Position(topic, record.partition, record.offset)
    return dead_letter(error, record.value, stage="land", at=at, failed_at=now)
