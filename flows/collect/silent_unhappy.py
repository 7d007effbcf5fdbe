"""Who complained, was asked and left, of our brands, for `silent_unhappy`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from flows.answers import as_date
from flows.collect.reading import asked, from_first, larger, shares
from flows.indicators.unhappy import Complainers, Complaints, Heard, Lapsed
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Complaints | Lapsed]:
    """Both of each of our brands, those without a word included. Raises Unavailable."""
    limits = rules.config.silent_unhappy
    months = [*window.before(limits.baseline_windows), window]
    given = asked(months[0], window, rules.brands.own) | {"start": window.start, "days": limits.days}
    by_brand: dict[str, list[Row]] = defaultdict(list)
    for row in read(sql("silent_unhappy"), given):
        by_brand[row["brand"]].append(row)
    base = {row["brand"]: round(row["customers"]) for row in read(sql("customer_base"), given)}
    rates = {row["brand"]: row for row in read(sql("silent_rate"), given)}
    lapsed = {row["brand"]: row for row in read(sql("silent_lapsed"), given)}
    for brand in rules.brands.own:
        yield _complaints(brand, by_brand[brand], months, base.get(brand), rates.get(brand))
        yield _lapsed(brand, lapsed.get(brand), window)


def _complaints(
    brand: str, rows: Sequence[Row], months: Sequence[Window], customers: int | None, rate: Row | None
) -> Complaints:
    totals = {as_date(row["month"]): row for row in rows if row["level"] == "total"}
    *past, now = from_first([_heard(month, totals) for month in months], lambda month: month.complaining or month.asked)
    known = totals.get(months[-1].start.date())
    heard = known["customers"] if known else 0
    return Complaints(
        subject=Subject(brand),
        now=now,
        past=tuple(past),
        groups=tuple(_group(row) for row in rows if row["level"] == "group"),
        customers=customers,
        heard=heard,
        sources=_sources(rows, months[-1].start.date()),
        known_unhappy=rate["known_unhappy"] if rate else 0,
        known_both=rate["known_both"] if rate else 0,
    )


def _sources(rows: Sequence[Row], now: date) -> dict[str, float]:
    """Each one's share of the customers heard in this month, or in those before it."""
    told = [row for row in rows if row["level"] == "source"]
    sides = ([row for row in told if (as_date(row["month"]) == now) is is_now] for is_now in (True, False))
    return larger(*(shares((row["source"], row["customers"]) for row in side) for side in sides))


def _heard(month: Window, totals: dict[date, Row]) -> Heard:
    span, row = month.span, totals.get(month.start.date())
    if row is None:
        return Heard(span)
    return Heard(span, row["complaining"], row["answered"], row["unhappy_answers"], row["known_complaining"])


def _group(row: Row) -> Complainers:
    return Complainers(row["cause"], row["channel"], row["complaining"], tuple(row["event_ids"]))


def _lapsed(brand: str, row: Row | None, window: Window) -> Lapsed:
    span = window.span
    if row is None:
        return Lapsed(Subject(brand), span)
    return Lapsed(Subject(brand), span, row["lapsed"], row["complained"], row["complainers"])
