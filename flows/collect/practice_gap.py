"""What rivals and peers of other sectors are praised for, beside ours, for `practice_gap`."""

from __future__ import annotations

from collections.abc import Iterator

from flows.collect.gaps import Said, read_said
from flows.indicators.beside import Sides
from flows.indicators.inputs import NOTHING, Counts
from flows.indicators.practice_gap import Practice
from flows.indicators.vocabulary import Subject
from flows.queries import Read
from flows.rules import Rules
from flows.windows import Window


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Practice]:
    """One per brand of ours, other listed brand, and topic that enough of that one's customers name."""
    others = dict.fromkeys(rules.brands.rivals, "") | rules.brands.peers
    if not others:
        return
    said = read_said(read, window, rules)
    tested = len(rules.brands.own) * sum(len(said.topics(other, window, 1)) for other in others)
    for brand in rules.brands.own:
        for other, sector in others.items():
            for topic in sorted(said.topics(other, window, rules.config.proof.minimum_customers)):
                yield _practice(said, Subject(brand, topic, item=other), sector, window, tested)


def _practice(said: Said, subject: Subject, sector: str, window: Window, tested: int) -> Practice:
    def told(brand: str) -> Counts:
        return said.counts("total", [brand], subject.topic, window).get("", NOTHING)

    ours, theirs = (said.praise(brand, subject.topic, window) for brand in (subject.brand, subject.item))
    return Practice(
        subject=subject,
        frequency=window.grain,
        sides=Sides(window.span, ours, theirs),
        said=(told(subject.brand), told(subject.item)),
        sector=sector,
        sources=said.sources(subject.item, "", window),
        event_ids=said.event_ids(subject.item, subject.topic, window),
        tested=tested,
    )
