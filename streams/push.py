"""Files and records into Kafka: each row becomes an event on feedback.raw or a dead letter, and each is told apart.

Pushing the same again is safe: event ids and dead-letter ids come out the same, and what is read later counts each once.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from schemas.errors import InvalidEvent, Unavailable
from schemas.identity import digest_of, event_id_from, event_id_of
from schemas.parse import parse_event
from schemas.topics import DEAD_LETTERS, RAW
from streams.lag import wait_until_landed
from streams.mapping import Map
from streams.outbox import Message, Outbox
from streams.readers import Format, Record, Rows, Unreadable, read_rows
from streams.refused import Position, dead_letter, encode
from streams.settings import KafkaSettings
from streams.values import as_string

PROGRESS_SECONDS = 0.2
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class Refusal:
    """One row that is no event. `detail` is a sentence without the customer's words."""

    file: str
    line: int
    field: str
    reason: str
    detail: str
    dead_letter_id: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field or 'the row'} {self.detail} ({self.reason})"


@dataclass
class PushResult:
    """Counts of one push; `raw_ends` and `landed` are what `--wait` waits for."""

    read: int = 0
    accepted: int = 0
    refused: int = 0
    seconds: float = 0.0
    raw_ends: dict[tuple[str, int], int] = field(default_factory=dict)
    landed: bool = False

    @property
    def rate(self) -> float:
        """Rows per second."""
        return self.read / self.seconds if self.seconds else 0.0


OnProgress = Callable[[PushResult], None]
OnRefused = Callable[[Refusal], None]


class PushInterrupted(Unavailable):
    """The broker went away for good; `acknowledged` rows are kept, and the same push may simply be made again."""

    def __init__(self, cause: Unavailable, acknowledged: int) -> None:
        super().__init__(f"{cause}; {acknowledged} rows were acknowledged, and pushing the same again is safe")
        self.acknowledged = acknowledged


def push_files(
    paths: Sequence[str],
    map_: Map | None = None,
    wait: float = 0,
    history: bool = False,
    on_progress: OnProgress = lambda _: None,
    on_refused: OnRefused = lambda _: None,
    *,
    form: Format | None = None,
    settings: KafkaSettings | None = None,
) -> PushResult:
    """Pushes files (`-`: standard input). With `wait` (seconds) returns when all of it is queryable.

    Raises FileError for a file that cannot be read at all, and PushInterrupted or Unavailable for a broker that is away.
    """
    named = [(Path(path).name if path != "-" else "standard input", read_rows(path, form)) for path in paths]
    return _push(named, map_, wait, history, on_progress, on_refused, settings or KafkaSettings())


def push_records(
    records: Iterable[Record],
    name: str = "records",
    map_: Map | None = None,
    wait: float = 0,
    history: bool = False,
    on_progress: OnProgress = lambda _: None,
    on_refused: OnRefused = lambda _: None,
    *,
    settings: KafkaSettings | None = None,
) -> PushResult:
    """The same for records that some program has; their line is their number, from 1."""
    named: list[tuple[str, Rows]] = [(name, enumerate(records, start=1))]
    return _push(named, map_, wait, history, on_progress, on_refused, settings or KafkaSettings())


def _push(
    named: Sequence[tuple[str, Rows]],
    map_: Map | None,
    wait: float,
    history: bool,
    on_progress: OnProgress,
    on_refused: OnRefused,
    settings: KafkaSettings,
) -> PushResult:
    pusher = Pusher(settings, map_, history, on_progress, on_refused)
    try:
        for name, rows in named:
            pusher.push(name, rows)
        result = pusher.finish()
    except Unavailable as error:
        raise PushInterrupted(error, pusher.acknowledged) from error
    finally:
        pusher.close()
    if wait:
        wait_until_landed(settings, result.raw_ends, wait)
        result.landed = True
        result.seconds = time.monotonic() - pusher.started
    return result


