"""The analyst: reads the views and nothing else, within bounds of time, memory and rows.

Views run as their definer, so the role needs no grant on landing tables. readonly = 1 and not 2: 2 lets a query change
its own limits. Passwords are sent as a salted hash, as statements end up in the server's query log.
The embedded engine manages no users; its server guards analysts by itself; only a real server runs these.
"""

from __future__ import annotations

from hashlib import sha256
from secrets import token_hex

from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import DatabaseError

from warehouse.errors import retryable
from warehouse.settings import ClickHouseSettings

VIEWS = (
    "feedback",
    "mentions",
    "brand_mentions",
    "case_events",
    "cases",
    "facts",
    "dead_letters",
    "indicators",
    "indicators_history",
    "indicator_evidence",
    "episodes",
    "episode_notes",
    "alerts_sent",
    "ingest_log",
)
"""All that an analyst may read."""

ROLE = PROFILE = "earshot_analyst"
ACCESS_DENIED = 497


def grant_access(client: Client, settings: ClickHouseSettings) -> str:
    """Make the analyst's role, limits and user, or not; one sentence that says which and why. Raises Unavailable."""
    if not settings.analyst_password:
        return "no analyst user: EARSHOT_CLICKHOUSE_ANALYST_PASSWORD is not set"
    try:
        with retryable():
            for sql in access_statements(settings, salt=token_hex(16)):
                client.command(sql)
    except DatabaseError as error:
        if error.code != ACCESS_DENIED:
            raise
        return "no analyst user in this server: it keeps its users itself, or the owner may not manage them"
    return f"user {settings.analyst_user} reads {len(VIEWS)} views"


def access_statements(settings: ClickHouseSettings, salt: str) -> list[str]:
    """What makes the analyst on a real server; may be repeated, and then sets password and limits anew."""
    on = f" ON CLUSTER {settings.cluster}" if settings.cluster else ""
    user = settings.analyst_user
    digest = sha256((settings.analyst_password + salt).encode()).hexdigest()
    identified = f"IDENTIFIED WITH sha256_hash BY '{digest}' SALT '{salt}'"
    grants = [f"GRANT{on} SELECT ON {settings.database}.{view} TO {ROLE}" for view in VIEWS]
    return [
        f"CREATE ROLE IF NOT EXISTS {ROLE}{on}",
        *grants,
        f"CREATE SETTINGS PROFILE OR REPLACE {PROFILE}{on} SETTINGS {_limits(settings)}",
        f"CREATE USER IF NOT EXISTS {user}{on} {identified}",
        f"ALTER USER {user}{on} {identified} SETTINGS PROFILE '{PROFILE}'",
        f"GRANT{on} {ROLE} TO {user}",
        f"ALTER USER {user}{on} DEFAULT ROLE {ROLE}",
    ]


def _limits(settings: ClickHouseSettings) -> str:
    bounds = {
        "max_execution_time": settings.analyst_max_seconds,
        "max_memory_usage": settings.analyst_max_memory_bytes,
        "max_result_rows": settings.analyst_max_result_rows,
    }
    limits = [f"{name} = {value} MIN 1 MAX {value}" for name, value in bounds.items()]
    return ", ".join([*limits, "result_overflow_mode = 'throw' CONST", "readonly = 1 CONST"])
