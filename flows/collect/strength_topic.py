"""Our topics beside the rivals', this quarter and the one before, for `strength_topic`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows.collect.gaps import MONTHS, Said, read_said
from flows.indicators.beside import Sides
from flows.indicators.inputs import Counts
from flows.indicators.outputs import Evidence
from flows.indicators.strata import value_or_none
from flows.indicators.strength_topic import Standing
from flows.indicators.vocabulary import Subject
from flows.queries import Read
from flows.rules import Rules
from flows.windows import Window, window_of


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Standing]:
    """Two questions (the gap, its change) of each brand of ours and each topic named at ours; none without rivals."""
    rivals = rules.brands.rivals
    if not rivals:
        return
    said = read_said(read, window, rules)
    for brand in rules.brands.own:
        topics = sorted(said.topics(brand, window, rules.config.proof.minimum_customers))
        for topic in ("", *topics):
            gap = _standing(said, Subject(brand, topic), window, rivals)
            yield gap
            yield replace(gap, before=_sides(said, "quarter", gap.subject, window.shift(-1), rivals), rivals=())


def _standing(said: Said, subject: Subject, window: Window, rivals: list[str]) -> Standing:
    months = window_of(window.start, "month").before(MONTHS)
    return Standing(
        subject=subject,
        frequency=window.grain,
        now=_sides(said, "quarter", subject, window, rivals),
        months=tuple(_sides(said, "month", subject, month, rivals) for month in months),
        sources=said.sources(subject.brand, subject.topic, window),
        rivals=tuple(_rival(said, subject, rival, window) for rival in rivals),
    )


def _sides(said: Said, level: str, subject: Subject, window: Window, rivals: list[str]) -> Sides:
    ours = said.counts(level, [subject.brand], subject.topic, window)
    return Sides(window.span, ours, said.counts(level, rivals, subject.topic, window))


def _rival(said: Said, subject: Subject, rival: str, window: Window) -> Evidence:
    def total(brand: str) -> Counts:
        return said.counts("total", [brand], subject.topic, window).get("", Counts(0, 0, 0, 0))

    ours, theirs = total(subject.brand), total(rival)
    value, comparison = value_or_none(ours, "net_sentiment"), value_or_none(theirs, "net_sentiment")
    change = None if value is None or comparison is None else value - comparison
    ids = said.event_ids(subject.brand, subject.topic, window)
    return Evidence(1, "rival", rival, value, comparison, change, ours.customers, theirs.customers, ids)
