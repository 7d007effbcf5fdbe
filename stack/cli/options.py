"""Options that several commands have."""

from __future__ import annotations

from typing import Any

import typer


def day(help_: str, *names: str) -> Any:
    """A day (UTC) as 2026-11-21; unsaid it is None."""
    return typer.Option(*names, formats=["%Y-%m-%d"], metavar="DATE", help=help_, show_default=False)
