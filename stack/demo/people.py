"""The demo's customers: pseudonyms with a language, a segment and a place, always the same for a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from stack.demo.company import company


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer of one brand."""

    ref: str
    language: str
    segment: str
    location: str


@lru_cache(maxsize=16)
def customers(seed: int, brand: str, count: int) -> list[Customer]:
    """The customers of `brand`."""
    random = Random(f"{seed}/people/{brand}")
    chosen = company()
    return [
        Customer(
            ref=f"c{random.getrandbits(40):010x}",
            language=one_of(random, chosen.languages),
            segment=one_of(random, chosen.segments),
            location=random.choice(chosen.locations),
        )
        for _ in range(count)
    ]


def one_of(random: Random, weights: Mapping[str, float]) -> str:
    """One of the names, as often as its weight says."""
    return random.choices(list(weights), weights=list(weights.values()))[0]
