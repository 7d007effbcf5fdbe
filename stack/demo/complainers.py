"""Who of the feed's customers complains: by the feedback that a complaint came from, and by how things went on."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from random import Random

from schemas.identity import event_id_of
from stack.demo.company import company
from stack.demo.generate import Told
from stack.demo.people import Customer, customers

_TRIES = 12


class Complainers:
    """The customers of one brand, with their feedback."""

    def __init__(self, told: Sequence[Told], brand: str, seed: int) -> None:
        size = next(each.customers for each in company().brands if each.name == brand)
        self._all = customers(seed, brand, size)
        self._by_customer: dict[str, list[tuple[datetime, bool]]] = defaultdict(list)
        self._angry: dict[tuple[int, int], list[Told]] = defaultdict(list)
        for one in told:
            said = one.said
            if said.brand == brand and one.record.get("respondent_role", "customer") == "customer":
                self._by_customer[said.customer.ref].append((said.occurred_at, said.feeling == "positive"))
                if said.feeling == "negative":
                    self._angry[said.occurred_at.year, said.occurred_at.month].append(one)

    def of_feedback(self, random: Random, when: datetime, topic: str) -> Told | None:
        """Somebody's negative feedback of that month, about the topic if there is one, given before `when`."""
        heard = [one for one in self._angry[when.year, when.month] if one.said.occurred_at < when]
        about = [one for one in heard if one.said.topic == topic]
        return random.choice(about or heard) if heard else None

    def anybody(self, random: Random, location: str, resolved: datetime, *, content: bool) -> Customer:
        """A customer, at `location` if one is given; rather one whose next feedback is as content as said."""
        chosen = self._all[0]
        for _ in range(_TRIES):
            chosen = random.choice(self._all)
            while location and chosen.location != location:
                chosen = random.choice(self._all)
            if self._next(chosen, resolved) == content:
                break
        return chosen

    def _next(self, customer: Customer, after: datetime) -> bool | None:
        said = self._by_customer.get(customer.ref, [])
        place = bisect_right(said, (after, True))
        return said[place][1] if place < len(said) else None


def event_id(one: Told) -> str:
    """As the pusher makes it."""
    return event_id_of(one.record["source"], one.record["native_id"])