class Pusher:
    """One push under way: `push` any number of row sources, then `finish`."""

    def __init__(
        self, settings: KafkaSettings, map_: Map | None, history: bool, on_progress: OnProgress, on_refused: OnRefused
    ) -> None:
        self._raw, self._dead = settings.named(RAW), settings.named(DEAD_LETTERS)
        self._map = map_
        self._history = history
        self._on_progress, self._on_refused = on_progress, on_refused
        self._seen: Counter[str] = Counter()
        self._reported = 0.0
        self._result = PushResult()
        self.started = time.monotonic()
        self._outbox = Outbox(settings, self._too_large)

    @property
    def acknowledged(self) -> int:
        return self._outbox.acknowledged.get(self._raw, 0)

    def push(self, name: str, rows: Rows) -> None:
        """Raises FileError where reading cannot go on, Unavailable where sending cannot."""
        for line, row in rows:
            self._result.read += 1
            try:
                if isinstance(row, Unreadable):
                    raise InvalidEvent("", row.reason, row.detail)  # noqa: TRY301 - one way to be refused
                event_id, payload = to_event(row, self._map, self._history)
            except InvalidEvent as error:
                self._refuse(name, line, row, error)
            else:
                self._outbox.send(Message(self._raw, event_id.encode(), payload, (name, line, row)))
            self._progress()

    def finish(self) -> PushResult:
        """Waits for the last delivery. Raises Unavailable."""
        self._outbox.flush()  # it may still refuse what is too large, which is a dead letter more
        self._outbox.flush()
        self._result.accepted = self.acknowledged
        self._result.seconds = time.monotonic() - self.started
        self._result.raw_ends = {at: end for at, end in self._outbox.ends.items() if at[0] == RAW}
        self._on_progress(self._result)
        return self._result

    def close(self) -> None:
        self._outbox.close()

    def _refuse(self, name: str, line: int, row: Record | Unreadable, error: InvalidEvent) -> None:
        payload = row.raw if isinstance(row, Unreadable) else _encode(row)
        source = self._map.source if self._map else _source_of(row) or name
        same = digest_of(source, payload)
        self._seen[same] += 1
        at = Position(origin=source, line=line, nth=self._seen[same])
        letter = dead_letter(error, payload, stage="push", at=at, failed_at=datetime.now(UTC))
        letter = msgspec.structs.replace(letter, source=source[:64])
        self._outbox.send(Message(self._dead, *encode(letter)))
        self._result.refused += 1
        self._on_refused(Refusal(name, line, error.field, error.reason, error.detail, letter.dead_letter_id))

    def _too_large(self, message: Message) -> None:
        if message.mark is None:
            raise Unavailable(f"the topic {message.topic} does not take a message of {len(message.value)} bytes")
        self._refuse(*message.mark, InvalidEvent("", "too_large", "is larger than the topic takes"))

    def _progress(self) -> None:
        now = time.monotonic()
        if now - self._reported >= PROGRESS_SECONDS:
            self._reported = now
            self._result.accepted = self.acknowledged
            self._result.seconds = now - self.started
            self._on_progress(self._result)


def to_event(record: Record, map_: Map | None, history: bool) -> tuple[str, bytes]:
    """The event's id and bytes, stamped and checked. Raises InvalidEvent."""
    fields = map_.event_fields(record) if map_ else _own_fields(record)
    now = datetime.now(UTC)
    fields.setdefault("schema_version", 1)
    fields["received_at"] = now
    if history:
        fields["history"] = True
    try:
        payload = _encode(fields)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise InvalidEvent("", "wrong_type", "has a value that JSON cannot hold") from error
    event = parse_event(payload, now)
    return event.event_id, payload


def _own_fields(record: Record) -> dict[str, Any]:
    """A record without a map has an event's fields; its id is its own, or made of `native_id`, or of the whole record."""
    fields = {name: value for name, value in record.items() if value is not None and name != "native_id"}
    if "event_id" not in fields:
        source, native_id = _source_of(record), record.get("native_id")
        try:
            fields["event_id"] = (
                event_id_from(source, record) if native_id is None else event_id_of(source, as_string(native_id))
            )
        except (TypeError, ValueError) as error:
            raise InvalidEvent("native_id", "wrong_type", "cannot be read as an identifier") from error
    return fields


def _source_of(row: Record | Unreadable) -> str:
    source = row.get("source") if isinstance(row, dict) else None
    return source if isinstance(source, str) else ""
