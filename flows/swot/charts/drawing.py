"""Shapes of a chart and the scale that puts numbers on it. Units: CSS pixels at a width of 340."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

WIDTH = 340.0
LEFT, RIGHT, TOP = 44.0, 56.0, 12.0
"""Room for the scale's labels, for the last value's, above the highest point."""
PLOT = 110.0
BARS_LEFT = 8.0
LABEL = 15.0
"""What a label takes, upwards."""
Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Text:
    """A label; `anchor` as in SVG."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle, of a kind that the style sheet knows by its class."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    kind: str = "now"


@dataclass(frozen=True, slots=True)
class Line:
    """Points as SVG's `points`; `kind` is a class."""

    points: str
    kind: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw, in this order: areas, rectangles, lines, dots, texts; in words: title and description."""

    title: str
    description: str
    height: float
    areas: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    texts: tuple[Text, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()


def scale(values: Iterable[float | None], low: float, high: float, room: float = 0.06) -> Scale:
    """The known values' span onto [low, high], with some room at both ends."""
    known = [value for value in values if value is not None]
    least, most = min(known), max(known)
    spare = (most - least) * room or (0.0 if room == 0 and most > least else max(1.0, abs(most)) * 0.1)
    least, most = least - spare, most + spare
    return lambda value: low + (high - low) * (value - least) / (most - least)


def points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def inside(x: float, half: float = 48.0) -> float:
    """Where a label in the middle may stand: with room for half of it on either side."""
    return min(max(x, half), WIDTH - half)
