"""How customers speak of our brands' topics, month after month, and what goes with it, for `weakness_topic`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from flows.answers import as_date, stratum_of
from flows.collect.causes import causes_of
from flows.collect.reading import asked, from_first, sources_until, votes_of
from flows.indicators.causes import columns
from flows.indicators.formulas.scores import Floats
from flows.indicators.inputs import Cell, Counts, Period, share_period
from flows.indicators.outputs import Evidence
from flows.indicators.topic_talk import AtRisk, BadTalk, Rated
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

HISTORY = 36
"""Months read before the judged one: seasons need 24."""
QUESTIONS = 2
"""Of a topic: how often it is spoken of badly, what rating that costs; and one more about each amount that is known."""
GROUPS = 64
ANY = "*"
Months = Mapping[str, Mapping[date, Row]]
"""Topic -> month -> row of topic_months.sql about all of its texts."""
Strata = Mapping[str, Mapping[date, Sequence[Row]]]
"""Topic -> month -> its rows by channel, source and language."""


def collect(read: Read, window: Window, rules: Rules) -> Iterator[BadTalk | AtRisk | Rated]:
    """Of each of our brands and of its topics that enough customers name. Raises Unavailable."""
    months = [*window.before(HISTORY), window]
    talk: dict[str, dict[str, dict[date, Row]]] = defaultdict(lambda: defaultdict(dict))
    strata: dict[str, dict[str, dict[date, list[Row]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row in read(sql("topic_months"), votes_of("customer", asked(months[0], window, rules.brands.own))):
        if row["is_whole"]:
            talk[row["brand"]][row["topic"]][as_date(row["window_start"])] = row
        else:
            strata[row["brand"]][row["topic"]][as_date(row["window_start"])].append(row)
    ratings: dict[str, list[Row]] = defaultdict(list)
    for row in read(sql("topic_ratings"), asked(window, window, rules.brands.own)):
        ratings[row["brand"]].append(row)
    amounts = _amounts(read, window, rules)
    causes = causes_of(read, window, rules)
    tested = sum(len(talk[brand].keys() - {""}) * (QUESTIONS + len(amounts[brand])) for brand in rules.brands.own)
    for brand in rules.brands.own:
        told = _Told(brand, talk[brand], strata[brand], months, tested)
        for topic in told.topics(rules.config.proof.minimum_customers):
            yield told.bad_talk(topic, () if topic else columns(causes[brand], rules.config.cause_mix.usual))
            yield from (told.at_risk(topic, unit, amount) for unit, amount in amounts[brand].items())
            yield told.rated(topic, ratings[brand])


def _amounts(read: Read, window: Window, rules: Rules) -> dict[str, dict[str, float]]:
    """By brand what it has: customers, and revenue under its currency; what nobody told is left out."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    brands = asked(window, window, rules.brands.own)
    for row in read(sql("customer_base"), {name: brands[name] for name in ("brands", "to")}):
        found[row["brand"]]["customers"] = row["customers"]
    for row in read(sql("revenue_in"), brands):
        found[row["brand"]][row["currency"]] = row["amount"]
    return found


