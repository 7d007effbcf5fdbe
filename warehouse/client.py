"""Connections to the warehouse: an embedded or a real ClickHouse, over HTTP, the same for both."""

from __future__ import annotations

from typing import Any, Literal

import clickhouse_connect
from clickhouse_connect.driver.client import Client

from warehouse.errors import retryable
from warehouse.settings import ClickHouseSettings

Role = Literal["owner", "analyst"]

ON_A_CLUSTER: dict[str, Any] = {"distributed_foreground_insert": 1, "insert_quorum": "auto"}
"""An insert returns when a majority of the shard's replicas has the rows: only then may offsets be committed."""


def connect(settings: ClickHouseSettings | None = None, role: Role = "owner", database: str | None = None) -> Client:
    """A client that threads of one process may share; times come back aware, in UTC.

    `database` differs from the settings' only where that does not exist yet. Raises Unavailable if nobody answers.
    """
    settings = settings or ClickHouseSettings()
    owner = role == "owner"
    with retryable():
        return clickhouse_connect.get_client(
            host=settings.host,
            port=settings.port,
            interface="https" if settings.secure else "http",
            username=settings.user if owner else settings.analyst_user,
            password=settings.password if owner else settings.analyst_password,
            database=database or settings.database,
            settings=ON_A_CLUSTER if owner and settings.cluster else None,
            autogenerate_session_id=False,  # a session admits one query at a time
            tz_mode="aware",
            show_clickhouse_errors="scrub",
        )
