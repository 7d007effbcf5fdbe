"""Who recommends and who warns, of our brands, for `advocacy`."""

from __future__ import annotations

from collections.abc import Iterator

from flows.collect.said import HISTORY, event_ids_of, periods_of, read_said
from flows.indicators.intents import Measure, Said
from flows.indicators.vocabulary import Subject
from flows.queries import Read
from flows.rules import Rules
from flows.windows import Window

MEASURES: tuple[Measure, ...] = ("recommending", "warning_others", "promoters")


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Said]:
    """Each measure of each of our brands, those without a word included. Raises Unavailable."""
    months = [*window.before(HISTORY), window]
    known = read_said(read, rules, (months[0].start, window.end), window.start)
    for brand in rules.brands.own:
        for measure in MEASURES:
            rows = known.get((brand, measure), {})
            event_ids = event_ids_of(rows.get(window.start.date(), ()))
            yield Said(Subject(brand), measure, periods_of(rows, months), event_ids)