class _Told:
    """What customers say of one brand."""

    def __init__(self, brand: str, months: Months, strata: Strata, windows: Sequence[Window], tested: int) -> None:
        self._brand, self._months, self._strata, self._windows = brand, months, strata, windows
        self._tested = tested
        self._now = windows[-1].start.date()

    def topics(self, minimum: int) -> list[str]:
        """The brand as a whole, then the topics that at least so many customers name in the judged month."""
        now = {topic: rows[self._now]["customers"] for topic, rows in self._months.items() if self._now in rows}
        return ["", *sorted(topic for topic, customers in now.items() if topic and customers >= minimum)]

    def bad_talk(self, topic: str, causes: tuple[Evidence, ...]) -> BadTalk:
        """Of what is said about the topic, what is bad."""
        rows = self._months.get(topic, {})
        periods = [_period(window, rows.get(window.start.date())) for window in self._windows]
        strata = [_by_stratum(window, self._in(topic, window)) for window in self._windows]
        return self._talk(topic, periods, strata, causes)

    def at_risk(self, topic: str, unit: str, amount: float) -> AtRisk:
        """Of all customers who wrote, those who spoke badly of the topic."""
        whole, rows = self._months.get("", {}), self._months.get(topic, {})
        periods = []
        for window in self._windows:
            day = window.start.date()
            wrote = whole[day]["customers"] if day in whole else 0
            unhappy = rows[day]["unhappy"] if day in rows else 0
            periods.append(share_period(window.span, min(unhappy, wrote), wrote))
        strata = [_people(window, self._in("", window), self._in(topic, window)) for window in self._windows]
        return AtRisk(talk=self._talk(topic, periods, strata, ()), amount=amount, unit=unit)

    def rated(self, topic: str, rows: Sequence[Row]) -> Rated:
        """The judged month's ratings, with and without bad words about the topic."""
        everyone, all_customers = _groups(rows, "")
        naming, customers = _groups(rows, topic or ANY)
        window = self._windows[-1]
        return Rated(
            subject=Subject(self._brand, topic),
            frequency=window.grain,
            window=window.span,
            everyone=everyone,
            naming=naming,
            customers=(customers, all_customers),
            sources=self._sources(topic),
            event_ids=self._event_ids(topic),
            tested=self._tested if topic else 0,
        )

    def _in(self, topic: str, window: Window) -> Sequence[Row]:
        return self._strata.get(topic, {}).get(window.start.date(), ())

    def _talk(
        self, topic: str, periods: Sequence[Period], strata: Sequence[Period], causes: tuple[Evidence, ...]
    ) -> BadTalk:
        return BadTalk(
            subject=Subject(self._brand, topic),
            frequency=self._windows[-1].grain,
            windows=from_first(periods, lambda period: period.cells),
            sources=self._sources(topic),
            event_ids=self._event_ids(topic),
            causes=causes,
            strata=tuple(strata),
            tested=self._tested if topic else 0,
        )

    def _sources(self, topic: str) -> dict[str, float]:
        return sources_until(self._months.get(topic, {}), self._now)

    def _event_ids(self, topic: str) -> tuple[str, ...]:
        row = self._months.get(topic, {}).get(self._now)
        return tuple(row["event_ids"]) if row else ()


def _period(window: Window, row: Row | None) -> Period:
    """Of what is said, what is bad."""
    return share_period(window.span, row["negative"], row["n"], row["customers"]) if row else Period(window.span)


def _by_stratum(window: Window, rows: Sequence[Row]) -> Period:
    """The same by where it comes from."""
    return Period(
        window.span, tuple(Cell(stratum_of(row), _bad(row["negative"], row["n"], row["customers"])) for row in rows)
    )


def _people(window: Window, wrote: Sequence[Row], naming: Sequence[Row]) -> Period:
    """Of those who wrote from there, who spoke badly of it; who wrote from two places is one in either."""
    unhappy = {stratum_of(row): row["unhappy"] for row in naming}
    everyone = [(stratum_of(row), row["customers"]) for row in wrote]
    return Period(window.span, tuple(Cell(each, _bad(min(unhappy.get(each, 0), n), n, n)) for each, n in everyone))


def _bad(bad: int, n: int, customers: int) -> Counts:
    return Counts(n, bad, n - bad, customers)


def _groups(rows: Sequence[Row], named: str) -> tuple[Floats, int]:
    """Ratings and their sum in each group, and the distinct customers of all groups: no customer is in two."""
    found = np.zeros((GROUPS, 2))
    chosen = [row for row in rows if row["named"] == named]
    for row in chosen:
        found[row["draw"]] = row["n"], row["total"]
    return found, sum(row["customers"] for row in chosen)
