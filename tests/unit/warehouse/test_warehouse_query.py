"""Times go to the server in UTC to the millisecond, and naive ones do not go at all."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import pytest

from warehouse.query import query_rows


class Echo:
    """Answers with the parameters that it was given."""

    def query(self, _: str, parameters: dict[str, Any]) -> Any:
        return SimpleNamespace(named_results=lambda: [parameters])


def test_an_aware_time_is_sent_as_utc() -> None:
    moment = datetime(2026, 3, 1, 1, 30, 0, 123_999, tzinfo=timezone(timedelta(hours=2)))
    assert query_rows(Echo(), "", {"t": moment}) == [{"t": "2026-02-28 23:30:00.123"}]  # type: ignore[arg-type]


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="parameter t"):
        query_rows(Echo(), "", {"t": datetime(2026, 3, 1)})  # type: ignore[arg-type]  # noqa: DTZ001


def test_everything_else_is_the_drivers() -> None:
    assert query_rows(Echo(), "", {"brands": ["a"], "n": 1}) == [{"brands": ["a"], "n": 1}]  # type: ignore[arg-type]
