"""Each push in the view ingest_log: begun, running, then complete or failed. The log is a courtesy, the push the work.

A push that runs says so every `NEWS_SECONDS`: the view calls one that has not for ten minutes interrupted.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal
from uuid import uuid4

from schemas.errors import EarshotError
from streams.push import PushInterrupted
from streams.pusher import OnProgress, PushResult
from warehouse.client import connect
from warehouse.console import refusals
from warehouse.ingest_log import Push, record

NEWS_SECONDS = 60.0
END_SECONDS, PAUSE_SECONDS = 30.0, 1.0
"""How long the end of a push is tried to be recorded, where its begin was: a warehouse that fell is back by then."""

Work = Callable[[OnProgress], PushResult]
"""One push, which tells its progress."""


class IngestLog:
    """The pushes of one command. A warehouse that does not take them is said once, by `say`, and stops nothing."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._write: Callable[[Push], None] | None = None
        self._given_up = False
        self._closing = ExitStack()

    def follow(self, entry: Push, work: Work, on_progress: OnProgress) -> PushResult:
        """Does the work and records it; raises what the work raises."""
        so_far, told = PushResult(), time.monotonic()

        def watch(result: PushResult) -> None:
            nonlocal so_far, told
            so_far = result
            on_progress(result)
            if time.monotonic() - told >= NEWS_SECONDS:
                told = time.monotonic()
                self._tried(_at(entry, result))

        self._record(entry)
        try:
            result = work(watch)
        except BaseException as error:  # also Ctrl-C: what was acknowledged is in
            if isinstance(error, PushInterrupted):
                so_far.accepted = error.acknowledged
            self._record(_ended(entry, "failed", so_far))
            raise
        self._record(_ended(entry, "complete", result), END_SECONDS)
        return result

    def close(self) -> None:
        self._closing.close()

    def _record(self, entry: Push, within: float = 0) -> None:
        until = time.monotonic() + within
        while error := self._tried(entry):
            if time.monotonic() > until:
                self._given_up = True
                self._say(f"this push is not in ingest_log: {error}")
                return
            time.sleep(PAUSE_SECONDS)

    def _tried(self, entry: Push) -> EarshotError | None:
        """Why it could not be recorded; None where it is, or where nothing is any more."""
        if self._given_up:
            return None
        try:
            with refusals():
                self._write = self._write or self._connected()
                self._write(entry)
        except EarshotError as error:
            return error
        return None

    def _connected(self) -> Callable[[Push], None]:
        client = connect()
        self._closing.callback(client.close)
        return partial(record, client)


def begun(name: str) -> Push:
    """A push of records that begins now."""
    return Push(push_id=uuid4().hex, file_name=name, status="running", started_at=datetime.now(UTC))


def begun_file(path: str, map_name: str, source: str, *, history: bool) -> Push:
    """A push of a file; of file and map only the names are kept, since folders tell who works where.

    Standard input (`-`) can be read only once: its hash and size stay unknown.
    """
    digest, size = _digest(path)
    return replace(
        begun(Path(path).name),
        file_hash=digest,
        map_name=Path(map_name).stem,
        source=source,
        history=history,
        bytes_read=size,
    )


def _digest(path: str) -> tuple[str, int]:
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    except OSError:  # whoever reads the rows will say so
        return "", 0


def _ended(entry: Push, status: Literal["complete", "failed"], result: PushResult) -> Push:
    return replace(_at(entry, result), status=status, finished_at=datetime.now(UTC))


def _at(entry: Push, result: PushResult) -> Push:
    return replace(entry, rows_read=result.read, rows_accepted=result.accepted, rows_refused=result.refused)
