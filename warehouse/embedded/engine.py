"""The one place that knows chdb: a folder, connections to it, statements, inserts, cancelling.

`chdb.Connection` hides the engine's own classification of a statement, so its native handle is used directly.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chdb import _chdb

from warehouse.embedded.errors import Code, engine_error, error

READ_ONLY = "READ_ONLY"

_LIKE_A_SERVER = {"implicit_select": "0", "allow_introspection_functions": "0"}
"""chdb's own defaults that a ClickHouse server does not have."""

_OBJECTS_OF_PYTHON = ("dataframe", "datastore", "arrowtable")
"""Formats of chdb that are no bytes."""


class FolderInUse(RuntimeError):  # noqa: N818 - says what is the case
    """Another process holds the warehouse's folder."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a statement gave: its result's bytes and the counts of X-ClickHouse-Summary."""

    data: bytes = b""
    read_rows: int = 0
    read_bytes: int = 0
    written_rows: int = 0
    written_bytes: int = 0


def literal(value: str) -> str:
    """The value as a quoted SQL text."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def identifier(name: str) -> str:
    """The name as a quoted SQL identifier."""
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


class Connection:
    """One connection: its database and settings are its own. One statement at a time."""

    def __init__(self, folder: str) -> None:
        self._native: Any = _chdb.connect(folder)  # type: ignore[attr-defined]
        self.set(_LIKE_A_SERVER)

    def close(self) -> None:
        """End it; temporary tables and settings are gone."""
        self._native.close()

    def set(self, settings: Mapping[str, str]) -> None:
        """Set the settings for what follows on this connection. The names must be identifiers."""
        for name in settings:
            if not name.isidentifier():
                raise error(Code.BAD_ARGUMENTS, "A setting's name must be an identifier.")
        if settings:
            self.run("SET " + ", ".join(f"{name} = {literal(value)}" for name, value in settings.items()))

    def values(self, names: Iterable[str]) -> dict[str, str]:
        """The settings' values now, to be restored by `set`."""
        listed = "[" + ",".join(map(literal, names)) + "]"
        wanted = "SELECT name, value FROM system.settings WHERE name IN {names:Array(String)}"
        return dict(map(json.loads, self.run(wanted, "JSONCompactEachRow", {"names": listed}).data.splitlines()))

    def classify(self, statement: str) -> tuple[str, int]:
        """The class the engine gives a statement (READ_ONLY, MUTATING, CONTROL, …) and how many statements it is."""
        found = self._native.classify_query(statement)
        return found["query_class"].name, found["statement_count"]

    def run(
        self, statement: str, format_: str = "TabSeparated", parameters: Mapping[str, str] | None = None
    ) -> Outcome:
        """Run one statement; its own FORMAT clause wins over `format_`. Raises ClickHouseError."""
        if format_.lower() in _OBJECTS_OF_PYTHON:
            raise error(Code.UNKNOWN_FORMAT, "Unknown format.")
        try:
            result = self._native.query(statement, format_, params=dict(parameters or {}))
        except RuntimeError as raised:
            raise engine_error(raised) from raised
        return Outcome(
            result.bytes(), result.rows_read(), result.bytes_read(), result.rows_written(), result.bytes_written()
        )

    def insert(self, statement: str, format_: str, chunks: Iterable[bytes]) -> Outcome:
        """Insert the chunks' rows, read while they are written: nothing is kept twice. Raises ClickHouseError."""
        try:
            with self._inserting(statement, format_) as stream:
                for chunk in chunks:
                    self._native.insert_append(stream, chunk)
                done = self._native.insert_done(stream)
        except RuntimeError as raised:
            raise engine_error(raised) from raised
        return Outcome(written_rows=done.rows_written(), written_bytes=done.bytes_written())

    @contextmanager
    def _inserting(self, statement: str, format_: str) -> Iterator[Any]:
        stream = self._native.send_insert(statement, format_)
        try:
            yield stream
        except BaseException:
            self._native.insert_cancel(stream)
            raise


class Engine:
    """The engine over one folder. A connection held open keeps it running between requests."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = _locked(folder)
        self._folder = str(folder.resolve())
        self._keeper = self.connect()

    def connect(self) -> Connection:
        """A fresh connection, in less than a millisecond."""
        return Connection(self._folder)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A fresh connection that ends with the block."""
        connection = self.connect()
        try:
            yield connection
        finally:
            connection.close()

    @property
    def version(self) -> str:
        """The engine's version, such as 26.9.2.1."""
        return self._keeper.run("SELECT version()").data.decode().strip()

    def cancel(self, query_id: str = "", *, reads_only: bool = False) -> None:
        """Cancel the statement that runs under this id (its `log_comment`), or without one every statement."""
        chosen = f"Settings['log_comment'] = {literal(query_id)}" if query_id else "Settings['log_comment'] != ''"
        chosen += " AND query_kind = 'Select'" if reads_only else ""
        with self.connection() as connection:
            connection.run(f"KILL QUERY WHERE {chosen} ASYNC")


def _locked(folder: Path) -> int:
    lock = os.open(folder / "earshot.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as raised:
        os.close(lock)
        raise FolderInUse(f"{folder} is in use: another warehouse process holds it") from raised
    return lock
