"""flows.serve: its log says what it serves."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from flows import serve


class Idle:
    """A runner that nothing is due for."""

    def __init__(self, **_: Any) -> None:
        self.deployments: list[Any] = []

    async def aadd_deployment(self, deployment: Any) -> None:
        self.deployments.append(deployment)

    async def start(self) -> None: ...


def test_what_is_served_is_said_once_it_is_registered(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(serve, "Server", Idle)
    caplog.set_level(logging.INFO, "prefect.flows.serve")
    asyncio.run(serve.serve())
    assert caplog.messages == ["serves watch, kpis, shift, threats, price_impact, goals, swot and retention"]
