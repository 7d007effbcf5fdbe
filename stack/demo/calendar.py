"""The demo's two years: months and weeks counted back from a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

MONTHS = 24

Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class Month:
    """A month's days in the feed; `back` is 1 for the last complete month before as_of, 0 for the one under way.

    `quarter` counts calendar quarters in the same way.
    """

    first: date
    end: date
    back: int
    quarter: int

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.end - self.first).days)]


def months(as_of: date) -> list[Month]:
    """The 24 complete months before `as_of` and the days of its own before it, oldest first."""
    found = [Month(as_of.replace(day=1), as_of, 0, 0)]
    for back in range(1, MONTHS + 1):
        end = found[-1].first
        first = (end - timedelta(days=1)).replace(day=1)
        found.append(Month(first, end, back, quarters_back(first, as_of)))
    return [month for month in reversed(found) if month.end > month.first]


def quarters_back(day: date, as_of: date) -> int:
    """1 in the last complete calendar quarter before `as_of`, 0 in the one under way."""
    quarter = [each.year * 4 + (each.month - 1) // 3 for each in (day, as_of)]
    return quarter[1] - quarter[0]


def month_back(day: date, as_of: date) -> int:
    """As a month's `back`."""
    return (as_of.year - day.year) * 12 + as_of.month - day.month


def weeks_back(day: date, as_of: date) -> int:
    """1 in the last complete week (Monday to Sunday) before `as_of`, 0 in the one under way."""
    monday = as_of - timedelta(days=as_of.weekday())
    return -((day - monday).days // 7)


def at(planned: Mapping[int, Number], back: int, default: Number) -> Number:
    """What is planned for that many months, quarters or weeks back; what goes on now is as in the last complete one."""
    return planned.get(max(back, 1), default)
