"""What staff of our brands believe beside what customers say, for `delivery_gap`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flows.collect.reading import asked, shares
from flows.indicators.belief import BeliefGap, Believed, Perceived
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

ROLES = ("employee", "manager")


def collect(read: Read, window: Window, rules: Rules) -> Iterator[BeliefGap]:
    """Each of our brands on the whole, those nobody was asked about included, and its topics. Raises Unavailable."""
    given = asked(window, window, rules.brands.own)
    beliefs: dict[str, dict[str, list[Believed]]] = defaultdict(lambda: defaultdict(list))
    for row in read(sql("delivery_beliefs"), given | {"believes": rules.config.delivery_gap.believes}):
        beliefs[row["brand"]][row["topic"]].append(_believed(row))
    topics = sorted({topic for known in beliefs.values() for topic in known if topic})
    rows = read(sql("delivery_perceived"), given | {"topics": topics}) if beliefs else []
    perceived = {(row["brand"], row["topic"]): _perceived(row) for row in rows if row["level"] == "topic"}
    span = window.span
    asked_of = {brand: {"": _on_the_whole(beliefs[brand]), **beliefs[brand]} for brand in rules.brands.own}
    items = sum(map(len, asked_of.values()))
    for brand in rules.brands.own:
        heard = [row for row in rows if row["level"] == "source" and row["brand"] == brand]
        sources = shares((row["source"], row["customers"]) for row in heard)
        for topic, believed in asked_of[brand].items():
            said = perceived.get((brand, topic), Perceived())
            yield BeliefGap(Subject(brand, topic=topic), span, tuple(believed), said, sources, items)


def _believed(row: Row) -> Believed:
    """Who was asked in several months counts once: nobody tells whether they are the same people."""
    people = max(1, round(row["people"] / row["waves"]))
    believing = people * row["believing"] / row["people"] if row["persons"] == row["people"] else None
    return Believed(row["role"], people, row["mean"], believing)


def _on_the_whole(topics: Mapping[str, Sequence[Believed]]) -> list[Believed]:
    """What was asked without a topic; else of each role the mean over topics, whose people are the same ones."""
    if "" in topics:
        return list(topics[""])
    roles = {role: [each for known in topics.values() for each in known if each.role == role] for role in ROLES}
    return [_mean_of(role, known) for role, known in roles.items() if known]


def _mean_of(role: str, known: Sequence[Believed]) -> Believed:
    people = max(each.people for each in known)
    shares = [each.believing / each.people for each in known if each.believing is not None]
    believing = people * sum(shares) / len(shares) if len(shares) == len(known) else None
    return Believed(role, people, sum(each.mean for each in known) / len(known), believing)


def _perceived(row: Row) -> Perceived:
    return Perceived(
        answers=row["answers"],
        satisfied=row["satisfied"],
        mean=row["mean"] or 0.0,
        spread=row["spread"] if row["answers"] > 1 else 0.0,
        speaking=row["speaking"],
        positive=row["positive"] or 0.0,
        event_ids=tuple(row["event_ids"]),
    )
