"""Whether each process does its work, asked the way its clients ask; a running process may still be deaf."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime
from typing import Any

from schemas.errors import Unavailable

ANSWER_SECONDS = 3.0
FRESH_SECONDS = 90.0
"""The flows ask for due runs every ten seconds; who has not for so long is not at work."""


def is_healthy(process: str, since: float) -> bool:
    """By process name, at the addresses that the environment gives; `since` is when it was started (Unix time)."""
    try:
        return _flows(since) if process == "flows" else CHECKS[process]()
    except (Unavailable, OSError):  # urllib's errors are OSErrors
        return False


def _broker() -> bool:
    from streams.health import broker_answers
    from streams.settings import KafkaSettings

    return broker_answers(KafkaSettings())


def _warehouse() -> bool:
    from warehouse.settings import ClickHouseSettings

    settings = ClickHouseSettings()
    scheme = "https" if settings.secure else "http"
    return _get(f"{scheme}://{settings.host}:{settings.port}/ping").startswith(b"Ok.")


def _prefect() -> bool:
    return bool(json.loads(_get(f"{_prefect_api()}/health")))


def _flows(since: float) -> bool:
    """It has asked the server for due runs; that its deployments are known may still be of its last life."""
    polled = (deployment["last_polled"] for deployment in deployments())
    return any(moment and datetime.fromisoformat(moment).timestamp() >= since for moment in polled)


def deployments() -> list[dict[str, Any]]:
    """What is served, with its schedules, as the Prefect server says it."""
    found: list[dict[str, Any]] = json.loads(_get(f"{_prefect_api()}/deployments/filter", b"{}"))
    return found


def _score() -> bool:
    from streams.health import group_is_stable
    from streams.settings import KafkaSettings, ScoreSettings

    return group_is_stable(KafkaSettings(), ScoreSettings().group)


def _land() -> bool:
    from streams.health import group_is_stable
    from streams.settings import KafkaSettings, LandSettings

    return group_is_stable(KafkaSettings(), LandSettings().group)


def _prefect_api() -> str:
    from flows.settings import FlowSettings

    return FlowSettings().api_url


def _get(url: str, post: bytes | None = None) -> bytes:
    """GET, or POST of JSON; the addresses are the settings' own."""
    request = urllib.request.Request(url, post, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
        body: bytes = answer.read()
    return body


CHECKS: dict[str, Callable[[], bool]] = {
    "broker": _broker,
    "warehouse": _warehouse,
    "prefect": _prefect,
    "score": _score,
    "land": _land,
}
