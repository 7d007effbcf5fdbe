"""Run one call on the engine, in a thread: take a connection, set what the call sets, run its statement or insert."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import zstandard

from warehouse.embedded import answer
from warehouse.embedded.engine import READ_ONLY, Connection, Engine, Outcome, identifier
from warehouse.embedded.errors import ClickHouseError, Code, error
from warehouse.embedded.request import Call, too_large
from warehouse.embedded.sessions import Sessions
from warehouse.embedded.settings import EmbeddedSettings
from warehouse.embedded.statements import Insert, find_insert, named_format

_HEAD_BYTES = 1 << 20
"""Where an insert's data must have begun."""
_CHUNK_BYTES = 1 << 20


class Executor(Protocol):
    """Runs the calls of one role."""

    def execute(self, call: Call) -> tuple[Outcome, str]:
        """The outcome and the format of its data, "" if the statement has none. Raises ClickHouseError."""


def answered(executor: Executor, call: Call) -> answer.Answer:
    """The call's answer, whatever ClickHouse says."""
    began = time.monotonic()
    try:
        with call.body:
            outcome, format_ = executor.execute(call)
        return answer.result(call, outcome, format_, time.monotonic() - began)
    except ClickHouseError as raised:
        return answer.failure(call.query_id, raised)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whatever the owner says is done."""

    engine: Engine
    sessions: Sessions
    limits: EmbeddedSettings

    def execute(self, call: Call) -> tuple[Outcome, str]:
        """See `Executor`."""
        with self._connection(call) as connection:
            return self._execute(connection, call)

    @contextmanager
    def _connection(self, call: Call) -> Iterator[Connection]:
        named = call.settings | {"log_comment": call.query_id}
        if not call.session_id:
            with self.engine.connection() as connection:
                prepare(connection, call.database, named)
                yield connection
            return
        session = self.sessions.session(call.session_id, call.session_timeout, must_exist=call.session_must_exist)
        with session as connection, restored(connection, named):
            prepare(connection, call.database, named)
            yield connection

    def _execute(self, connection: Connection, call: Call) -> tuple[Outcome, str]:
        head = statement_head(call)
        insert = find_insert(head)
        if insert and not (insert.format == "Values" and call.parameters):
            check_method(call, "MUTATING")
            chunks = bounded(data_of(call, head, insert), self.limits.max_body_bytes)
            return connection.insert(insert.statement, insert.format, chunks), ""
        text = whole_statement(call, head, self.limits.max_statement_bytes)
        kind = kind_of(connection, text, inline_data=insert is not None)
        check_method(call, kind)
        outcome = connection.run(text, call.format, call.parameters)
        return outcome, (named_format(text.encode()) or call.format) if kind == READ_ONLY else ""


def prepare(connection: Connection, database: str, settings: Mapping[str, str]) -> None:
    """Enter the database, then set the settings. Raises ClickHouseError for an unknown one of either."""
    if database:
        connection.run(f"USE {identifier(database)}")
    connection.set(settings)


@contextmanager
def restored(connection: Connection, settings: Mapping[str, str]) -> Iterator[None]:
    """Give the session its own settings back after a request that named others."""
    before = connection.values(settings)
    try:
        yield
    finally:
        connection.set(before)


def statement_head(call: Call) -> bytes:
    """The statement in the URL, a line end, and the beginning of the body: one text, as ClickHouse reads it."""
    with decoding():
        body = call.body.read(_HEAD_BYTES)
    return call.statement + b"\n" + body if call.statement and body else call.statement + body


def whole_statement(call: Call, head: bytes, limit: int) -> str:
    """The statement to its end. Raises ClickHouseError if it is empty, not UTF-8 or longer than the limit."""
    with decoding():
        text = head + call.body.read(max(0, limit + 1 - len(head)))
    if len(text) > limit:
        raise too_large(limit)
    if not text.strip():
        raise error(Code.SYNTAX_ERROR, "Empty query.")
    try:
        return text.decode()
    except UnicodeDecodeError as raised:
        raise error(Code.BAD_ARGUMENTS, "The statement is not UTF-8.") from raised


def kind_of(connection: Connection, text: str, *, inline_data: bool = False) -> str:
    """The engine's class of a single statement. Raises ClickHouseError if there are several."""
    kind, count = connection.classify(text)
    if count > 1 and not inline_data:
        raise error(Code.SYNTAX_ERROR, "Multi-statements are not allowed.")
    return kind


def check_method(call: Call, kind: str) -> None:
    """Refuse what changes something if it comes by GET, as ClickHouse does: a link must not write."""
    if call.read_only and kind != READ_ONLY:
        raise error(Code.READONLY, "Cannot execute query in readonly mode: method GET implies readonly, use POST.")


def data_of(call: Call, head: bytes, insert: Insert) -> Iterator[bytes]:
    """The insert's data: what of it was read with the statement, then the rest of the body."""
    if len(head) > insert.data_at:
        yield head[insert.data_at :]
    with decoding():
        while chunk := call.body.read(_CHUNK_BYTES):
            yield chunk


def bounded(chunks: Iterator[bytes], limit: int) -> Iterator[bytes]:
    """The chunks, until they are more than `limit` bytes: a small body may decompress to any size."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
        yield chunk


@contextmanager
def decoding() -> Iterator[None]:
    """Say in ClickHouse's terms that a body is not what its Content-Encoding says."""
    try:
        yield
    except (EOFError, OSError, RuntimeError, zlib.error, zstandard.ZstdError) as raised:
        message = "Cannot decompress the request's body: it is damaged or cut short."
        raise error(Code.CANNOT_DECOMPRESS, message, 400) from raised
