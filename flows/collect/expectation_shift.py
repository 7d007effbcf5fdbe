"""Who expects or asks for what, quarter by quarter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flows.answers import as_date
from flows.indicators.expectation_shift import Expectations
from flows.indicators.inputs import Cell, Counts, Period, Stratum
from flows.indicators.vocabulary import Subject
from flows.indicators.vocabulary import Window as Span
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Expectations]:
    """Each brand of ours as a whole, then each topic that anybody expects something of in the window."""
    quarters = [*window.before(rules.config.expectation_shift.baseline_windows), window]
    asked = {"from": quarters[0].start, "to": window.end, "brands": rules.brands.own}
    said: dict[tuple[str, str], dict[date, Mapping[str, Any]]] = {}
    for row in read(sql("expectations"), asked):
        said.setdefault((row["brand"], row["topic"]), {})[as_date(row["quarter"])] = row
    least = rules.config.proof.minimum_customers
    for (brand, topic), rows in said.items():
        now = rows.get(window.start.date())
        if not topic or (now and now["expecting"] >= least):
            writers = {day: row["customers"] for day, row in said[brand, ""].items()}
            periods = tuple(_period(quarter, rows, writers) for quarter in quarters)
            newest = now["newest"] if now else ()
            event_ids = tuple(event_id for _, event_id in newest)
            yield Expectations(Subject(brand, topic=topic), window.grain, _from_first(periods), event_ids)


def _period(quarter: Window, rows: Mapping[date, Mapping[str, Any]], writers: Mapping[date, int]) -> Period:
    """A quarter in which nobody asks is a nought only where customers wrote at all."""
    day, span = quarter.start.date(), Span(quarter.start, quarter.end)
    customers = writers.get(day, 0)
    if not customers:
        return Period(span)
    expecting = rows[day]["expecting"] if day in rows else 0
    return Period(span, (Cell(Stratum(), Counts(customers, expecting, customers - expecting, customers)),))


def _from_first(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    first = next((at for at, period in enumerate(periods) if period.cells), len(periods) - 1)
    return periods[first:]
