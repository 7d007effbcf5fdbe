"""Two years of facts about the demo's own companies; records of BusinessFact's fields.

`python -m stack.demo.facts --as-of 2026-11-20 > facts.jsonl` shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from random import Random
from typing import Any

from stack.demo.beliefs import beliefs
from stack.demo.calendar import Month, at, months
from stack.demo.cases import cases
from stack.demo.company import company
from stack.demo.fact_plan import Changing, Dated, Figures, When, fact_plan
from stack.demo.generate import Record, Told, iso, printed
from stack.demo.orders import orders
from stack.demo.people import Customer, customers


def facts(seed: int, as_of: date, told: Sequence[Told]) -> Iterator[Record]:
    """Facts before `as_of` (UTC) by time: BusinessFact's fields but event_id and received_at, and native_id.

    `told` is the feed of the same seed and day: orders and invitations are those of its answers.
    """
    complained = {step["customer_ref"] for step in cases(seed, as_of, told) if "customer_ref" in step}
    found = [
        *_dated(as_of),
        *_monthly(seed, as_of),
        *_invitations(as_of, told),
        *_lapsed(seed, as_of, complained),
        *beliefs(seed, as_of),
        *orders(seed, as_of, told),
    ]
    end = iso(datetime.combine(as_of, time(), UTC))
    known = [fact for fact in found if fact["occurred_at"] <= end]
    yield from sorted(known, key=lambda fact: (fact["occurred_at"], fact["source"], fact["native_id"]))


def _dated(as_of: date) -> Iterator[Record]:
    for fact in fact_plan().dated:
        yield {"native_id": fact.id, "occurred_at": iso(fact.at.moment(as_of))} | _fields(fact, as_of)


def _fields(fact: Dated, as_of: date) -> dict[str, Any]:
    return {name: iso(value.moment(as_of)) if isinstance(value, When) else value for name, value in fact.fields.items()}


def _monthly(seed: int, as_of: date) -> Iterator[Record]:
    """Customers, orders and revenue of each complete month."""
    for brand in fact_plan().brands:
        for month in months(as_of):
            if month.back:
                random = Random(f"{seed}/{brand.name}/{month.back}/figures")
                ordered = _ordered(brand, month) * random.gauss(1, 0.01)
                paid = brand.paid * _changed(fact_plan().planted.growths, brand.name, month, 1.0)
                yield _figure("crm", "customers", brand.name, month, round(_customers(brand, month)))
                yield _figure("shop", "orders", brand.name, month, round(ordered))
                revenue = _figure("ledger", "revenue", brand.name, month, round(ordered * paid, 2))
                yield revenue | {"currency": fact_plan().currency}


def _customers(brand: Figures, month: Month) -> float:
    return brand.customers * float((1 + brand.growth) ** (24 - month.back))


def _ordered(brand: Figures, month: Month) -> float:
    return _customers(brand, month) * brand.orders_each * fact_plan().seasons.get(month.first.month, 1.0)


def _changed(changes: Iterable[Changing], brand: str, month: Month, usual: float) -> float:
    return next((at(change.months, month.back, usual) for change in changes if change.brand == brand), usual)


def _figure(source: str, kind: str, brand: str, month: Month, value: float) -> Record:
    start, end = (iso(datetime.combine(day, time(), UTC)) for day in (month.first, month.end))
    native_id = f"{kind}-{brand}-{month.first:%Y-%m}".replace(" ", "-").lower()
    period = {"period_start": start, "period_end": end, "value": value}
    return {"native_id": native_id, "source": source, "kind": kind, "brand": brand, "occurred_at": end} | period


def _invitations(as_of: date, told: Sequence[Told]) -> Iterator[Record]:
    """As many as the month's answers and the planted share make."""
    for month in months(as_of):
        answered = [one.said for one in told if month.first <= one.said.occurred_at.date() < month.end]
        for invited in fact_plan().planted.invitations if month.back else ():
            source = next(each for each in company().sources if each.name == invited.source)
            count = sum(1 for said in answered if (said.brand, said.source.name) == (invited.brand, invited.source))
            share = at(invited.months, month.back, invited.share)
            fact = _figure("survey_tool", "invitations_sent", invited.brand, month, round(count / share))
            known = {"survey_id": source.survey_id, "channel": source.channel}
            yield fact | known | {"native_id": f"{fact['native_id']}-{source.survey_id}"}


def _lapsed(seed: int, as_of: date, complained: set[str]) -> Iterator[Record]:
    """Customers who left, each once; most of them never complained."""
    for brand in fact_plan().brands:
        size = next(each.customers for each in company().brands if each.name == brand.name)
        random = Random(f"{seed}/{brand.name}/lapsed")
        people = random.sample(customers(seed, brand.name, size), size)
        silent = [each for each in people if each.ref not in complained]
        heard = [each for each in people if each.ref in complained]
        for month in months(as_of):
            times = _changed(fact_plan().planted.departures, brand.name, month, 1.0)
            part = len(month.days) / 30.4 if month.back == 0 else 1.0
            for _ in range(round(brand.lapsed * times * part)):
                is_silent = random.random() < fact_plan().lapsed_without_complaint
                yield _leaver((silent if is_silent else heard).pop(), brand.name, random.choice(month.days))


def _leaver(person: Customer, brand: str, day: date) -> Record:
    fact = {"native_id": f"lapsed-{person.ref}", "source": "crm", "kind": "customer_lapsed", "brand": brand}
    known = {"customer_ref": person.ref, "customer_segment": person.segment, "location": person.location}
    return fact | {"occurred_at": iso(datetime.combine(day, time(), UTC))} | known


if __name__ == "__main__":
    printed("the demo's facts", facts)
