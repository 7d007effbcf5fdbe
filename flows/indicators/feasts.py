"""Whether a window's days are like those that it is compared with: holidays and moving feasts as a dimension.

Factors by month (formulas/season.py) know December; they do not know Easter, nor what a holiday does to a week. Nothing
is taken off for them, since two or three Easters tell no effect: a finding whose window has other feasts than what it
is compared with says so. Where the number of events is itself the finding, such a day or week is a watch at most:
people who celebrate write less, and nothing is broken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from flows.indicators.config.base import Calendar
from flows.indicators.formulas.feasts import feast, public_holidays
from flows.indicators.outputs import Estimate
from flows.indicators.vocabulary import Window
from flows.indicators.wording import span
from schemas.words import listed

VOLUMES = ("volume_drop", "source_outage")
"""What a feast explains by itself, where the window is short."""
SHORT = ("hour", "day", "week")
NAMED = 3
ALIKE = 1.5
"""Windows whose lengths differ by less than this factor are like ones: a period and the same a year before."""


def with_feasts(estimate: Estimate, calendar: Calendar) -> Estimate:
    """The estimate, which says what feasts set its window apart; as it came where there are none."""
    apart = _apart(estimate, calendar)
    if not apart:
        return estimate
    if estimate.indicator in VOLUMES and estimate.frequency in SHORT:
        return replace(estimate, cap_at_watch=estimate.cap_at_watch or apart)
    return replace(estimate, caveat="; ".join(filter(None, (estimate.caveat, apart))))


def _apart(estimate: Estimate, calendar: Calendar) -> str:
    now = feasts_in(estimate.window, calendar)
    before = estimate.comparison_window
    name = span(estimate.window, estimate.frequency)
    if before is None:
        return f"{_lie(now)} in {name}" if now and estimate.frequency in SHORT else ""
    then = feasts_in(before, calendar)
    new = _more(now, then)
    gone = _more(then, now) if before.days < ALIKE * estimate.window.days else []
    told = [f"{_lie(new)} in {name} more than in what it is compared with"] if new else []
    told += [f"{_lie(gone)} in what {name} is compared with more than in it"] if gone else []
    return "; ".join(told)


def _more(here: Counter[str], there: Counter[str]) -> list[str]:
    """Feasts with more than twice as many days here: one that begins on the last day of a month lies in the next."""
    return [name for name, days in here.items() if days > 2 * there[name]]


def _lie(feasts: Collection[str]) -> str:
    names = list(feasts)
    told = [*names[:NAMED], *([f"{len(names) - NAMED} more"] if len(names) > NAMED else [])]
    return f"{listed(told)} {'lie' if len(told) > 1 else 'lies'}"


@lru_cache(maxsize=4096)
def feasts_in(window: Window, calendar: Calendar) -> Counter[str]:
    """How many of a window's days, where customers live, each feast has; in the order in which they come."""
    return Counter(name for day in _days(window, ZoneInfo(calendar.time_zone)) for name in _on(day, calendar))


def _days(window: Window, zone: ZoneInfo) -> list[date]:
    """Local dates whose noon lies in the window; the date in which it begins where none does (an hour)."""
    first, last = window.start.astimezone(zone).date(), window.end.astimezone(zone).date()
    dates = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    noons = [day for day in dates if window.start <= datetime.combine(day, time(12), zone) < window.end]
    return noons or [first]


@lru_cache(maxsize=16384)
def _on(day: date, calendar: Calendar) -> tuple[str, ...]:
    known = [*(public_holidays(country, day.year) for country in calendar.countries)]
    known += [feast(name, day.year) for name in calendar.feasts]
    return tuple(each[day] for each in known if day in each)
