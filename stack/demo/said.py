"""What customers of one brand say in one month: when, through what, about what, how they feel, in what words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from stack.demo.calendar import Month, at
from stack.demo.company import Brand, Feeling, Sentences, Source, company, planted, sentences
from stack.demo.people import Customer, customers, one_of

_GENERAL = ""


@dataclass(slots=True)
class Said:
    """One piece of feedback before it is a record; `text` is "" where only a number was given."""

    occurred_at: datetime
    brand: str
    source: Source
    customer: Customer
    topic: str
    feeling: Feeling
    text: str


def say(seed: int, brand: Brand, month: Month) -> Iterator[Said]:
    """All feedback about `brand` in `month`, in no order."""
    random = Random(f"{seed}/{brand.name}/{month.back}")
    people = customers(seed, brand.name, brand.customers)
    wander = random.gauss(0, company().wander)
    for source in company().sources:
        for _ in range(_how_many(random, brand, source, month)):
            customer = random.choice(people)
            topic = _topic(random)
            feeling = _feeling(random, _satisfied(brand, source, topic, month) + wander)
            says = random.random() < source.says
            text = _text(random, sentences()[customer.language], brand.name, topic, feeling) if says else ""
            yield Said(_when(random, month), brand.name, source, customer, topic, feeling, text)


def _how_many(random: Random, brand: Brand, source: Source, month: Month) -> int:
    """The month's answers: as planned, fewer while the month is under way, and a little noise.

    Long and short months bring as many, so that the feed tells the same story whatever day it is told on.
    """
    usual = brand.a_month.get(source.name, 0.0)
    for mix in planted().mixes:
        if (mix.brand, mix.source) == (brand.name, source.name):
            usual *= at(mix.months, month.back, 1.0)
    passed = len(month.days) / 30.4 if month.back == 0 else 1.0
    return round(usual * passed * random.gauss(1, 0.03))


def _topic(random: Random) -> str:
    shares = {name: topic.share for name, topic in company().topics.items()}
    return one_of(random, shares | {_GENERAL: max(0.0, 1 - sum(shares.values()))})


def _satisfied(brand: Brand, source: Source, topic: str, month: Month) -> float:
    """The true share of satisfied answers."""
    level = company().satisfied + brand.level + source.level
    level += company().topics[topic].level if topic else 0.0
    return level + sum(
        at(shift.months, month.back, 0.0)
        for shift in planted().shifts
        if (shift.brand, shift.topic) == (brand.name, topic)
    )


def _feeling(random: Random, satisfied: float) -> Feeling:
    drawn = random.random()
    satisfied = min(0.97, max(0.03, satisfied))
    if drawn < satisfied:
        return "positive"
    return "negative" if drawn < satisfied + 0.6 * (1 - satisfied) else "neutral"


def _when(random: Random, month: Month) -> datetime:
    day: date = random.choices(month.days, weights=[company().weekdays[day.weekday()] for day in month.days])[0]
    seconds = int(3600 * random.triangular(6, 23, 18))
    return datetime.combine(day, time(), UTC) + timedelta(seconds=seconds)


def _text(random: Random, language: Sentences, brand: str, topic: str, feeling: Feeling) -> str:
    """One sentence or two. Second ones are never about a planted topic, so that facts do not blend."""
    told = [_sentence(random, language, topic, feeling)]
    busy = {shift.topic for shift in planted().shifts if shift.brand == brand}
    if topic not in busy and random.random() < company().repeat_text:
        others = [name for name in language.topics if name not in busy and name != topic]
        told.append(_sentence(random, language, random.choice(others), feeling))
    return " ".join(told)


def _sentence(random: Random, language: Sentences, topic: str, feeling: Feeling) -> str:
    """A sentence of the topic, or a general one where the language has none of it."""
    choices = language.topics.get(topic, {}).get(feeling) or language.general[feeling]
    return fill(random, language, random.choice(choices))


def fill(random: Random, language: Sentences, sentence: str, newcomer: str = "") -> str:
    """The sentence with its {slots} filled."""
    if "{" not in sentence:
        return sentence
    return sentence.format(newcomer=newcomer, **{slot: random.choice(words) for slot, words in language.slots.items()})
