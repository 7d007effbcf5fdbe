"""Strengths that a weakness elsewhere on the customer's journey cancels, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows.indicators.journey import Cancelled, cancels
from flows.swot.content.finding import MERIT
from flows.swot.content.point import Point

LOUD = 3
"""From a warning on a weakness cancels; a watch is no reason to write a strength off."""


def with_cancelled(
    strengths: Sequence[Point], weaknesses: Sequence[Point], stages: Mapping[str, str]
) -> tuple[Point, ...]:
    """The strengths, each with what cancels it: a loud weakness of the same brand at another stage."""
    return tuple(replace(point, cancelled=_cancelled(point, weaknesses, stages)) for point in strengths)


def _cancelled(point: Point, weaknesses: Sequence[Point], stages: Mapping[str, str]) -> tuple[str, ...]:
    strength = point.strongest
    if not strength.topic or strength.verdict not in MERIT:
        return ()
    loud = (each.strongest for each in weaknesses if each.strongest.severity >= LOUD)
    weak = {one.topic: one.topic_name for one in loud if one.topic and one.brand == strength.brand}
    names = weak | {strength.topic: strength.topic_name}
    return tuple(_told(one, names) for one in cancels([strength.topic], list(weak), stages))


def _told(found: Cancelled, names: Mapping[str, str]) -> str:
    weakness, strength = names[found.weakness], names[found.strength]
    if found.is_before:
        return (
            f"Cancelled by {weakness} (stage {found.weakness_stage}), which comes before it: whoever is lost there "
            f"does not get to enjoy {strength}."
        )
    return f"Cancelled by {weakness} (stage {found.weakness_stage}), which comes after it and spoils what it has won."
