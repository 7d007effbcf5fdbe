"""`earshot logs`: what a process wrote, or that it wrote nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from stack.cli import app
from stack.home import Home


@pytest.mark.parametrize("name", ["score", "flows", "supervisor"])
def test_of_a_process_that_has_written_nothing_that_is_said(tmp_path: Path, name: str) -> None:
    home = Home.at(tmp_path)
    home.create()
    home.log(name).touch()
    ended = CliRunner().invoke(app, ["logs", name], env={"EARSHOT_HOME": str(tmp_path)})
    assert ended.exit_code == 0, ended.output
    assert (ended.stdout, ended.stderr) == ("", f"{name} has written nothing yet\n")
