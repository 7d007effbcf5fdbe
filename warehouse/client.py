"""Connections to the warehouse: an embedded or a real ClickHouse, over HTTP, the same for both."""

from __future__ import annotations

from typing import Any, Literal

import clickhouse_connect
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import DatabaseError

from schemas.errors import EarshotError
from warehouse.errors import retryable
from warehouse.settings import ClickHouseSettings

Role = Literal["owner", "analyst"]

ON_A_CLUSTER: dict[str, Any] = {"distributed_foreground_insert": 1, "insert_quorum": "auto"}
"""An insert returns when a majority of the shard's replicas has the rows: only then may offsets be committed."""

AUTHENTICATION_FAILED = 516


class NotAdmitted(EarshotError):  # noqa: N818
    """The warehouse does not know the user or the password."""


def connect(settings: ClickHouseSettings | None = None, role: Role = "owner", database: str | None = None) -> Client:
    """A client that threads of one process may share; times come back aware, in UTC.

    `database` differs from the settings' only where that does not exist yet. Raises Unavailable if nobody answers or
    the database is not there yet, NotAdmitted for a wrong user or password.
    """
    settings = settings or ClickHouseSettings()
    user = settings.user if role == "owner" else settings.analyst_user
    try:
        with retryable(before_migration=True, settings=settings):
            return clickhouse_connect.get_client(
                host=settings.host,
                port=settings.port,
                interface="https" if settings.secure else "http",
                username=user,
                password=settings.password if role == "owner" else settings.analyst_password,
                database=database or settings.database,
                settings=ON_A_CLUSTER if role == "owner" and settings.cluster else None,
                autogenerate_session_id=False,  # a session admits one query at a time
                tz_mode="aware",
                show_clickhouse_errors="scrub",
            )
    except DatabaseError as error:
        if error.code != AUTHENTICATION_FAILED:
            raise
        variable = "PASSWORD" if role == "owner" else "ANALYST_PASSWORD"
        raise NotAdmitted(f"the warehouse refuses user {user}: check EARSHOT_CLICKHOUSE_{variable}") from error
