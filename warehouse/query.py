"""SQL with bound parameters in; of a query, plain rows out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from clickhouse_connect.driver.client import Client

from warehouse.errors import retryable

Row = dict[str, Any]


def query_rows(client: Client, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
    """All rows of a query, one dict each. The server binds the parameters: `{window_start:DateTime64(3, 'UTC')}`.

    Times must be aware, their parameters typed with 'UTC' as above, and come back aware, in UTC.
    Raises Unavailable for what may be retried, ValueError for a naive time.
    """
    with retryable():
        return list(client.query(sql, parameters=_bound(parameters)).named_results())


def run_statement(client: Client, sql: str, parameters: Mapping[str, Any] | None = None, **settings: Any) -> None:
    """A statement without rows, done when this returns; parameters as of `query_rows`. Raises as it does."""
    with retryable():
        client.command(sql, parameters=_bound(parameters), settings=settings)


def _bound(parameters: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: _bindable(name, value) for name, value in (parameters or {}).items()}


def _bindable(name: str, value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError(f"parameter {name} is a naive time: say which zone is meant")
    # the driver would write it in the server's zone and drop the milliseconds; as text it means what its type says: UTC
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
