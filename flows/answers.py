"""Answers as the warehouse adds them up, kept so that any subject's series is a look-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from flows.indicators.inputs import Cell, Counts, Day, Period, Stratum
from flows.indicators.vocabulary import METRICS, Metric, Subject
from flows.windows import Window
from warehouse.query import Row


class Key(NamedTuple):
    """Whose answers to what: topic "" is all topics."""

    brand: str
    topic: str
    metric: Metric


@dataclass(slots=True)
class _Part:
    """One key's answers in one window."""

    cells: list[Cell] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    customers: int = 0
    customers_by_channel: dict[str, int] = field(default_factory=dict)


class Answers:
    """The rows of cells.sql, by key and window start."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._periods: dict[tuple[Subject, Metric, Window], Period] = {}
        self._parts: dict[Key, dict[date, _Part]] = defaultdict(lambda: defaultdict(_Part))
        for row in rows:
            part = self._parts[Key(row["brand"], row["topic"], row["metric"])][as_date(row["window_start"])]
            _ADD[row["level"]](part, row)

    def brands(self) -> set[str]:
        """Every brand with an answer."""
        return {key.brand for key in self._parts}

    def topics(self, brand: str) -> set[str]:
        """Every topic that answers about the brand speak of."""
        return {key.topic for key in self._parts if key.brand == brand and key.topic}

    def channels(self, brand: str) -> set[str]:
        """Every channel through which answers about the brand come."""
        keys = [Key(brand, "", metric) for metric in METRICS]
        return {name for key in keys for part in self._windows(key).values() for name in part.customers_by_channel}

    def customers(self, subject: Subject, metric: Metric, window: Window) -> int:
        """Distinct customers who answered."""
        part = self._windows(Key(subject.brand, subject.topic, metric)).get(window.start.date())
        if part is None:
            return 0
        return part.customers_by_channel.get(subject.channel, 0) if subject.channel else part.customers

    def period(self, subject: Subject, metric: Metric, window: Window) -> Period:
        """One subject's answers in one window, without cells when there are none."""
        known = self._periods.get((subject, metric, window))
        if known is None:
            known = self._periods[subject, metric, window] = self._period(subject, metric, window)
        return known

    def _period(self, subject: Subject, metric: Metric, window: Window) -> Period:
        span = window.span
        part = self._windows(Key(subject.brand, subject.topic, metric)).get(window.start.date())
        if part is None:
            return Period(span)
        if subject.channel:
            cells = tuple(cell for cell in part.cells if cell.stratum.channel == subject.channel)
            return Period(span, cells, self.customers(subject, metric, window))
        return Period(span, tuple(part.cells), part.customers, tuple(part.days))

    def _windows(self, key: Key) -> dict[date, _Part]:
        return self._parts.get(key, {})


def _counts(row: Row) -> Counts:
    return Counts(row["n"], row["positive"], row["negative"], row["customers"])


def _add_stratum(part: _Part, row: Row) -> None:
    part.cells.append(Cell(stratum_of(row), _counts(row)))


def _add_channel(part: _Part, row: Row) -> None:
    part.customers_by_channel[row["channel"]] = row["customers"]


def _add_day(part: _Part, row: Row) -> None:
    part.days.append(Day(as_date(row["day"]), _counts(row)))


def _add_total(part: _Part, row: Row) -> None:
    part.customers = row["customers"]


_ADD = {"stratum": _add_stratum, "channel": _add_channel, "day": _add_day, "total": _add_total}


def stratum_of(row: Row) -> Stratum:
    """Where a row's answers come from."""
    return Stratum(row["channel"], row["source"], row["language"])


def as_date(value: date | datetime) -> date:
    """The day of what a driver gives for a Date or a time at midnight UTC."""
    return value.date() if isinstance(value, datetime) else value
