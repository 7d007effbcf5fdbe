"""Files and records into Kafka: each row becomes an event on its type's topic or a dead letter, and each is told apart.

Pushing the same again is safe: ids of events and dead letters come out the same, and what is read counts each once.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from schemas.errors import Unavailable
from streams.lag import wait_until_landed
from streams.mapping import Map
from streams.pusher import OnProgress, OnRefused, Pusher, PushResult
from streams.readers import Format, read_rows
from streams.record_types import FEEDBACK, RecordType
from streams.rows import Record, Rows
from streams.settings import KafkaSettings


class PushInterrupted(Unavailable):
    """The broker went away for good; `acknowledged` rows are kept, and the same push may simply be made again."""

    def __init__(self, cause: Unavailable, acknowledged: int) -> None:
        super().__init__(f"{cause}; rows acknowledged: {acknowledged:,}; pushing the same again is safe")
        self.acknowledged = acknowledged


def push_files(
    paths: Sequence[str],
    map_: Map | None = None,
    *,
    wait: float = 0,
    history: bool = False,
    on_progress: OnProgress = lambda _: None,
    on_refused: OnRefused = lambda _: None,
    form: Format | None = None,
    type_: RecordType = FEEDBACK,
    settings: KafkaSettings | None = None,
) -> PushResult:
    """Pushes files (`-`: standard input). With `wait` (seconds) returns when all of it is queryable.

    A map says itself what its records become; without one it is `type_`.
    Raises FileError for a file that cannot be read at all, PushInterrupted or Unavailable for a broker that is away.
    """
    named = [(Path(path).name if path != "-" else "standard input", read_rows(path, form)) for path in paths]
    settings = settings or KafkaSettings()
    pusher = Pusher(settings, map_, type_, history=history, on_progress=on_progress, on_refused=on_refused)
    return _push(named, pusher, settings, wait)


def push_records(
    records: Iterable[Record],
    name: str = "records",
    map_: Map | None = None,
    *,
    wait: float = 0,
    history: bool = False,
    on_progress: OnProgress = lambda _: None,
    on_refused: OnRefused = lambda _: None,
    type_: RecordType = FEEDBACK,
    settings: KafkaSettings | None = None,
) -> PushResult:
    """The same for records that some program has; their line is their number, from 1."""
    named: list[tuple[str, Rows]] = [(name, enumerate(records, start=1))]
    settings = settings or KafkaSettings()
    pusher = Pusher(settings, map_, type_, history=history, on_progress=on_progress, on_refused=on_refused)
    return _push(named, pusher, settings, wait)


def _push(named: Sequence[tuple[str, Rows]], pusher: Pusher, settings: KafkaSettings, wait: float) -> PushResult:
    try:
        for name, rows in named:
            pusher.push(name, rows)
        result = pusher.finish()
    except Unavailable as error:
        raise PushInterrupted(error, pusher.acknowledged) from error
    finally:
        pusher.close()
    if wait:
        wait_until_landed(settings, result.ends, wait)
        result.landed = True
        result.seconds = time.monotonic() - pusher.started
    return result
