"""What customers of ours buy for, and what their rating depends on, for `value_drivers`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from flows.collect.reading import asked, sources_of
from flows.indicators.formulas.importance import MOST_TOPICS, Moments
from flows.indicators.value_drivers import Driver, Reason
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

BUYING, RATING = "reason to buy", "rating"
PRICE = "price"


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Reason | Driver]:
    """Of each of our brands: its reasons, and the topics that raters name most, price first. Raises Unavailable."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in read(sql("value_reasons"), asked(window, window, rules.brands.own)):
        found[row["brand"]][row["topic"]] = row
    for brand in rules.brands.own:
        yield from _reasons(brand, found[brand], window)
        topics = _rated(found[brand], rules.config.proof.minimum_customers)
        parameters = {**asked(window, window, [brand]), "topics": topics}
        rows = read(sql("value_moments"), parameters) if topics else []
        if rows:
            yield from _drivers(brand, topics, _moments(rows, len(topics)), found[brand], window)


def _reasons(brand: str, rows: Mapping[str, Row], window: Window) -> Iterator[Reason]:
    giving = rows[""]["reasons"] if "" in rows else 0
    for topic, row in sorted(rows.items()):
        if topic and row["reasons"]:
            yield Reason(
                subject=Subject(brand, topic, item=BUYING),
                frequency=window.grain,
                window=window.span,
                naming=row["reasons"],
                giving=giving,
                sources=sources_of(row),
                event_ids=tuple(row["event_ids"]),
            )


def _rated(rows: Mapping[str, Row], minimum: int) -> list[str]:
    """Those that most rated texts name, and the price; as many as shares can be told of."""
    known = [topic for topic, row in rows.items() if topic and row["raters"] >= minimum]
    return sorted(known, key=lambda topic: (topic != PRICE, -rows[topic]["rated"], topic))[:MOST_TOPICS]


def _moments(rows: Sequence[Row], topics: int) -> Moments:
    def sums(name: str) -> list[object]:
        return [row[name] for row in rows]

    return Moments(
        n=np.array(sums("n"), dtype=np.float64),
        y=np.array(sums("y"), dtype=np.float64),
        yy=np.array(sums("yy"), dtype=np.float64),
        xx=np.array(sums("xx"), dtype=np.float64).reshape(len(rows), topics, topics),
        xy=np.array(sums("xy"), dtype=np.float64),
        x=np.array(sums("x"), dtype=np.float64),
    )


def _drivers(
    brand: str, topics: Sequence[str], moments: Moments, rows: Mapping[str, Row], window: Window
) -> Iterator[Driver]:
    for place, topic in [(None, ""), *enumerate(topics)]:
        yield Driver(
            subject=Subject(brand, topic, item=RATING),
            frequency=window.grain,
            window=window.span,
            moments=moments,
            topics=tuple(topics),
            place=place,
            raters=rows[""]["raters"],
            sources=sources_of(rows[""]),
        )
