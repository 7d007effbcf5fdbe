"""What people suggest and ask for, by topic and role, month after month, for `suggestion_demand`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from flows.answers import as_date
from flows.collect.reading import asked, sources_of
from flows.indicators.suggestion_demand import Asked, Demand
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window, window_of
from warehouse.query import Row

MONTHS = 12
ROLES = ("customer", "staff", "supplier")
EVERYBODY = "*"
Rows = Mapping[tuple[str, date], Row]
"""Level and start of the window -> row of suggestions.sql."""
Found = Mapping[tuple[str, str, str], Rows]
"""The same by brand, role and topic."""


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Demand]:
    """Of each of our brands: all wishes of customers, and each topic that enough people of a role ask for."""
    months = window_of(window.end, "month").before(MONTHS)
    found: dict[tuple[str, str, str], dict[tuple[str, date], Row]] = defaultdict(dict)
    for row in read(sql("suggestions"), asked(months[0], window, rules.brands.own)):
        found[row["brand"], row["role"], row["topic"]][row["level"], as_date(row["window_start"])] = row
    demands = list(_demands(found, window, months, rules))
    tested = Counter(one.subject.level for one in demands)
    for one in demands:
        if one.people >= rules.config.suggestion_demand.minimum_people or one.subject.level == "brand":
            yield replace(one, tested=tested[one.subject.level])


def _demands(found: Found, window: Window, months: list[Window], rules: Rules) -> Iterator[Demand]:
    """Of all topics that anybody asked for in these months."""
    for brand in rules.brands.own:
        for role in ROLES:
            everybody = found.get((brand, role, EVERYBODY), {})
            topics = sorted(topic for name, who, topic in found if (name, who) == (brand, role) and topic != EVERYBODY)
            for topic in dict.fromkeys((*([""] if role == "customer" else []), *topics)):
                rows = found.get((brand, role, topic), {})
                yield _demand(Subject(brand, topic), role, (rows, everybody), window, months)


def _demand(subject: Subject, role: str, sides: tuple[Rows, Rows], window: Window, months: list[Window]) -> Demand:
    rows, everybody = sides
    now = rows.get(("quarter", window.start.date()))
    named = subject if role == "customer" else Subject(subject.brand, subject.topic, item=role)
    return Demand(
        subject=named,
        role=role,
        frequency=window.grain,
        window=window.span,
        months=tuple(Asked(month.span, _people(rows, month), _people(everybody, month)) for month in months),
        people=now["people"] if now else 0,
        sources=sources_of(now),
        event_ids=tuple(now["event_ids"]) if now else (),
    )


def _people(rows: Rows, month: Window) -> int:
    row = rows.get(("month", month.start.date()))
    return row["people"] if row else 0
