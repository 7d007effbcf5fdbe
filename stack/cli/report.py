"""A flow's report on this terminal."""

from __future__ import annotations

import os

from rich.console import Console

from flows.reports import Told, as_rich

WIDTH_OF_A_FILE = 140


def print_report(report: Told) -> None:
    """On stdout: it is the answer, not the talk about it."""
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH_OF_A_FILE
    console.print(as_rich(report))
