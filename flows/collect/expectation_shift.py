"""Who expects or asks for what, quarter by quarter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from flows.answers import as_date
from flows.collect.reading import asked, from_first, sources_until
from flows.indicators.expectation_shift import Expectations
from flows.indicators.inputs import Period, share_period
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Expectations]:
    """Each brand of ours as a whole, then each topic that enough expect something of in the window."""
    quarters = [*window.before(rules.config.expectation_shift.baseline_windows), window]
    said: dict[tuple[str, str], dict[date, Row]] = {}
    for row in read(sql("expectations"), asked(quarters[0], window, rules.brands.own)):
        said.setdefault((row["brand"], row["topic"]), {})[as_date(row["quarter"])] = row
    least = rules.config.proof.minimum_customers
    tested = sum(1 for (_, topic), rows in said.items() if topic and any(row["expecting"] for row in rows.values()))
    for (brand, topic), rows in said.items():
        now = rows.get(window.start.date())
        if not topic or (now and now["expecting"] >= least):
            written = said[brand, ""]
            writers = {day: row["customers"] for day, row in written.items()}
            periods = [_period(quarter, rows, writers) for quarter in quarters]
            event_ids = tuple(event_id for _, event_id in now["newest"]) if now else ()
            heard = from_first(periods, lambda period: period.cells)
            sources = sources_until(written, window.start.date())
            yield Expectations(
                Subject(brand, topic=topic), window.grain, heard, event_ids, sources, tested if topic else 0
            )


def _period(quarter: Window, rows: Mapping[date, Row], writers: Mapping[date, int]) -> Period:
    """A quarter in which nobody asks is a nought only where customers wrote at all."""
    day = quarter.start.date()
    return share_period(quarter.span, rows[day]["expecting"] if day in rows else 0, writers.get(day, 0))
