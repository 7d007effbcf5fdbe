"""Strengths that a weakness elsewhere on the journey cancels: who does not get that far does not enjoy them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from schemas.journey import JOURNEY


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A strength and the weakness that cancels it, by topic, with the stages at which they are met.

    is_before: the weakness comes first, so that customers do not get as far as the strength; else it spoils what the
    strength has won.
    """

    strength: str
    weakness: str
    strength_stage: str
    weakness_stage: str

    @property
    def is_before(self) -> bool:
        return JOURNEY.index(self.weakness_stage) < JOURNEY.index(self.strength_stage)


def cancels(strengths: Iterable[str], weaknesses: Iterable[str], stages: Mapping[str, str]) -> tuple[Cancelled, ...]:
    """For each strong topic the weak topic of another stage that lies nearest on the journey, the later one of two.

    Topics in the order given, strongest first: of several as near the first counts. `stages`: topic -> stage; topics
    without a stage of the journey, and weaknesses at the strength's own stage, cancel nothing.
    """
    weak = [(topic, stages[topic]) for topic in weaknesses if stages.get(topic) in JOURNEY]
    strong = [(topic, stages[topic]) for topic in dict.fromkeys(strengths) if stages.get(topic) in JOURNEY]
    found = [(topic, stage, _nearest(stage, weak)) for topic, stage in strong]
    return tuple(Cancelled(topic, weakness[0], stage, weakness[1]) for topic, stage, weakness in found if weakness)


def _nearest(stage: str, weak: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    elsewhere = [each for each in weak if each[1] != stage]
    return min(elsewhere, key=lambda each: _distance(stage, each[1]), default=None)


def _distance(stage: str, other: str) -> tuple[int, bool]:
    steps = JOURNEY.index(other) - JOURNEY.index(stage)
    return abs(steps), steps < 0
