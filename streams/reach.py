"""Clients of a broker that may not be up yet."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import TypeVar

from kafka.errors import KafkaError

from schemas.errors import Unavailable
from streams.settings import KafkaSettings

BOOTSTRAP_MS = 5000
PAUSE_SECONDS = 0.2

Client = TypeVar("Client")


def reach(settings: KafkaSettings, make: Callable[[], Client]) -> Client:
    """What `make` gives, tried until a broker answers, `settings.wait_seconds` long. Raises Unavailable.

    A client is made only once somebody listens: kafka-python's leave their sockets to the garbage collector when nobody
    does.
    """
    deadline = time.monotonic() + settings.wait_seconds
    while True:
        try:
            if any(_listens(server) for server in settings.servers):
                return make()
            reason = "nobody listens"
        except KafkaError as error:
            reason = type(error).__name__
        if time.monotonic() > deadline:
            raise Unavailable(f"no broker at {settings.bootstrap} ({reason})")
        time.sleep(PAUSE_SECONDS)


def _listens(server: str) -> bool:
    host, _, port = server.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]") or server, int(port) if host else 9092), timeout=2):
            return True
    except (OSError, ValueError):
        return False
