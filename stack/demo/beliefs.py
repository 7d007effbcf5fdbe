"""What employees and managers believe that customers get, and what they put trouble down to: once per half-year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

from stack.demo.calendar import MONTHS
from stack.demo.fact_plan import Belief, Blame, When, fact_plan
from stack.demo.generate import Record, iso
from stack.demo.planted import planted

_SCALE = {"scale_min": 1, "scale_max": 5}
_PERCENT = {"scale_min": 0, "scale_max": 100}


def beliefs(seed: int, as_of: date) -> Iterator[Record]:
    """Facts of the kind belief_score: one per person and topic, and the mean of all per cause."""
    for moment in _surveys(as_of):
        for role, people in fact_plan().people_asked.items():
            random = Random(f"{seed}/{role}/{moment}")
            for belief in fact_plan().planted.beliefs:
                yield from _scores(random, belief, role, people, moment)
            for blame in fact_plan().planted.causes:
                yield from _causes(random, blame, role, people, moment)


def _surveys(as_of: date) -> Iterator[datetime]:
    """The twelfth of May and of November of the feed's years."""
    for back in range(MONTHS, -1, -1):
        moment = When(back, 12, 9).moment(as_of)
        if moment.month in (5, 11) and moment < datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC):
            yield moment


def _scores(random: Random, belief: Belief, role: str, people: int, moment: datetime) -> Iterator[Record]:
    teams = [team for each in planted().teams if each.brand == belief.brand for team in each.levels]
    content = round(belief.share * people)
    for person in range(people):
        value = random.choice([4, 4, 5]) if person < content else random.choice([2, 3, 3])
        known = {
            "topic": belief.topic,
            "value": value,
            "team": teams[person % len(teams)] if role == "employee" else "",
        }
        yield _fact(belief.brand, role, f"{belief.topic}-{person}", moment) | known | _SCALE


def _causes(random: Random, blame: Blame, role: str, people: int, moment: datetime) -> Iterator[Record]:
    for cause, share in blame.shares.items():
        value = round(share + random.uniform(-2, 2), 1)
        known = {"cause": cause, "value": value, "unit": "percent", "sample_size": people}
        yield _fact(blame.brand, role, cause, moment) | known | _PERCENT


def _fact(brand: str, role: str, about: str, moment: datetime) -> Record:
    native_id = f"belief-{moment:%Y-%m}-{role}-{about}"
    asked = iso(moment + timedelta(minutes=len(about)))
    return {
        "native_id": native_id, "source": "staff_survey", "kind": "belief_score", "brand": brand,
        "respondent_role": role, "occurred_at": asked,
    }  # fmt: skip
