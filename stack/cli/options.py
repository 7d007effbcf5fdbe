"""Options that several commands have."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import typer


def day(help_: str, *names: str) -> Any:
    """A day (UTC) as 2026-11-21; unsaid it is None."""
    return typer.Option(*names, parser=_day, metavar="DATE", help=help_, show_default=False)


def past_day(help_: str, *names: str) -> Any:
    """The same, today at the latest: of what comes nothing can be judged."""
    return typer.Option(*names, parser=_past_day, metavar="DATE", help=help_, show_default=False)


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day: write it as 2026-11-21") from None


def _past_day(text: str) -> datetime:
    found, today = _day(text), datetime.now(UTC).date()
    if found.date() > today:
        raise typer.BadParameter(f"{text} is yet to come: today is {today} (UTC)")
    return found
