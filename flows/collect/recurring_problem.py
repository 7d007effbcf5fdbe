"""Problems of ours against which an action was done, month after month, for `recurring_problem`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flows.answers import as_date
from flows.collect.reading import sources_until
from flows.indicators.recurring_problem import Heard, Problem
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

MONTHS = 24


@dataclass(frozen=True, slots=True)
class _Against:
    """What an action was against; empty parts stand for any."""

    brand: str
    cause: str
    topic: str
    product: str
    location: str

    @property
    def item(self) -> str:
        """Each part by its name: a product and a place may be called alike, and would be one problem."""
        parts = {"product": self.product, "location": self.location}
        return " / ".join([*filter(None, [self.cause]), *(f"{name}: {part}" for name, part in parts.items() if part)])


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Problem]:
    """One per problem; of several actions against the same the one done last. Raises Unavailable."""
    actions = _actions(read(sql("closed_actions"), {"to": window.start}), rules.brands.own)
    if not actions:
        return
    against = list(actions)
    months = [*window.before(MONTHS), window]
    found: dict[int, dict[date, Row]] = {}
    for row in read(sql("recurring_problem"), _asked(against, months)):
        found.setdefault(row["problem"], {})[as_date(row["window_start"])] = row
    for at, problem in enumerate(against, start=1):
        yield _problem(problem, actions[problem], found.get(at, {}), months)


def _actions(rows: Iterable[Row], own: Iterable[str]) -> dict[_Against, Row]:
    """Those of our brands, by what they are against; rows come by when they were done. No brand stands for each."""
    found: dict[_Against, Row] = {}
    for row in rows:
        for brand in own:
            if row["brand"] in ("", brand):
                found[_Against(brand, row["cause"], row["topic"], row["product"], row["location"])] = row
    return found


def _asked(against: Iterable[_Against], months: list[Window]) -> dict[str, list[str] | datetime]:
    problems = list(against)
    return {
        "from": months[0].start,
        "to": months[-1].end,
        "brands": [each.brand for each in problems],
        "causes": [each.cause for each in problems],
        "topics": [each.topic for each in problems],
        "products": [each.product for each in problems],
        "locations": [each.location for each in problems],
    }


def _problem(against: _Against, action: Row, rows: dict[date, Row], months: list[Window]) -> Problem:
    last = rows.get(months[-1].start.date())
    return Problem(
        subject=Subject(against.brand, against.topic, item=against.item or action["action_id"]),
        frequency=months[-1].grain,
        action=action["action_id"],
        started=action["started"],
        done=action["done"],
        windows=tuple(_heard(month, rows.get(month.start.date())) for month in months),
        sources=sources_until(rows, months[-1].start.date()),
        event_ids=tuple(last["event_ids"]) if last else (),
    )


def _heard(month: Window, row: Row | None) -> Heard:
    return Heard(month.span, row["customers"] if row else 0, row["naming"] if row else 0)
