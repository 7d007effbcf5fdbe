"""stack.cli.console: what the command line says is not broken at a width that nobody chose."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from stack.cli import app
from stack.cli.console import talk
from stack.cli.status_view import print_status
from stack.demo import run as demo
from stack.home import Home
from stack.status import Status

PIPED = {"COLUMNS": "80", "NO_COLOR": "1"}


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """Of a folder that is not there, with what Rich would take for markup."""
    return tmp_path / "so_long_[red]_that_no_terminal_has_it_on_a_line" / ("deep" * 20)


def test_a_long_path_is_said_in_one_line_as_it_is(
    long: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    talk().print(f"Data     {long} (users and passwords: stack.env)")
    assert capsys.readouterr().err == f"Data     {long} (users and passwords: stack.env)\n"


def test_down_says_a_long_home_in_one_line(long: Path) -> None:
    ended = CliRunner().invoke(app, ["down"], env=PIPED | {"EARSHOT_HOME": str(long)})
    assert ended.stderr == f"nothing runs in {long}\n"


def test_status_says_a_long_home_in_one_line(
    long: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    nothing: dict[str, Any] = dict.fromkeys(("lag", "oldest_unlanded_seconds", "landed", "case_events", "facts"))
    print_status(Status(home=str(long), processes=[], notes=[f"{long} is full"], dead_letters=0, **nothing))
    shown = capsys.readouterr().out.splitlines()
    assert f"{'home':<24}{long}" in shown
    assert f"{long} is full" in shown


def test_the_demo_says_a_long_home_and_a_long_sentence_in_one_line_each(
    long: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(demo, "demo_day", lambda *_: date(2026, 1, 1))
    demo._day(Home.at(long), talk())
    demo._say_where(Home.at(long), talk(), stays=True)
    shown = capsys.readouterr().err.splitlines()
    assert "As of 2026-01-01, the day of this home's first demo: the feed of another day has other events" in shown
    assert f"Data     {long} (users and passwords: stack.env)" in shown
