"""A flow's report on this terminal."""

from __future__ import annotations

from flows.reports import Told, as_rich
from stack.cli.console import answers


def print_report(report: Told) -> None:
    """On stdout."""
    answers().print(as_rich(report))
