"""One push under way: rows to events and dead letters, counted, reported, and handed to the outbox."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from schemas.errors import InvalidEvent, Unavailable
from schemas.identity import digest_of
from schemas.topics import DEAD_LETTERS
from streams.events import source_of, to_event
from streams.mapping import Map
from streams.outbox import Message, Outbox
from streams.record_types import RecordType
from streams.refused import Position, dead_letter, encode, in_column
from streams.rows import Record, Rows, Unreadable
from streams.settings import KafkaSettings

PROGRESS_SECONDS = 0.2
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class Refusal:
    """One row that is no event. `detail` is a sentence without the customer's words; `column`: what the map reads the
    field from, where that is a name and another one."""

    file: str
    line: int
    field: str
    reason: str
    detail: str
    dead_letter_id: str
    column: str = ""

    def __str__(self) -> str:
        field = in_column(self.field, self.column) or "the row"
        return f"{self.file}:{self.line}: {field} {self.detail} ({self.reason})"


@dataclass
class PushResult:
    """Counts of one push; `ends` (where what was pushed to ends) and `landed` are what `--wait` waits for."""

    read: int = 0
    accepted: int = 0
    refused: int = 0
    seconds: float = 0.0
    ends: dict[tuple[str, int], int] = field(default_factory=dict)
    landed: bool = False

    @property
    def rate(self) -> float:
        """Rows per second."""
        return self.read / self.seconds if self.seconds else 0.0


OnProgress = Callable[[PushResult], None]
OnRefused = Callable[[Refusal], None]


class Pusher:
    """One push under way: `push` any number of row sources, then `finish`. Without a map rows become `type_`."""

    def __init__(
        self,
        settings: KafkaSettings,
        map_: Map | None,
        type_: RecordType,
        *,
        history: bool,
        on_progress: OnProgress,
        on_refused: OnRefused,
    ) -> None:
        self._map = map_
        self._type = map_.type_ if map_ else type_
        self._topic, self._dead = settings.named(self._type.topic), settings.named(DEAD_LETTERS)
        self._history = history
        self._on_progress, self._on_refused = on_progress, on_refused
        self._seen: Counter[str] = Counter()
        self._reported = 0.0
        self._result = PushResult()
        self.started = time.monotonic()
        self._outbox = Outbox(settings, self._too_large)

    @property
    def acknowledged(self) -> int:
        return self._outbox.acknowledged.get(self._topic, 0)

    def push(self, name: str, rows: Rows) -> None:
        """Raises FileError where reading cannot go on, Unavailable where sending cannot."""
        for line, row in rows:
            self._result.read += 1
            try:
                if isinstance(row, Unreadable):
                    raise InvalidEvent("", row.reason, row.detail)  # noqa: TRY301 - one way to be refused
                event_id, payload = to_event(row, self._map, self._history, self._type)
            except InvalidEvent as error:
                self._refuse(name, line, row, error)
            else:
                self._outbox.send(Message(self._topic, event_id.encode(), payload, (name, line, row)))
            self._progress()

    def finish(self) -> PushResult:
        """Waits for the last delivery. Raises Unavailable."""
        self._outbox.flush()  # it may still refuse what is too large, which is a dead letter more
        self._outbox.flush()
        self._result.accepted = self.acknowledged
        self._result.seconds = time.monotonic() - self.started
        self._result.ends = {at: end for at, end in self._outbox.ends.items() if at[0] == self._type.topic}
        self._on_progress(self._result)
        return self._result

    def close(self) -> None:
        self._outbox.close()

    def _refuse(self, name: str, line: int, row: Record | Unreadable, error: InvalidEvent) -> None:
        payload = row.raw if isinstance(row, Unreadable) else _kept(row)
        source = self._source(row) or name
        same = digest_of(source, payload)
        self._seen[same] += 1
        at = Position(origin=source, line=line, nth=self._seen[same])
        letter = dead_letter(error, payload, stage="push", at=at, failed_at=datetime.now(UTC))
        letter = msgspec.structs.replace(letter, source=source[:64])
        self._outbox.send(Message(self._dead, *encode(letter)))
        self._result.refused += 1
        column = self._map.column_of(error.field) if self._map else ""
        self._on_refused(Refusal(name, line, error.field, error.reason, error.detail, letter.dead_letter_id, column))

    def _source(self, row: Record | Unreadable) -> str:
        if self._map:
            return self._map.source
        return "" if isinstance(row, Unreadable) else source_of(row)

    def _too_large(self, message: Message) -> None:
        if message.mark is None:
            raise Unavailable(f"the topic {message.topic} does not take a message of {len(message.value)} bytes")
        name, line, row = message.mark
        self._refuse(name, line, row, InvalidEvent("", "too_large", "is larger than the topic takes"))

    def _progress(self) -> None:
        now = time.monotonic()
        if now - self._reported >= PROGRESS_SECONDS:
            self._reported = now
            self._result.accepted = self.acknowledged
            self._result.seconds = now - self.started
            self._on_progress(self._result)


def _kept(row: Record) -> bytes:
    """The refused row as JSON; what JSON cannot hold as Python writes it, which is better than to keep nothing."""
    try:
        return _encode(row)
    except (TypeError, ValueError, OverflowError, RecursionError):
        pass
    try:
        return ascii(row).encode()
    except (ValueError, RecursionError):
        return b""
