"""Two years of complaints and special requests of the demo's own companies, step by step; records of case events.

`python -m stack.demo.cases --as-of 2026-11-20 > cases.jsonl` shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

from schemas.case import Stage
from stack.demo.calendar import Month, at, months, weeks_back
from stack.demo.case_plan import About, case_plan
from stack.demo.company import company
from stack.demo.complainers import Complainers, event_id
from stack.demo.generate import Record, Told, iso, printed
from stack.demo.people import one_of

_STAGES: tuple[Stage, ...] = ("acknowledged", "assessed", "investigated", "responded", "resolved", "closed")


class _Case(NamedTuple):
    """A case before its steps: when it came, whose it is, and what it is about (a request has no cause)."""

    received: datetime
    brand: str
    about: About


def cases(seed: int, as_of: date, told: Sequence[Told]) -> Iterator[Record]:
    """Steps before `as_of` (UTC) by time: CaseEvent's fields but event_id and received_at, and native_id.

    `told` is the feed of the same seed and day: complaints come from its customers.
    """
    found = [case for brand in case_plan().brands for month in months(as_of) for case in _opened(seed, brand, month)]
    found.sort(key=lambda case: (case.received, case.brand))
    people = {brand: Complainers(told, brand, seed) for brand in case_plan().brands}
    steps = [
        step
        for number, case in enumerate(found, start=1)
        for step in _steps(Random(f"{seed}/case/{number}"), case, number, people[case.brand], as_of)
    ]
    yield from sorted(steps, key=lambda step: (step["occurred_at"], step["native_id"]))


def _opened(seed: int, brand: str, month: Month) -> Iterator[_Case]:
    plan, random = case_plan(), Random(f"{seed}/cases/{brand}/{month.back}")
    part = len(month.days) / 30.4 if month.back == 0 else 1.0
    for _ in range(round(plan.brands[brand] * part * random.gauss(1, 0.04))):
        kinds = plan.requests if random.random() < plan.special_requests else plan.complaints
        yield _Case(_moment(random, month), brand, random.choices(kinds, [kind.share for kind in kinds])[0])
    for wave in plan.planted.waves:
        if wave.brand == brand:
            for _ in range(round(at(wave.months, month.back, 0.0) * part)):
                yield _Case(_moment(random, month), brand, wave.about)


def _moment(random: Random, month: Month) -> datetime:
    midnight = datetime.combine(random.choice(month.days), time(), UTC)
    return midnight + timedelta(seconds=round(3600 * random.triangular(7, 21, 11)))


def _steps(random: Random, case: _Case, number: int, people: Complainers, as_of: date) -> Iterator[Record]:
    """What is known of a case by `as_of`; the first step says what it is about, later ones what they add."""
    times, first_contact = _times(random, case, as_of)
    facts = _facts(random, case, people, times[-1][1])
    end = datetime.combine(as_of, time(), UTC)
    for place, (stage, moment) in enumerate(times):
        if moment < end:
            step = {"case_id": f"C-{number:05d}", "native_id": f"C-{number:05d}-{place}", "stage": stage}
            told = facts if stage == "received" else _later(random, stage, case, first_contact=first_contact)
            yield {"source": case_plan().source, "brand": case.brand, "occurred_at": iso(moment)} | step | told


def _times(random: Random, case: _Case, as_of: date) -> tuple[list[tuple[Stage, datetime]], bool]:
    """Stages and when they are reached, and whether the first contact was enough."""
    plan = case_plan()
    found: list[tuple[Stage, datetime]] = [("received", case.received)]
    if random.random() < plan.first_contact * (0.4 if case.about.topic == "delivery" else 1.0):
        done = case.received + timedelta(minutes=random.randrange(10, 55))
        return [*found, ("acknowledged", done), ("resolved", done), ("closed", done + timedelta(days=1))], True
    factor, wait = random.lognormvariate(0, plan.spread), _slowness(case, as_of)
    for stage in _STAGES:
        hours = plan.hours[stage] * factor + plan.hours["acknowledged"] * factor * (wait - 1)
        found.append((stage, case.received + timedelta(seconds=round(3600 * hours))))
    if random.random() < plan.reopened * (3 if wait > 1 else 1):
        again = found[-1][1] + timedelta(days=random.randrange(2, 9))
        found += [("reopened", again), ("resolved", again + timedelta(hours=40)), ("closed", again + timedelta(days=3))]
    return found, False


def _slowness(case: _Case, as_of: date) -> float:
    """How many times as late the case is acknowledged."""
    back = weeks_back(case.received.date(), as_of)
    return next((at(slow.weeks, back, 1.0) for slow in case_plan().planted.slow if slow.brand == case.brand), 1.0)


def _facts(random: Random, case: _Case, people: Complainers, resolved: datetime) -> dict[str, Any]:
    """What the first step says. Whoever was recovered in time is mostly content afterwards."""
    plan, about = case_plan(), case.about
    is_request = about.cause is None
    heard = None
    if not is_request and not about.location and random.random() < plan.from_feedback:
        heard = people.of_feedback(random, case.received, about.topic)
    in_time = resolved - case.received < timedelta(days=6)
    content = random.random() < (0.85 if in_time else 0.35)
    customer = heard.said.customer if heard else people.anybody(random, about.location, resolved, content=content)
    known = {
        "kind": "special_request" if is_request else "complaint",
        "origin": "proactive" if not is_request and random.random() < plan.proactive else "customer",
        "severity": "" if is_request else one_of(random, plan.severities),
        "topic": about.topic,
        "channel": one_of(random, plan.channels),
        "product": about.product or one_of(random, company().products),
        "location": customer.location,
        "customer_ref": customer.ref,
        "customer_segment": customer.segment,
        "order_ref": (heard.record.get("order_ref", "") if heard else "") or f"o{random.getrandbits(32):08x}",
        "feedback_event_id": event_id(heard) if heard else "",
    }
    return {name: value for name, value in known.items() if value}


def _later(random: Random, stage: Stage, case: _Case, *, first_contact: bool) -> dict[str, Any]:
    if stage == "acknowledged":
        return {"team": one_of(random, case_plan().teams)}
    if stage == "assessed" and case.about.cause:
        return {"cause": case.about.cause}
    if stage == "resolved":
        return {"first_contact": first_contact} | ({"cause": case.about.cause} if case.about.cause else {})
    return {}


if __name__ == "__main__":
    printed("the demo's cases", cases)
