"""The driver's errors in Earshot's terms: what may be retried becomes `Unavailable`, the rest is raised as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from clickhouse_connect.driver.exceptions import DatabaseError, OperationalError

from schemas.errors import Unavailable
from warehouse.settings import ClickHouseSettings

RETRYABLE = {
    32: "ATTEMPT_TO_READ_AFTER_EOF",
    159: "TIMEOUT_EXCEEDED",
    198: "DNS_ERROR",
    202: "TOO_MANY_SIMULTANEOUS_QUERIES",
    203: "NO_FREE_CONNECTION",
    209: "SOCKET_TIMEOUT",
    210: "NETWORK_ERROR",
    225: "NO_ZOOKEEPER",
    236: "ABORTED",
    241: "MEMORY_LIMIT_EXCEEDED",
    242: "TABLE_IS_READ_ONLY",
    243: "NOT_ENOUGH_SPACE",
    252: "TOO_MANY_PARTS",
    279: "ALL_CONNECTION_TRIES_FAILED",
    285: "TOO_FEW_LIVE_REPLICAS",
    286: "UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE",
    319: "UNKNOWN_STATUS_OF_INSERT",
    394: "QUERY_WAS_CANCELLED",
    425: "SYSTEM_ERROR",
    499: "S3_ERROR",
    574: "DISTRIBUTED_TOO_MANY_PENDING_BYTES",
    999: "KEEPER_EXCEPTION",
}
"""ClickHouse's error codes that say: not now. Rows are idempotent, so an insert of unknown fate is sent again."""

NOT_MIGRATED = {60: "UNKNOWN_TABLE", 81: "UNKNOWN_DATABASE", 16: "NO_SUCH_COLUMN_IN_TABLE"}
"""What a writer meets that starts before the migrations have run."""


@contextmanager
def retryable(*, before_migration: bool = False, settings: ClickHouseSettings | None = None) -> Iterator[None]:
    """Raise `Unavailable` for lost connections and RETRYABLE codes, and for NOT_MIGRATED ones if `before_migration`.

    The text names the code, never the server's message: that may quote rows. Of a lost connection it names the address
    and its variables; `settings` are those of the connection if they are not the environment's.
    """
    codes = RETRYABLE | NOT_MIGRATED if before_migration else RETRYABLE
    try:
        yield
    except DatabaseError as error:
        if error.code in codes:
            raise Unavailable(f"the warehouse says {codes[error.code]} (code {error.code})") from error
        if error.code is None and isinstance(error, OperationalError):
            raise _unanswered(settings) from error
        raise
    except (ConnectionError, TimeoutError) as error:
        raise _unanswered(settings) from error


def _unanswered(settings: ClickHouseSettings | None) -> Unavailable:
    where = settings or ClickHouseSettings()
    variables = "EARSHOT_CLICKHOUSE_HOST, EARSHOT_CLICKHOUSE_PORT"
    return Unavailable(f"the warehouse at {where.host}:{where.port} does not answer ({variables})")
