"""Months of texts and answers that do something, as intents.sql counts them; read by advocacy and promise_gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flows.answers import as_date, stratum_of
from flows.indicators.inputs import Cell, Counts, Period
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

HISTORY = 36
"""Months read before the judged one: what a season takes, as for perception."""
Months = Mapping[date, Sequence[Row]]


def read_said(
    read: Read, rules: Rules, span: tuple[datetime, datetime], shown_from: datetime
) -> Mapping[tuple[str, str], Months]:
    """The rows of each brand and measure by month, between two moments; events to read since `shown_from`.

    All measures, so that what several indicators ask of the same months is read once. Raises Unavailable.
    """
    asked = {"brands": rules.brands.own, "from": span[0], "to": span[1], "shown_from": shown_from}
    known: dict[tuple[str, str], dict[date, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in read(sql("intents"), asked):
        known[row["brand"], row["measure"]][as_date(row["month"])].append(row)
    return known


def periods_of(months: Months, windows: Sequence[Window]) -> tuple[Period, ...]:
    """One per window, those without a text included."""
    return tuple(period_of(months.get(window.start.date(), ()), window) for window in windows)


def period_of(rows: Sequence[Row], window: Window) -> Period:
    """One month: cells per channel, source and language, customers counted once."""
    cells = tuple(Cell(stratum_of(row), _counts(row)) for row in rows if row["level"] == "stratum")
    customers = next((row["customers"] for row in rows if row["level"] == "total"), 0)
    return Period(window.span, cells, customers)


def event_ids_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """Of a month, such that do it."""
    return next((tuple(row["event_ids"]) for row in rows if row["level"] == "total"), ())


def _counts(row: Row) -> Counts:
    return Counts(row["n"], row["positive"], row["n"] - row["positive"], row["customers"])
