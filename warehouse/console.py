"""A person's own SQL, one statement at a time: what comes back as columns and rows, what is refused as one error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError, DatabaseError

from schemas.errors import EarshotError
from warehouse.embedded.statements import named_format, tokens
from warehouse.errors import retryable
from warehouse.sentences import LIMITS, kind, may_be_told


class QueryRefused(EarshotError):  # noqa: N818 - past participles name what happened
    """The warehouse refuses the statement. The text is its own where that is about the statement; it quotes no row."""


_SYNTAX_ERROR = 62
_OF_THE_DRIVER = "\n FORMAT Native"
"""What it adds to a query, and the engine quotes with it."""
_EVERY_KEYWORD = re.compile(r"\. Expected one of: .{200,}(?=\. \(SYNTAX_ERROR\))", re.DOTALL)
"""A short list of what might have followed helps, one of all that a statement may begin with does not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A statement that yields nothing (DDL, INSERT) has no columns."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@contextmanager
def refusals() -> Iterator[None]:
    """Raise QueryRefused for what the warehouse refuses, be it a statement or a password."""
    try:
        yield
    except ClickHouseError as error:
        raise QueryRefused(_in_short(error)) from error


def _in_short(error: ClickHouseError) -> str:
    """The engine's own sentence and its error's name, without the driver's frame; of what may quote rows the kind."""
    text = str(error)
    code, name = getattr(error, "code", None), getattr(error, "name", None)
    if code is not None and not may_be_told(code, text):
        return f"{kind(code, text)}: {name or 'an error'} (code {code})"
    text = _EVERY_KEYWORD.sub("", text.replace(_OF_THE_DRIVER, ""))  # once it is known that it may be told
    found = re.search(r"DB::Exception: (.*\([A-Z_]+\))", text, re.DOTALL)
    return found[1] if found else text


def ask(client: Client, sql: str) -> Answer:
    """Run one statement as the client's user. Raises QueryRefused, or Unavailable if nobody answers."""
    with refusals(), retryable(), _explained(sql):
        result = client.query(sql)
        return Answer(result.column_names or _columns(client, sql), result.result_rows)


@contextmanager
def _explained(sql: str) -> Iterator[None]:
    """Of a slip of the pen the engine speaks in terms of what the driver made of it. And a statement that takes too
    much would do so again: that is no server that is away.
    """
    words = _words(sql)
    if not words:
        raise QueryRefused("the statement is empty")
    try:
        yield
    except DatabaseError as error:
        if error.code == _SYNTAX_ERROR and ";" in words:
            raise QueryRefused("one statement at a time") from error
        if error.code == _SYNTAX_ERROR and named_format(sql.encode(errors="replace")):
            raise QueryRefused("name no FORMAT: how rows are printed is said by --format") from error
        if error.code in LIMITS:
            raise QueryRefused(_in_short(error)) from error
        raise


def _words(sql: str) -> list[str]:
    """The outer tokens of the statement, without what ends it."""
    words = [token.word for token in tokens(sql.encode(errors="replace")) if token.depth == 0]
    while words and words[-1] == ";":
        words.pop()
    return words


def _columns(client: Client, sql: str) -> Sequence[str]:
    """Those of a query that found no rows: of none the format tells no columns. Empty for what is no query."""
    try:
        wanted = f"SELECT * FROM (\n{sql.strip().rstrip(';')}\n) LIMIT 0"  # noqa: S608 - the user's own, as they may
        names = client.raw_query(wanted, fmt="JSONCompactEachRowWithNames")
    except DatabaseError:
        return ()
    return tuple(json.loads(names))
