"""A small brand with many small topics: who is judged must not be chosen by the very count that is judged.

Goes through the collectors, which leave out topics that fewer than ten customers name, over counts as the warehouse
would give them. The worst of all the brand's comparisons of one window is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bench.honesty_counted import Generator, Group, Judge
from bench.honesty_rates import AS_OF, CONFIG
from flows.brands import Brand, Brands
from flows.collected import estimates
from flows.indicators.conclude import conclude
from flows.indicators.episodes import WEIGHT
from flows.indicators.outputs import Judgement
from flows.queries import sql
from flows.rules import Rules
from flows.windows import Window, parse_window
from warehouse.query import Row

WRITERS = 300
TOPICS = tuple(f"topic {at:02}" for at in range(16))
FEW = 5.0
"""Customers who name each of the topics in a window."""
MONTH, QUARTER = parse_window("2026-10"), parse_window("2026-Q3")
RULES = Rules(Brands((Brand("Alder", own=True), *(Brand(name) for name in ("Birch", "Cedar", "Elder")))), CONFIG, AS_OF)
Landed = Mapping[str, list[Row]]
"""Name of a query -> its rows."""
Counted = Callable[[Generator, float], Landed]
"""Rows of a world in which so many customers name the first topic in the judged window."""


def worst(indicator: str, landed: Landed, window: Window) -> Judgement:
    """The loudest of what is concluded from these rows."""
    rows = {sql(name): found for name, found in landed.items()}
    found = list(estimates(lambda text, _: rows.get(text, []), window, RULES, {indicator}))
    return max(conclude(found, CONFIG, AS_OF), key=lambda judged: WEIGHT[judged.verdict])


def _judged(indicator: str, window: Window, counted: Counted, naming: float = FEW) -> Judge:
    return lambda generator: worst(indicator, counted(generator, naming), window)


def _rates(windows: list[Window], naming: float) -> Iterator[tuple[Window, str, float]]:
    """Each window and topic with the mean number of those who name it."""
    for window in windows:
        for topic in TOPICS:
            yield window, topic, naming if (window, topic) == (windows[-1], TOPICS[0]) else FEW


def _named(generator: Generator, mean: float) -> int:
    return int(generator.binomial(WRITERS, mean / WRITERS))


def _bad_words(generator: Generator, naming: float) -> Landed:
    """Nine in ten of those who name a topic speak badly of it."""
    rows = []
    months = [*MONTH.before(12), MONTH]
    for month in months:
        rows.append(_month(month, "", WRITERS, int(generator.binomial(WRITERS, 0.2))))
    for month, topic, mean in _rates(months, naming):
        customers = _named(generator, mean)
        rows.append(_month(month, topic, customers, int(generator.binomial(customers, 0.9))))
    each = {"is_whole": False, "channel": "web", "source": "survey", "language": "en"}
    return {
        "topic_months": rows + [row | each for row in rows],
        "customer_base": [{"brand": "Alder", "customers": 50_000}],
    }


def _month(month: Window, topic: str, customers: int, unhappy: int) -> Row:
    return {
        "brand": "Alder", "topic": topic, "window_start": month.start.date(), "is_whole": True, "n": customers,
        "negative": unhappy, "customers": customers, "unhappy": unhappy, **_texts(customers),
    }  # fmt: skip


def _texts(count: int) -> dict[str, Any]:
    return {"by_source": (["survey"], [count]), "event_ids": []}


def _expecting(generator: Generator, naming: float) -> Landed:
    rows = []
    quarters = [*QUARTER.before(8), QUARTER]
    whole = [(quarter, "", WRITERS / 5) for quarter in quarters]
    for quarter, topic, mean in [*whole, *_rates(quarters, naming)]:
        rows.append({
            "brand": "Alder", "topic": topic, "quarter": quarter.start.date(), "customers": WRITERS,
            "expecting": _named(generator, mean), "by_source": (["survey"], [WRITERS]), "newest": [],
        })  # fmt: skip
    return {"expectations": rows}


def _praised(generator: Generator, naming: float) -> Landed:
    """At each of the brands; seven in ten of those who name a topic praise it, of which one is large everywhere."""
    rows = []
    for brand in RULES.brands.names:
        mean = naming if brand == "Birch" else FEW
        for _, topic, each in [(QUARTER, "", float(WRITERS)), (QUARTER, "large", 60.0), *_rates([QUARTER], mean)]:
            customers = _named(generator, each)
            good = int(generator.binomial(customers, 0.7))
            told = {
                "brand": brand, "topic": topic, "window_start": QUARTER.start.date(), "n": customers, "positive": good,
                "negative": customers - good, "customers": customers, "praising": good,
            }  # fmt: skip
            rows += [
                told | _texts(customers) | {"level": level, "channel": channel}
                for level, channel in (("total", ""), ("quarter", "web"))
            ]
    return {"topic_gaps": rows}


def _asking(generator: Generator, naming: float) -> Landed:
    """`FEW` in three months ask for each topic; for the first one more every month, up to `naming` at the end."""
    rows = []
    for at, month in enumerate(MONTH.before(12)):
        for topic in ("*", "", *TOPICS):
            mean = {"*": float(WRITERS), "": WRITERS / 10}.get(topic, FEW / 3)
            if topic == TOPICS[0]:
                mean *= (naming / FEW) ** (at / 11)
            rows.append(_wish(month, "month", topic, _named(generator, mean)))
    for topic in ("*", "", *TOPICS):
        people = sum(
            row["people"] for row in rows if row["topic"] == topic and row["window_start"] >= QUARTER.start.date()
        )
        rows.append(_wish(QUARTER, "quarter", topic, people))
    return {"suggestions": rows}


def _wish(window: Window, level: str, topic: str, people: int) -> Row:
    told = {"level": level, "brand": "Alder", "role": "customer", "topic": topic, "people": people}
    return told | {"window_start": window.start.date()} | _texts(people)


WORLDS: dict[str, tuple[Window, Counted]] = {
    "weakness_topic": (MONTH, _bad_words),
    "expectation_shift": (QUARTER, _expecting),
    "practice_gap": (QUARTER, _praised),
    "suggestion_demand": (QUARTER, _asking),
}
MANY = 50.0
SMALL = Group(
    "A small brand with many small topics",
    calm={
        f"{name}, the worst of 16 topics that 5 of 300 customers name": _judged(name, *world)
        for name, world in WORLDS.items()
    },
    planted={
        f"{name}, one of 16 topics that 5 of 300 customers name, named by {MANY:.0f}": _judged(name, *world, MANY)
        for name, world in WORLDS.items()
    },
    at_most=300,
)
