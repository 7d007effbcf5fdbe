"""A person's own SQL, one statement at a time: what comes back as columns and rows, what is refused as one error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError

from schemas.errors import EarshotError
from warehouse.errors import retryable


class QueryRefused(EarshotError):  # noqa: N818 - past participles name what happened
    """The warehouse refuses the statement; the text is its own, for the person who wrote the statement."""


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
        raise QueryRefused(_in_short(str(error))) from error


def _in_short(text: str) -> str:
    """The engine's own sentence and its error's name, without the driver's frame around them."""
    found = re.search(r"DB::Exception: (.*\([A-Z_]+\))", text, re.DOTALL)
    return found[1] if found else text


def ask(client: Client, sql: str) -> Answer:
    """Run one statement as the client's user. Raises QueryRefused, or Unavailable if nobody answers."""
    with refusals(), retryable():
        result = client.query(sql)
    return Answer(result.column_names, result.result_rows)
