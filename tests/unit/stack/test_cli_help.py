"""`--help`: paragraphs fill the width of the terminal."""

from __future__ import annotations

from itertools import pairwise

import pytest
import typer
from typer.testing import CliRunner

from stack.cli import app

WIDTH, SHORTEST = 80, 50


def commands() -> list[str]:
    return sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", commands())
def test_no_line_is_short_within_a_paragraph(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": str(WIDTH), "NO_COLOR": "1"})
    assert shown.exit_code == 0, shown.output
    prose = shown.stdout.split("╭")[0].splitlines()
    assert prose
    ragged = [line for line, after in pairwise(map(str.strip, prose)) if line and after and len(line) < SHORTEST]
    assert ragged == []
