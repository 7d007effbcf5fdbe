"""A flow's report on this terminal."""

from __future__ import annotations

from rich.console import Console

from flows.render import as_rich
from flows.report import Report


def print_report(report: Report) -> None:
    """On stdout: it is the answer, not the talk about it."""
    Console(highlight=False).print(as_rich(report))
