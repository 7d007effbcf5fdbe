"""Dead letters once more: to where they were refused, or into a file for whoever mends them.

What is sent again takes the path of new feedback, and counts once however often it is sent. The letters stay: they say
what was refused, and when. What would be refused again is not sent, so it stays the same letter.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from schemas.dead_letter import DeadLetter
from schemas.errors import InvalidEvent
from streams.outbox import Message, Outbox
from streams.record_types import RecordType
from streams.refused import in_column
from streams.replay import Door, line_of, message_of
from streams.settings import KafkaSettings
from warehouse.dead_letters import Found

PAGE_LETTERS, PAGE_BYTES = 1000, 32 * 1024 * 1024
"""Read at once; each may have 3 MB."""
Read = Callable[[Sequence[str]], list[DeadLetter]]
"""The dead letters of these ids."""
TOO_LARGE = InvalidEvent("", "too_large", "is larger than the topic takes")


@dataclass(frozen=True)
class RefusedAgain:
    """A dead letter that remains one; without the customer's words. `column`: what a map reads the field from."""

    dead_letter_id: str
    error: InvalidEvent
    column: str = ""

    def __str__(self) -> str:
        error = self.error
        field = in_column(error.field, self.column) or "the message"
        return f"{self.dead_letter_id}: {field} {error.detail} ({error.reason})"


@dataclass
class Replayed:
    """Counts; `ends` (where what was sent to ends) is what `--wait` waits for."""

    sent: int = 0
    refused: int = 0
    ends: Mapping[tuple[str, int], int] = field(default_factory=dict)


def replay(
    read: Read,
    found: Sequence[Found],
    door: Door,
    kafka: KafkaSettings,
    *,
    on_refused: Callable[[RefusedAgain], None],
    on_progress: Callable[[int], None],
) -> Replayed:
    """Sends again what passes now, and returns when it is delivered. Raises Unavailable: doing it again is safe."""
    done = Replayed()

    def refuse(letter: DeadLetter, error: InvalidEvent) -> None:
        done.refused += 1
        column = door.map_.column_of(error.field) if door.map_ and letter.stage == "push" else ""
        on_refused(RefusedAgain(letter.dead_letter_id, error, column))

    outbox = Outbox(kafka, lambda message: refuse(message.mark, TOO_LARGE))
    try:
        for at, letter in enumerate(_letters(read, found), start=1):
            try:
                message = message_of(letter, door)
            except InvalidEvent as error:
                refuse(letter, error)
            else:
                outbox.send(_named(message, kafka))
            on_progress(at)
        outbox.flush()
    finally:
        outbox.close()
    done.sent, done.ends = sum(outbox.acknowledged.values()), outbox.ends
    return done


def _named(message: Message, kafka: KafkaSettings) -> Message:
    return message._replace(topic=kafka.named(message.topic))


def write(read: Read, found: Sequence[Found], type_: RecordType, file: Path) -> None:
    """The letters' records as JSON Lines, in a new file that its owner alone may read: they are customers' words.

    Raises Unavailable, or OSError for a file that is there already or cannot be made.
    """
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as lines:
        for letter in _letters(read, found):
            lines.write(line_of(letter, type_) + b"\n")


def _letters(read: Read, found: Sequence[Found]) -> Iterator[DeadLetter]:
    for page in _pages(found):
        yield from read(page)


def _pages(found: Sequence[Found]) -> Iterator[list[str]]:
    page: list[str] = []
    size = 0
    for one in found:
        if page and (len(page) == PAGE_LETTERS or size + one.bytes > PAGE_BYTES):
            yield page
            page, size = [], 0
        page.append(one.dead_letter_id)
        size += one.bytes
    if page:
        yield page
