"""`earshot run` as a person sees it."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

import flows.run
from flows.run import RunResult
from flows.windows import parse_window
from stack.cli import app, home, report


@pytest.mark.parametrize(
    ("untold", "says"),
    [
        ({}, []),
        ({"management": 1}, ["the channel management did not take 1 alert: the next run tries again"]),
        ({"management": 37}, ["the channel management did not take 37 alerts: the next run tries again"]),
    ],
)
def test_alerts_that_a_channel_did_not_take_are_said_and_fail_nothing(
    monkeypatch: pytest.MonkeyPatch, untold: dict[str, int], says: list[str]
) -> None:
    found: Any = None
    monkeypatch.setattr(home, "must_run", lambda *_: None)
    monkeypatch.setattr(report, "print_report", lambda _: None)
    result = RunResult("watch", (parse_window("2026-W46"),), 40, found, untold)
    monkeypatch.setattr(flows.run, "run", lambda *_, **__: result)
    ended = CliRunner().invoke(app, ["run", "watch"])
    assert ended.exit_code == 0, ended.output
    assert ended.stderr.splitlines() == ["40 findings about 2026-W46", *says]
