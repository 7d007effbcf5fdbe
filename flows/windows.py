"""Closed UTC windows: hours, days, ISO weeks (Monday 00:00), calendar months, quarters and half-years.

A window is half open, [start, end). It is *closed* at `end`: nothing may be said about it before. All is UTC, so no
window is an hour longer or shorter where clocks change. A window has a label in ISO style that is also the flow's
parameter: `2026-11-20T09`, `2026-11-20`, `2026-W46`, `2026-10`, `2026-Q3`, `2026-H2`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, get_args

from flows.errors import RequestError
from flows.indicators.vocabulary import Window as Span

Grain = Literal["hour", "day", "week", "month", "quarter", "half_year"]
GRAINS: tuple[Grain, ...] = get_args(Grain)

_LABELS: dict[Grain, re.Pattern[str]] = {
    "hour": re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2})"),
    "day": re.compile(r"(\d{4})-(\d{2})-(\d{2})"),
    "week": re.compile(r"(\d{4})-W(\d{2})"),
    "month": re.compile(r"(\d{4})-(\d{2})"),
    "quarter": re.compile(r"(\d{4})-Q([1-4])"),
    "half_year": re.compile(r"(\d{4})-H([12])"),
}
_LENGTHS: dict[Grain, timedelta] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "half_year": 6}
_IN_A_YEAR: dict[Grain, int] = {"hour": 24 * 364, "day": 364, "week": 52, "month": 12, "quarter": 4, "half_year": 2}
"""Steps to the same period a year before; whole weeks, so that weekdays meet weekdays."""


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
    def span(self) -> Span:
        """As the statistics know it."""
        return Span(self.start, self.end)

    @property
    def label(self) -> str:
        """`2026-11-20T09`, `2026-11-20`, `2026-W46`, `2026-10`, `2026-Q3` or `2026-H2`."""
        number = (self.start.month - 1) // _MONTHS.get(self.grain, 1) + 1
        return {
            "hour": f"{self.start:%Y-%m-%dT%H}",
            "day": f"{self.start:%Y-%m-%d}",
            "week": f"{self.start:%G-W%V}",
            "month": f"{self.start:%Y-%m}",
            "quarter": f"{self.start.year}-Q{number}",
            "half_year": f"{self.start.year}-H{number}",
        }[self.grain]

    def __str__(self) -> str:
        return self.label

    def shift(self, steps: int) -> Window:
        """The window `steps` after this one (before it, when negative)."""
        if self.grain in _LENGTHS:
            return Window(self.start + steps * _LENGTHS[self.grain], self.grain)
        months = self.start.year * 12 + self.start.month - 1 + steps * _MONTHS[self.grain]
        return Window(datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC), self.grain)

    def before(self, count: int) -> list[Window]:
        """The `count` windows before this one, oldest first."""
        return [self.shift(step) for step in range(-count, 0)]

    def year_before(self) -> Window:
        """The same period a year before: of a week the one 52 weeks earlier, so that weekdays meet weekdays."""
        return self.shift(-_IN_A_YEAR[self.grain])


def window_of(moment: datetime, grain: Grain) -> Window:
    """The window of this grain that holds `moment`; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a window needs an aware time; a naive one says nothing about where its day begins")
    hour = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    day = hour.replace(hour=0)
    if grain in _MONTHS:
        return Window(day.replace(month=(day.month - 1) // _MONTHS[grain] * _MONTHS[grain] + 1, day=1), grain)
    return Window({"hour": hour, "day": day, "week": day - timedelta(days=day.weekday())}[grain], grain)


def last_closed(as_of: datetime, grain: Grain) -> Window:
    """The newest window that is closed at `as_of`."""
    return window_of(as_of, grain).shift(-1)


def parse_window(label: str) -> Window:
    """The window of a label; raises RequestError, with a sentence a user can act on, for anything else."""
    for grain, pattern in _LABELS.items():
        match = pattern.fullmatch(label.strip())
        if match is None:
            continue
        try:
            return Window(_start(grain, *map(int, match.groups())), grain)
        except ValueError as error:
            raise RequestError(f"there is no {grain.replace('_', '-')} {label!r}: {error}") from None
    raise RequestError(
        f"{label!r} is not a window: write an hour as 2026-11-20T09, a day as 2026-11-20, a week as 2026-W46, "
        "a month as 2026-10, a quarter as 2026-Q3, a half-year as 2026-H2"
    )


def _start(grain: Grain, year: int, *numbers: int) -> datetime:
    if grain == "week":
        first = date.fromisocalendar(year, numbers[0], 1)
        return datetime(first.year, first.month, first.day, tzinfo=UTC)
    if grain in _MONTHS:
        return datetime(year, (numbers[0] - 1) * _MONTHS[grain] + 1, 1, tzinfo=UTC)
    month, day, hour = (*numbers, 0)[:3]
    return datetime(year, month, day, hour, tzinfo=UTC)


def closed_windows(from_: datetime, to: datetime, grains: Iterable[Grain]) -> list[Window]:
    """Every window that closes after `from_` and not after `to`, in the order in which they close (a backfill's)."""
    found = [window for grain in grains for window in _closing_between(from_, to, grain)]
    return sorted(found, key=lambda window: (window.end, GRAINS.index(window.grain)))


def _closing_between(from_: datetime, to: datetime, grain: Grain) -> Iterator[Window]:
    window = window_of(from_, grain)
    while window.end <= to:
        yield window
        window = window.shift(1)
