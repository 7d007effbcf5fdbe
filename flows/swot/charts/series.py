"""A finding's windows as a line with its interval; where there are too few, the value and what it is held against."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flows.beside import beside
from flows.lines import figure
from flows.metric_names import metric_name
from flows.names import when
from flows.swot.charts.drawing import (
    LABEL,
    LEFT,
    PLOT,
    RIGHT,
    TOP,
    WIDTH,
    Chart,
    Dot,
    Line,
    Mark,
    Scale,
    Text,
    inside,
    points,
    scale,
)
from flows.swot.content.finding import Finding
from flows.windows import parse_window

LEAST_POINTS = 3
"""A line through fewer says nothing that two numbers do not."""


def of_finding(finding: Finding) -> Chart | None:
    """Its series, or else the value and what it is held against; None where there is nothing to draw."""
    return series(finding) or change(finding)


def series(finding: Finding) -> Chart | None:
    """Value, what it was held against, and the value's interval, window by window."""
    told = [(at, one) for at, one in enumerate(finding.series) if one.value is not None]
    if len(told) < LEAST_POINTS:
        return None
    across = _across(len(finding.series) - 1)
    limits = [edge for _, one in told for edge in (one.low, one.high)]
    values = [one.value for _, one in told]
    against = [one.comparison for _, one in told]
    y = scale([*values, *against, *limits], TOP + PLOT, TOP)
    whole = [(at, one.low, one.high) for at, one in told if one.low is not None and one.high is not None]
    band = [(across(at), y(high)) for at, _, high in whole] + [(across(at), y(low)) for at, low, _ in reversed(whole)]
    line = [(across(at), y(one.value)) for at, one in told if one.value is not None]
    base = [(across(at), y(one.comparison)) for at, one in told if one.comparison is not None]
    last = told[-1][1]
    first = when(parse_window(finding.series[0].label))
    return Chart(
        title=f"{metric_name(finding.metric)}: {finding.subject}, {first} to {finding.when}",
        description=_series_in_words(finding),
        height=TOP + PLOT + 24,
        areas=(Line(points(band), "band"),) if len(whole) > 1 else (),
        lines=(*_grid(y, [*values, *against]), Line(points(base), "base"), Line(points(line), "value")),
        dots=(Dot(*line[-1]),),
        texts=(
            *_scale_texts(y, finding.metric, [*values, *against]),
            Text(line[-1][0] + 8, line[-1][1] + 4, figure(last.value, finding.metric)),
            Text(LEFT, TOP + PLOT + 18, finding.series[0].label),
            Text(WIDTH - RIGHT, TOP + PLOT + 18, finding.label, "end"),
        ),
        legend=(("value", "value"), ("base", "held against"), ("band", "95 % interval")),
    )


def _series_in_words(finding: Finding) -> str:
    steps = [f"{one.label} {figure(one.value, finding.metric)}" for one in finding.series]
    return f"{'; '.join(steps)}. Held against {figure(finding.comparison, finding.metric)} in the last window."


def change(finding: Finding) -> Chart | None:
    """The value and what it is held against on one line, with the interval."""
    other, own = finding.comparison, finding.value
    if other is None or own is None or finding.change is None:
        return None
    edges = finding.interval or (own, own)
    x = scale([other, own, *edges], LEFT, WIDTH - LEFT)
    y = 40.0
    marks = (Mark(x(edges[0]), y - 6, max(1.0, x(edges[1]) - x(edges[0])), 12, "band"),) if finding.interval else ()
    told = [figure(value, finding.metric) for value in (other, own)]
    left, right = (other, own) if other <= own else (own, other)
    whose = beside(finding.indicator, finding.metric)
    return Chart(
        title=f"{metric_name(finding.metric)}: {finding.subject}, {finding.when}",
        description=f"{told[1]}, held against {told[0]}{f' {whose}' if whose else ''}; "
        f"95 % interval {_interval(finding)}.",
        height=78,
        marks=marks,
        lines=(Line(points([(x(left), y), (x(right), y)]), "between"),),
        dots=(Dot(x(other), y, "before"), Dot(x(own), y)),
        texts=(
            Text(inside(x(own)), 22, told[1] if whose else f"now {told[1]}", "middle"),
            Text(inside(x(other), 75), 68, f"{told[0]} {whose}" if whose else f"before {told[0]}", "middle"),
        ),
        legend=(("now", "value"), ("before", "held against"), *((("band", "95 % interval"),) if marks else ())),
    )


def _interval(finding: Finding) -> str:
    edges = finding.interval
    if edges is None:
        return "not known"
    return " to ".join(figure(edge, finding.metric) for edge in edges)


def _across(steps: int) -> Callable[[int], float]:
    return lambda at: LEFT + (WIDTH - LEFT - RIGHT) * at / max(1, steps)


def _levels(y: Scale, values: Sequence[float | None]) -> tuple[float, ...]:
    """The lowest and the highest value; the highest alone where their labels would touch."""
    known = [value for value in values if value is not None]
    low, high = min(known), max(known)
    return (high,) if abs(y(low) - y(high)) < LABEL else (low, high)


def _grid(y: Scale, values: Sequence[float | None]) -> tuple[Line, ...]:
    return tuple(Line(points([(LEFT, y(each)), (WIDTH - RIGHT, y(each))]), "grid") for each in _levels(y, values))


def _scale_texts(y: Scale, metric: str, values: Sequence[float | None]) -> tuple[Text, ...]:
    return tuple(Text(LEFT - 5, y(each) + 4, figure(each, metric), "end") for each in _levels(y, values))
