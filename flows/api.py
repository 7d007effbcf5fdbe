"""Whether the Prefect API answers."""

from __future__ import annotations

import time

import httpx

from flows.settings import FlowSettings
from schemas.errors import Unavailable


def is_healthy(settings: FlowSettings) -> bool:
    """One question to the API's health page."""
    headers = {"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}
    try:
        return httpx.get(f"{settings.api_url.rstrip('/')}/health", headers=headers, timeout=5).is_success
    except httpx.HTTPError:
        return False


def wait_until_healthy(settings: FlowSettings, seconds: float) -> None:
    """Return when the API is healthy; raises Unavailable when it is not within `seconds` (0: now)."""
    deadline = time.monotonic() + seconds
    while not is_healthy(settings):
        if time.monotonic() >= deadline:
            raise Unavailable(f"no Prefect API answers at {settings.api_url} (EARSHOT_PREFECT_API_URL)")
        time.sleep(0.5)
