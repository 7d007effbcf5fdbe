"""What customers of one brand say in one month: when, through what, about what, how they feel, in what words."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from random import Random

from stack.demo.calendar import Month, at
from stack.demo.company import Brand, Feeling, Sentences, Source, company, sentences
from stack.demo.people import Customer, customers
from stack.demo.planted import planted

_GENERAL = ""


@dataclass(slots=True)
class Said:
    """One piece of feedback before it is a record; `text` is "" where only a number was given.

    `product` is "" where it does not matter which one it was.
    """

    occurred_at: datetime
    brand: str
    source: Source
    customer: Customer
    topic: str
    feeling: Feeling
    text: str
    product: str = ""


def say(seed: int, brand: Brand, month: Month) -> Iterator[Said]:
    """All feedback about `brand` in `month`, in no order."""
    random = Random(f"{seed}/{brand.name}/{month.back}")
    people = customers(seed, brand.name, brand.customers)
    wander = random.gauss(0, company().wander)
    for source in company().sources:
        opinions = list(_opinions(random, brand, source, month, wander))
        for (topic, feeling), moment in zip(opinions, _moments(random, month, len(opinions)), strict=True):
            customer = random.choice(people)
            says = random.random() < source.says
            text = _text(random, sentences()[customer.language], brand.name, topic, feeling) if says else ""
            yield Said(moment, brand.name, source, customer, topic, feeling, text)


def _opinions(
    random: Random, brand: Brand, source: Source, month: Month, wander: float
) -> Iterator[tuple[str, Feeling]]:
    """Topic and feeling of each answer, spread evenly.

    So a month differs from the next by less than chance alone would make it, and the demo tells its story whatever its
    seed. How honest the statistics are with chance in full is measured elsewhere.
    """
    shares = _shares(brand, month)
    names, bounds = list(shares), list(accumulate(shares.values()))
    drawn = _evenly(random, _how_many(random, brand, source, month))
    counted = Counter(names[min(bisect(bounds, each), len(names) - 1)] for each in drawn)
    for topic, count in counted.items():
        satisfied = min(0.97, max(0.03, _satisfied(brand, source, topic, month) + wander))
        for each in _evenly(random, count):
            yield topic, "positive" if each < satisfied else _displeased(each, satisfied)


def _shares(brand: Brand, month: Month) -> dict[str, float]:
    """Topic -> its share of what is said; the rest is about nothing in particular."""
    shares = {name: brand.shares.get(name, topic.share) for name, topic in company().topics.items()}
    for talk in planted().talks:
        if talk.brand == brand.name:
            shares[talk.topic] *= at(talk.months, month.back, 1.0)
    return shares | {_GENERAL: 1 - sum(shares.values())}


def _displeased(drawn: float, satisfied: float) -> Feeling:
    return "negative" if drawn < satisfied + 0.6 * (1 - satisfied) else "neutral"


def _evenly(random: Random, count: int) -> list[float]:
    """`count` numbers from 0 to 1, one in each of as many equal parts."""
    return [(part + random.random()) / count for part in range(count)]


def _how_many(random: Random, brand: Brand, source: Source, month: Month) -> int:
    """The month's answers: as planned, fewer while the month is under way, and a little noise.

    Long and short months bring as many, so that the feed tells the same story whatever day it is told on.
    """
    usual = brand.a_month.get(source.name, 0.0)
    for mix in planted().mixes:
        if mix.brand == brand.name and source.name in mix.sources:
            usual *= at(mix.months, month.back, 1.0)
    passed = len(month.days) / 30.4 if month.back == 0 else 1.0
    return round(usual * passed * random.gauss(1, 0.03))


def _satisfied(brand: Brand, source: Source, topic: str, month: Month) -> float:
    """The true share of satisfied answers."""
    level = company().satisfied + brand.level + source.level
    level += company().topics[topic].level + brand.levels.get(topic, 0.0) if topic else 0.0
    return level + sum(
        at(shift.months, month.back, 0.0) + at(shift.quarters, month.quarter, 0.0)
        for shift in planted().shifts
        if (shift.brand, shift.topic) == (brand.name, topic)
    )


def _moments(random: Random, month: Month, count: int) -> list[datetime]:
    """When the answers are given: spread evenly over the month's days, fewer at weekends, most in the evening."""
    busy = list(accumulate(company().weekdays[day.weekday()] for day in month.days))
    days = [month.days[bisect(busy, each * busy[-1], hi=len(busy) - 1)] for each in _evenly(random, count)]
    random.shuffle(days)
    midnights = (datetime.combine(day, time(), UTC) for day in days)
    return [midnight + timedelta(hours=random.triangular(6, 23, 18)) for midnight in midnights]


def _text(random: Random, language: Sentences, brand: str, topic: str, feeling: Feeling) -> str:
    """One sentence or two. Second ones are never about a planted topic, so that facts do not blend."""
    told = [sentence(random, language, topic, feeling)]
    busy = {shift.topic for shift in planted().shifts if shift.brand == brand}
    if topic not in busy and random.random() < company().repeat_text:
        others = [name for name in language.topics if name not in busy and name != topic]
        told.append(sentence(random, language, random.choice(others), feeling))
    return " ".join(told)


def sentence(random: Random, language: Sentences, topic: str, feeling: Feeling) -> str:
    """A sentence of the topic, or a general one where the language has none of it."""
    choices = language.topics.get(topic, {}).get(feeling) or language.general[feeling]
    return fill(random, language, random.choice(choices))


def fill(random: Random, language: Sentences, sentence: str, newcomer: str = "") -> str:
    """The sentence with its {slots} filled."""
    if "{" not in sentence:
        return sentence
    return sentence.format(newcomer=newcomer, **{slot: random.choice(words) for slot, words in language.slots.items()})
