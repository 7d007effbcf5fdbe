"""What employees of our brands write, for `employee_voice`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from flows.answers import as_date
from flows.collect.reading import asked, votes_of
from flows.indicators.employee_voice import StaffTexts
from flows.indicators.inputs import Cell, Counts, PerceptionSeries, Period, Stratum
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

Quarters = Mapping[date, Sequence[Row]]


def collect(read: Read, window: Window, rules: Rules) -> Iterator[StaffTexts]:
    """Each of our brands, and its topics of which enough people spoke in the quarter. Raises Unavailable."""
    quarters = [*window.before(rules.config.employee_voice.baseline_windows), window]
    known: dict[tuple[str, str], dict[date, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in read(sql("employee_voice"), votes_of("employee", asked(quarters[0], window, rules.brands.own))):
        known[row["brand"], row["topic"]][as_date(row["quarter"])].append(row)
    minimum = rules.config.proof.minimum_customers
    for brand in rules.brands.own:
        yield _texts(Subject(brand), known.get((brand, ""), {}), quarters)
        for topic in sorted(topic for named, topic in known if named == brand and topic):
            if _people(known[brand, topic].get(window.start.date(), ())) >= minimum:
                yield _texts(Subject(brand, topic=topic), known[brand, topic], quarters)


def _texts(subject: Subject, rows: Quarters, quarters: Sequence[Window]) -> StaffTexts:
    periods = tuple(_period(rows.get(quarter.start.date(), ()), quarter) for quarter in quarters)
    now = rows.get(quarters[-1].start.date(), ())
    event_ids = next((tuple(row["event_ids"]) for row in now if row["level"] == "total"), ())
    return StaffTexts(PerceptionSeries(subject, "net_sentiment", "quarter", periods), event_ids)


def _period(rows: Sequence[Row], quarter: Window) -> Period:
    cells = tuple(
        Cell(Stratum(source=row["source"]), Counts(row["n"], row["positive"], row["negative"], row["people"]))
        for row in rows
        if row["level"] == "source"
    )
    return Period(quarter.span, cells, _people(rows))


def _people(rows: Sequence[Row]) -> int:
    return next((row["people"] for row in rows if row["level"] == "total"), 0)
