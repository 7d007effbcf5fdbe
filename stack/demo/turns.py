"""What happens to what was said: a source falls silent, a location becomes better, customers add something or all
write at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from stack.demo.calendar import Month, at, month_back, months
from stack.demo.company import sayings, sentences
from stack.demo.planted import Adding, Turn, planted
from stack.demo.said import Said, fill, sentence


def without_silenced(told: Sequence[Said], as_of: date) -> list[Said]:
    """`told` without what the sources that stopped would have brought."""
    ends = {silence.source: as_of - timedelta(days=silence.days) for silence in planted().silences}
    return [said for said in told if said.occurred_at.date() < ends.get(said.source.name, as_of)]


def flood_last_hour(told: Sequence[Said], seed: int, as_of: date) -> None:
    """Lets unhappy customers of the last week write in the hour before `as_of` begins instead, in place."""
    end = datetime.combine(as_of, time(), UTC)
    for flood in planted().floods:
        random = Random(f"{seed}/{flood.id}")
        week = [said for said in told if said.occurred_at >= end - timedelta(days=7) and said.brand == flood.brand]
        unhappy = {said.customer.ref: said for said in week if said.text and said.feeling == "negative"}
        for said in random.sample(list(unhappy.values()), min(flood.customers, len(unhappy))):
            said.occurred_at = end - timedelta(seconds=random.randrange(1, 3600))


def turn_locations(told: Sequence[Said], seed: int, as_of: date) -> None:
    """Makes some who were not satisfied at a location satisfied, in place."""
    for turn in planted().turns:
        random = Random(f"{seed}/{turn.id}")
        for said in told:
            if _is_turned(turn, said, as_of) and random.random() < turn.share:
                said.feeling = "positive"
                if said.text:
                    said.text = sentence(random, sentences()[said.customer.language], said.topic, "positive")


def _is_turned(turn: Turn, said: Said, as_of: date) -> bool:
    here = (said.brand, said.customer.location) == (turn.brand, turn.location)
    return here and said.feeling != "positive" and month_back(said.occurred_at.date(), as_of) <= turn.since_month


def add_sayings(told: Sequence[Said], seed: int, as_of: date) -> None:
    """Lets customers add what planted.yaml says, in place: one thing each, so that nothing blends."""
    taken: set[int] = set()
    by_month: dict[int, list[Said]] = defaultdict(list)
    for said in told:
        by_month[month_back(said.occurred_at.date(), as_of)].append(said)
    for adding in planted().added:
        random = Random(f"{seed}/{adding.id}")
        for month in months(as_of):
            fitting = [said for said in by_month[month.back] if id(said) not in taken and _fits(adding, said)]
            for said in random.sample(fitting, min(_how_many(adding, month), len(fitting))):
                taken.add(id(said))
                language = sentences()[said.customer.language]
                written = random.choice(sayings()[adding.saying].of(language.language))
                added = fill(random, language, written)
                said.text = added if adding.alone else f"{said.text} {added}"
                said.product = adding.product


def _fits(adding: Adding, said: Said) -> bool:
    return (
        said.brand == adding.brand
        and bool(said.text)
        and said.feeling in adding.feelings
        and adding.location in ("", said.customer.location)
        and (not adding.topics or said.topic in adding.topics)
    )


def _how_many(adding: Adding, month: Month) -> int:
    usual = at(adding.months, month.back, adding.a_month)
    usual = at(adding.quarters, month.quarter, usual) if adding.quarters else usual
    return round(usual * (len(month.days) / 30.4 if month.back == 0 else 1.0))
