"""Connections by session: SET, USE and temporary tables stay while a session lives, else they end with the request."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from warehouse.embedded.engine import Connection, Engine
from warehouse.embedded.errors import Code, error


@dataclass(slots=True)
class _Session:
    connection: Connection
    ends_at: float = 0.0
    busy: threading.Lock = field(default_factory=threading.Lock)


class Sessions:
    """The owner's open sessions. An idle one is closed when its time is over and somebody next asks for any."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._open: dict[str, _Session] = {}
        self._guard = threading.Lock()

    @contextmanager
    def session(self, session_id: str, timeout: float, *, must_exist: bool = False) -> Iterator[Connection]:
        """The session's connection, one request at a time. Raises ClickHouseError if busy, or gone and must exist."""
        session = self._taken(session_id, must_exist=must_exist)
        try:
            yield session.connection
        finally:
            session.ends_at = time.monotonic() + timeout
            session.busy.release()

    def _taken(self, session_id: str, *, must_exist: bool) -> _Session:
        with self._guard:
            self._close_expired()
            if must_exist and session_id not in self._open:
                raise error(Code.SESSION_NOT_FOUND, "Session not found.")
            session = self._open.get(session_id) or _Session(self._engine.connect())
            self._open[session_id] = session
            if not session.busy.acquire(blocking=False):
                raise error(Code.SESSION_IS_LOCKED, "Session is locked by a concurrent client.")
            return session

    def _close_expired(self) -> None:
        now = time.monotonic()
        for session_id, session in list(self._open.items()):
            if session.ends_at < now and session.busy.acquire(blocking=False):
                del self._open[session_id]
                session.connection.close()
