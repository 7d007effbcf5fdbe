"""`python -m warehouse.embedded`: check the settings, open the folder, serve."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import os
import sys
import time

from pydantic import ValidationError

from warehouse.embedded.auth import check_users
from warehouse.embedded.settings import EmbeddedSettings
from warehouse.settings import ClickHouseSettings


def main() -> int:
    """0 after a clean end; 1 with one line on standard error if it cannot start."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # it quotes requests that it cannot read
    try:
        users, limits = ClickHouseSettings(), EmbeddedSettings()
        check_users(users)
        check_loopback(users.host)
        _serve(users, limits)
    except (ValueError, OSError, RuntimeError) as raised:
        print(f"earshot warehouse: {_one_line(raised)}", file=sys.stderr)
        return 1
    return 0


def check_loopback(host: str) -> None:
    """Raise ValueError unless the host is this machine's own: the guard is no substitute for ClickHouse's roles."""
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise ValueError(
            "EARSHOT_CLICKHOUSE_HOST must be a loopback address: the embedded warehouse listens on no other"
        )


def _serve(users: ClickHouseSettings, limits: EmbeddedSettings) -> None:
    os.environ["TZ"] = "UTC"  # the engine's own zone, read when it starts: rows are in UTC wherever the machine is
    time.tzset()
    from warehouse.embedded.engine import Engine  # noqa: PLC0415 - the engine reads TZ when it is loaded
    from warehouse.embedded.server import Server, serve  # noqa: PLC0415

    engine = Engine(limits.data)
    logging.getLogger(__name__).info("engine %s", engine.version)
    asyncio.run(serve(Server(engine, users, limits), users, limits))


def _one_line(raised: Exception) -> str:
    if isinstance(raised, ValidationError):  # its own text quotes the values
        return "; ".join(f"{'.'.join(map(str, found['loc']))}: {found['msg']}" for found in raised.errors())
    return str(raised).splitlines()[0] if str(raised) else type(raised).__name__


if __name__ == "__main__":
    status = main()
    logging.shutdown()
    sys.stderr.flush()
    os._exit(status)  # a statement that heeds no cancelling must not hold the process: every answered insert is on disk
