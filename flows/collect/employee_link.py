"""Scores of teams: of their staff in the quarter before, of their customers in the judged one, for `employee_link`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flows.collect.reading import asked
from flows.indicators.employee_link import Team, TeamLink
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

MEASURES = ("csat", "rating", "nps", "sentiment")
"""Of as many teams the first is taken: one measure per side, since teams are not ranked by different questions."""
Scores = Mapping[str, Row]


def collect(read: Read, window: Window, rules: Rules) -> Iterator[TeamLink]:
    """Each of our brands, those without teams included. Raises Unavailable."""
    given = asked(window.shift(-1), window, rules.brands.own) | {"start": window.start}
    rows = read(sql("employee_link"), given)
    for brand in rules.brands.own:
        ours = [row for row in rows if row["brand"] == brand]
        staff = _best(ours, "staff", rules.config.employee_link.minimum_staff)
        customers = _best(ours, "customer", rules.config.employee_link.minimum_customers)
        yield TeamLink(Subject(brand), window.span, _teams(staff[1], customers[1]), staff[0], customers[0])


def _best(rows: Sequence[Row], side: str, minimum: int) -> tuple[str, Scores]:
    """The measure that the most teams have from enough people, with their rows."""
    known: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        if row["side"] == side and row["people"] >= minimum:
            known[row["measure"]][row["team"]] = row
    name = max(MEASURES, key=lambda measure: (len(known[measure]), -MEASURES.index(measure)))
    return name, known[name]


def _teams(staff: Scores, customers: Scores) -> tuple[Team, ...]:
    return tuple(
        Team(name, staff[name]["mean"], customers[name]["mean"], staff[name]["people"], customers[name]["people"])
        for name in sorted(staff.keys() & customers.keys())
    )
