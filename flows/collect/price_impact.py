"""The weeks around each change of our prices, for `price_impact`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby

from flows.collect.event_weeks import WEEK, answers_around, counts_around
from flows.collect.plans import Asked, Customers, rows_of
from flows.indicators.event_effect import Weeks
from flows.indicators.planned import PriceMetric
from flows.indicators.price_impact import Beside, PriceChange, PriceRead
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

MOST_BESIDE = 10


def collect(read: Read, window: Window, rules: Rules) -> Iterator[PriceRead]:
    """Each metric of each day on which we changed prices in the last `followed_weeks`. Raises Unavailable."""
    config = rules.config.price_impact
    near = config.weeks_after * WEEK
    since = window.end - config.followed_weeks * WEEK
    facts = read(sql("price_facts"), {"from": since - near, "to": window.end})
    for change in _changes(facts, rules.brands.own):
        if since <= change.moment:
            around = [row for row in facts if abs(row["moment"] - change.moment) <= near]
            yield from _reads(read, change, around, window, rules)


def _changes(facts: Sequence[Row], own: Sequence[str]) -> Iterator[PriceChange]:
    """Those of a brand and day together: a new price list is one change."""
    rows = [row for row in facts if row["kind"] == "price_change" and row["brand"] in own]
    rows.sort(key=lambda row: (row["brand"], row["moment"].date(), row["moment"], row["product"]))
    for _, same in groupby(rows, key=lambda row: (row["brand"], row["moment"].date())):
        found = list(same)
        yield PriceChange(
            brand=found[0]["brand"],
            products=tuple(dict.fromkeys(row["product"] for row in found)),
            moment=found[0]["moment"],
            old_price=found[0]["old_price"],
            new_price=found[0]["new_price"],
            currency=found[0]["currency"],
            event_ids=tuple(row["event_id"] for row in found),
        )


def _reads(read: Read, change: PriceChange, around: Sequence[Row], window: Window, rules: Rules) -> Iterator[PriceRead]:
    config = rules.config.price_impact
    end = min(window.end, change.moment + config.weeks_after * WEEK)
    changed = sorted({row["brand"] for row in around if row["kind"] == "price_change"})

    def asked(brands: Sequence[str]) -> Asked:
        return Asked(
            metric="",
            brands=brands,
            start=change.moment - config.history_weeks * WEEK,
            end=end,
            origin=change.moment,
            grain="week",
            unit="brand",
            touched=[change.brand],
            excluded=changed,
        )

    told = partial(PriceRead, change, window.span, beside=_beside(around, change))
    texts = read(sql("price_weeks"), asked(rules.brands.names).parameters | {"topic": config.topic})
    for metric, weeks, unit, what in _of_texts(texts, change.moment, end, config.topic):
        yield told(metric, weeks, unit, what)
    ours = asked(rules.brands.own)
    customers = Customers(read, ours)
    others = [brand for brand in rules.brands.own if brand not in changed]
    for metric, rows, name in (
        ("complaints", rows_of(read, "plan_cases", ours), "complaints"),
        ("core_churn", *_lapsed(read, ours, config.core_segments)),
    ):
        weeks, per = _counts(rows, change, end, customers, others)
        yield told(metric, weeks, f"{name}{per} a week", f"{name}{per} a week")


def _of_texts(
    rows: Sequence[Row], moment: datetime, end: datetime, topic: str
) -> Iterator[tuple[PriceMetric, Weeks | None, str, str]]:
    """The three metrics that one reading of the texts tells."""
    whole = [_renamed(row, "all", row["all_positive"], row["all_negative"]) for row in rows]
    on_topic = [_renamed(row, "on", row["on_positive"], row["on_negative"]) for row in rows]
    share = [_renamed(row, "all", row["mentions"], row["all_n"] - row["mentions"]) for row in rows]
    heard = [row for row in on_topic if row["n"]]
    yield "price_sentiment", answers_around(heard, "net", moment, end), "points", f"net sentiment about {topic}"
    yield "net_sentiment", answers_around(whole, "net", moment, end), "points", "net sentiment"
    what = f"the share of texts about {topic}"
    yield "price_share", answers_around(share, "share", moment, end), "percentage points", what


def _renamed(row: Row, side: str, positive: int, negative: int) -> Row:
    known = {name: row[f"{side}_{name}"] for name in ("n", "customers")}
    kept = {name: row[name] for name in ("touched", "period", "by_source")}
    return {**kept, "positive": positive, "negative": negative} | known


def _lapsed(read: Read, asked: Asked, segments: Sequence[str]) -> tuple[list[Row], str]:
    """Core customers who left; everybody who did, where nobody is known to be core."""
    rows = read(sql("plan_lapsed"), asked.parameters | {"segments": list(segments)})
    if any(row["core"] for row in rows):
        return [{**row, "n": row["core"]} for row in rows], "core customers lost"
    return rows, "customers lost"


def _counts(
    rows: Sequence[Row], change: PriceChange, end: datetime, customers: Customers, others: Sequence[str]
) -> tuple[Weeks | None, str]:
    """Per 1,000 customers where it is known how many there were all the time, else as they are."""
    weeks = counts_around(rows, change.moment, end, (customers, [change.brand], others))
    if weeks is not None:
        return weeks, " per 1,000 customers"
    return counts_around(rows, change.moment, end), ""


def _beside(around: Sequence[Row], change: PriceChange) -> tuple[Beside, ...]:
    """The nearest first."""
    rows = [row for row in around if row["event_id"] not in change.event_ids]
    rows.sort(key=lambda row: (abs(row["moment"] - change.moment), row["event_id"]))
    return tuple(
        Beside(row["event_id"], row["kind"], row["brand"], row["name"] or row["product"], row["moment"])
        for row in rows[:MOST_BESIDE]
    )
