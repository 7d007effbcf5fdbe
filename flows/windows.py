"""Closed UTC windows: ISO weeks (Monday 00:00), calendar months and quarters.

A window is half open, [start, end). It is *closed* at `end`: nothing may be said about it before. All is UTC, so no
window is an hour longer or shorter where clocks change. A window has a label in ISO style that is also the flow's
parameter: `2026-W46`, `2026-10`, `2026-Q3`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, get_args

from flows.errors import RequestError

Grain = Literal["week", "month", "quarter"]
GRAINS: tuple[Grain, ...] = get_args(Grain)

_LABELS: dict[Grain, re.Pattern[str]] = {
    "week": re.compile(r"(\d{4})-W(\d{2})"),
    "month": re.compile(r"(\d{4})-(\d{2})"),
    "quarter": re.compile(r"(\d{4})-Q([1-4])"),
}
_MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3}


@dataclass(frozen=True, order=True)
class Window:
    """One closed-to-be period; `start` is aware, in UTC and on the grain's boundary."""

    start: datetime
    grain: Grain

    @property
    def end(self) -> datetime:
        """The first moment that no longer belongs to the window."""
        return self.shift(1).start

    @property
    def label(self) -> str:
        """`2026-W46`, `2026-10` or `2026-Q3`."""
        if self.grain == "week":
            year, week, _ = self.start.isocalendar()
            return f"{year}-W{week:02d}"
        if self.grain == "month":
            return f"{self.start:%Y-%m}"
        return f"{self.start.year}-Q{(self.start.month + 2) // 3}"

    def __str__(self) -> str:
        return self.label

    def shift(self, steps: int) -> Window:
        """The window `steps` after this one (before it, when negative)."""
        if self.grain == "week":
            return Window(self.start + timedelta(weeks=steps), "week")
        months = self.start.year * 12 + self.start.month - 1 + steps * _MONTHS[self.grain]
        return Window(datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC), self.grain)

    def before(self, count: int) -> list[Window]:
        """The `count` windows before this one, oldest first."""
        return [self.shift(step) for step in range(-count, 0)]

    def year_before(self) -> Window:
        """The same period a year before: of a week the one 52 weeks earlier, so that weekdays meet weekdays."""
        return self.shift({"week": -52, "month": -12, "quarter": -4}[self.grain])


def window_of(moment: datetime, grain: Grain) -> Window:
    """The window of this grain that holds `moment`; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a window needs an aware time; a naive one says nothing about where its day begins")
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if grain == "week":
        return Window(day - timedelta(days=day.weekday()), "week")
    month = day.month if grain == "month" else (day.month - 1) // 3 * 3 + 1
    return Window(day.replace(month=month, day=1), grain)


def last_closed(as_of: datetime, grain: Grain) -> Window:
    """The newest window that is closed at `as_of`."""
    return window_of(as_of, grain).shift(-1)


def parse_window(label: str) -> Window:
    """The window of a label; raises RequestError, with a sentence a user can act on, for anything else."""
    for grain, pattern in _LABELS.items():
        match = pattern.fullmatch(label.strip())
        if match is None:
            continue
        year, number = int(match[1]), int(match[2])
        try:
            return _window_number(year, number, grain)
        except ValueError as error:
            raise RequestError(f"there is no {grain} {label!r}: {error}") from None
    raise RequestError(f"{label!r} is not a window: write a week as 2026-W46, a month as 2026-10, a quarter as 2026-Q3")


def _window_number(year: int, number: int, grain: Grain) -> Window:
    if grain == "week":
        first = date.fromisocalendar(year, number, 1)
    else:
        first = date(year, number if grain == "month" else number * 3 - 2, 1)
    return Window(datetime(first.year, first.month, first.day, tzinfo=UTC), grain)


def closed_windows(from_: datetime, to: datetime, grains: Iterable[Grain] = GRAINS) -> list[Window]:
    """Every window that closes after `from_` and not after `to`, in the order in which they close (a backfill's)."""
    found = [window for grain in grains for window in _closing_between(from_, to, grain)]
    return sorted(found, key=lambda window: (window.end, GRAINS.index(window.grain)))


def _closing_between(from_: datetime, to: datetime, grain: Grain) -> Iterator[Window]:
    window = window_of(from_, grain)
    while window.end <= to:
        yield window
        window = window.shift(1)
