"""Broken promises in texts about our brands, and in the time of each campaign, for `promise_gap`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from flows.collect.reading import asked
from flows.collect.said import HISTORY, Months, event_ids_of, period_of, periods_of, read_said
from flows.indicators.intents import Said
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Said]:
    """Each of our brands, those without a text included, then their campaigns. Raises Unavailable."""
    months = [*window.before(HISTORY), window]
    known = read_said(read, rules, (months[0].start, window.end), window.start)
    for brand in rules.brands.own:
        rows = known.get((brand, "broken_promise"), {})
        yield Said(
            Subject(brand),
            "broken_promise",
            periods_of(rows, months),
            event_ids_of(rows.get(window.start.date(), ())),
        )
    config = rules.config.promise_gap
    weeks = {"after": config.weeks_after, "longest": config.longest_weeks}
    for campaign in read(sql("campaigns"), asked(window, window, rules.brands.own) | weeks):
        yield _campaign(read, window, rules, campaign, known.get((campaign["brand"], "broken_promise"), {}))


def _campaign(read: Read, window: Window, rules: Rules, campaign: Row, months: Months) -> Said:
    """The judged month's texts of its time, beside the whole months before it began."""
    brand, began, until = campaign["brand"], _utc(campaign["began"]), _utc(campaign["until"])
    before = [month for month in window.before(HISTORY) if month.end <= began]
    start, end = max(window.start, began), min(window.end, until)
    within = read_said(read, rules, (start, end), start).get((brand, "broken_promise"), {})
    rows = within.get(window.start.date(), ())
    return Said(
        Subject(brand, item=campaign["name"]),
        "broken_promise",
        (*periods_of(months, before), period_of(rows, window)),
        event_ids_of(rows),
        campaign["name"],
    )


def _utc(moment: datetime) -> datetime:
    """What a driver gives for a time in UTC, aware."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
