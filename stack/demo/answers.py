"""The numbers and references that come with what was said."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from stack.demo.calendar import at, weeks_back
from stack.demo.company import Feeling, company
from stack.demo.people import one_of
from stack.demo.planted import planted
from stack.demo.said import Said
from stack.demo.staff import team_of

_NPS: dict[Feeling, tuple[list[int], list[int]]] = {
    "positive": ([10, 9, 8, 7], [50, 35, 10, 5]),
    "neutral": ([9, 8, 7, 6, 5], [10, 35, 35, 12, 8]),
    "negative": ([7, 6, 5, 4, 3, 2, 1, 0], [5, 17, 18, 15, 15, 12, 8, 10]),
}
_FIVE: dict[Feeling, tuple[list[int], list[int]]] = {
    "positive": ([5, 4, 3], [62, 33, 5]),
    "neutral": ([4, 3, 2], [25, 60, 15]),
    "negative": ([3, 2, 1], [10, 40, 50]),
}
_EASE: dict[Feeling, tuple[list[int], list[int]]] = {
    "positive": ([7, 6, 5], [45, 35, 20]),
    "neutral": ([5, 4, 3], [35, 45, 20]),
    "negative": ([4, 3, 2, 1], [20, 35, 25, 20]),
}
_STAGES = {"delivery": "receive", "booking": "order", "website_app": "order", "price": "order", "loyalty": "stay"}
_REPLIED = 0.35
"""The share of reviews that a brand answers unless planted.yaml says another."""
_SERVED = frozenset({"staff", "communication", "complaint_handling", "waiting"})


def answers(said: Said, native_id: str, seed: int, as_of: date) -> dict[str, Any]:
    """NPS, CSAT, CES or rating as the source asks, and what a source knows beside it."""
    random = Random(f"{seed}/{native_id}")
    found: dict[str, Any] = {
        "journey_stage": _STAGES.get(said.topic, "support"),
        "product": one_of(random, company().products),
    }
    if said.product:
        found["product"] = said.product
    for asked in said.source.asks:
        found |= _answer(random, asked, said.feeling)
    if said.source.kind == "survey":
        found |= _survey(random, said)
        if said.brand in {teams.brand for teams in planted().teams}:
            found["team"] = team_of(said, native_id, seed, as_of)
    if said.source.kind == "review":
        found |= _review(random, said, native_id, as_of)
    return found


def staff_scores(said: Said, native_id: str, seed: int) -> dict[str, Any]:
    """The numbers of an employee's answer."""
    random = Random(f"{seed}/{native_id}")
    found: dict[str, Any] = {"survey_id": said.source.survey_id, "question": said.source.question}
    for asked in said.source.asks:
        found |= _answer(random, asked, said.feeling)
    return found


def _answer(random: Random, asked: str, feeling: Feeling) -> dict[str, Any]:
    if asked == "nps":
        return {"nps": _drawn(random, _NPS[feeling])}
    if asked == "csat":
        return {"csat": _drawn(random, _FIVE[feeling]), "csat_direction": "higher_is_better"}
    if asked == "ces":
        return {"ces": _drawn(random, _EASE[feeling]), "ces_direction": "higher_is_better"}
    return {"rating": _drawn(random, _FIVE[feeling]), "rating_min": 1, "rating_max": 5}


def _survey(random: Random, said: Said) -> dict[str, Any]:
    known = {"survey_id": said.source.survey_id, "question": said.source.question}
    known["order_ref"] = f"o{random.getrandbits(32):08x}"
    if said.topic in _SERVED:
        known["team"] = random.choice(["north desk", "south desk", "phone", "claims"])
        known["agent_ref"] = f"a{random.randrange(60):03d}"
        known["handled_by"] = one_of(random, {"human": 0.7, "mixed": 0.18, "bot": 0.12})
    return known


def _review(random: Random, said: Said, native_id: str, as_of: date) -> dict[str, Any]:
    known = {"url": f"https://reviews.example/{native_id}"}
    reply_at = said.occurred_at + timedelta(hours=random.randrange(3, 72))
    if random.random() < _reply_share(said, as_of) and reply_at.date() < as_of:
        known["reply_at"] = f"{reply_at:%Y-%m-%dT%H:%M:%S}Z"
    return known


def _reply_share(said: Said, as_of: date) -> float:
    back = weeks_back(said.occurred_at.date(), as_of)
    shares = (at(each.weeks, back, each.share) for each in planted().replies if each.brand == said.brand)
    return next(shares, _REPLIED)


def _drawn(random: Random, table: tuple[list[int], list[int]]) -> int:
    return random.choices(table[0], weights=table[1])[0]
