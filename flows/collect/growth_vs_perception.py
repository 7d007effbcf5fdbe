"""What each of our brands earned in a quarter, and what was found of its perception, for `growth_vs_perception`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.indicators.growth_vs_perception import Figure, Found, Growth
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window, window_of
from warehouse.query import Row

WHOLE = 0.9
"""The part of a quarter that facts must speak of."""
KINDS = ("revenue", "orders")


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Growth]:
    """One per brand of ours. It reads what other flows have found, so they run first. Raises Unavailable."""
    brands, before = rules.brands.own, window.year_before()
    last_month = window_of(window.end, "month").shift(-1)
    figures = read(
        sql("growth_figures"),
        {"brands": brands, "from": window.start, "to": window.end, "year_from": before.start, "year_to": before.end},
    )
    asked = {"brands": brands, "quarter": window.start, "month": last_month.start}
    found = read(sql("growth_perception"), asked)
    for brand in brands:
        mine = [row for row in figures if row["brand"] == brand and row["covered"] >= WHOLE]
        yield Growth(
            subject=Subject(brand),
            window=window.span,
            figures=tuple(_figure(kind, [row for row in mine if row["kind"] == kind]) for kind in KINDS),
            found=tuple(_found(row) for row in found if row["brand"] == brand),
        )


def _figure(kind: str, rows: Sequence[Row]) -> Figure:
    """In one currency on both sides."""
    now = next((row for row in rows if row["is_now"]), None)
    before = next((row for row in rows if not row["is_now"] and now and row["currency"] == now["currency"]), None)
    unit = (now["currency"] if now else "") or ("orders" if kind == "orders" else "")
    return Figure(kind, unit, now["amount"] if now else None, before["amount"] if before else None)


def _found(row: Row) -> Found:
    names = ("indicator", "topic", "metric", "verdict", "value", "comparison", "change", "n", "n_comparison")
    return Found(frequency=row["grain"], **{name: row[name] for name in names})
