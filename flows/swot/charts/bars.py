"""Bars: what staff believe beside what customers say, what bad experience comes from, how many are silent."""

from __future__ import annotations

from collections.abc import Sequence

from flows.lines import figure
from flows.swot.charts.drawing import BARS_LEFT, WIDTH, Chart, Dot, Mark, Scale, Text, inside, scale
from flows.swot.content.finding import Finding
from flows.swot.content.point import Causes

BAR = 14.0
"""A bar's height."""


def gaps(findings: Sequence[Finding]) -> Chart | None:
    """Per item two bars: what staff believe, what customers say, of 100."""
    known = [one for one in findings if one.value is not None and one.comparison is not None]
    if not known:
        return None
    x: Scale = lambda value: (WIDTH - BARS_LEFT - 40) * value / 100  # noqa: E731
    marks, texts, y = [], [], 4.0
    for one in known:
        item = one.topic_name or "on the whole"
        texts.append(Text(BARS_LEFT, y + 14, f"{one.brand}: {item}"))
        y += 20
        for value, kind in ((one.value, "believed"), (one.comparison, "measured")):
            marks.append(Mark(BARS_LEFT, y, x(value or 0.0), BAR, kind))
            texts.append(Text(BARS_LEFT + x(value or 0.0) + 5, y + 11, f"{value:.0f}"))
            y += BAR + 3
        y += 10
    words = [f"{one.topic_name or 'the whole'}: staff {one.value:.0f}, customers {one.comparison:.0f}" for one in known]
    return Chart(
        title=f"What staff believe and what customers say, {known[0].when}",
        description=f"Of 100. {'; '.join(words)}.",
        height=y,
        marks=tuple(marks),
        texts=tuple(texts),
        legend=(("believed", "staff believe"), ("measured", "customers say")),
    )


def causes(told: Causes) -> Chart:
    """Per group of causes: believed, measured, and the usual interval."""
    x: Scale = lambda value: (WIDTH - BARS_LEFT - 60) * value / 100  # noqa: E731
    marks: list[Mark] = []
    texts: list[Text] = []
    y = 4.0
    for name, believed, measured, low, high in told.rows:
        texts.append(Text(BARS_LEFT, y + 14, name))
        y += 20
        for value, kind in ((believed, "believed"), (measured, "measured")):
            if value is not None:
                marks.append(Mark(BARS_LEFT, y, max(1.0, x(value)), BAR, kind))
            texts.append(
                Text(BARS_LEFT + x(value or 0.0) + 5, y + 11, "not asked" if value is None else f"{value:.0f} %")
            )
            y += BAR + 3
        if low is not None and high is not None:
            marks.append(Mark(BARS_LEFT + x(low), y, x(high - low), BAR, "usual"))
            texts.append(Text(BARS_LEFT + x(high) + 5, y + 11, f"{low:.0f} to {high:.0f} %"))
            y += BAR + 3
        y += 10
    return Chart(
        title=f"What bad experience with {told.subject} comes from, {told.when}",
        description=". ".join(_cause_in_words(*row) for row in told.rows) + ".",
        height=y,
        marks=tuple(marks),
        texts=tuple(texts),
        legend=(("believed", "staff believe"), ("measured", "customers tell"), ("usual", "usual elsewhere")),
    )


def _cause_in_words(
    name: str, believed: float | None, measured: float | None, low: float | None, high: float | None
) -> str:
    sides = [f"staff believe {believed:.0f} %"] if believed is not None else []
    sides += [f"customers tell {measured:.0f} %"] if measured is not None else []
    sides += [f"usual are {low:.0f} to {high:.0f} %"] if low is not None and high is not None else []
    return f"{name[:1].upper()}{name[1:]}: {', '.join(sides) or 'nothing is known'}"


def silent(finding: Finding) -> Chart | None:
    """The range of the unhappy and, where complaints tell it, what surveys show."""
    edges = finding.interval
    if edges is None or finding.metric != "silent_unhappy":
        return None
    surveys = finding.comparison
    x = scale([0.0, edges[1], surveys], BARS_LEFT, WIDTH - 24)
    dots = (Dot(x(surveys), 34, "before"),) if surveys is not None else ()
    low, high = (figure(edge, finding.metric) for edge in edges)
    texts = [Text(inside(x(sum(edges) / 2)), 20, f"{low} to {high}", "middle")]
    if surveys is not None:
        texts.append(Text(inside(x(surveys)), 58, f"surveys {figure(surveys, finding.metric)}", "middle"))
    texts.append(Text(BARS_LEFT, 58, "0"))
    return Chart(
        title=f"Unhappy customers of {finding.subject}, {finding.when}",
        description=finding.reason,
        height=66,
        marks=(
            Mark(BARS_LEFT, 33, WIDTH - 24 - BARS_LEFT, 2, "axis"),
            Mark(x(edges[0]), 28, max(3.0, x(edges[1]) - x(edges[0])), 12, "measured"),
        ),
        dots=dots,
        texts=tuple(texts),
        legend=(("measured", "at least, at most"), *((("before", "by surveys"),) if dots else ())),
    )
