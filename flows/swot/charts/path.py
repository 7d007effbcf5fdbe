"""A goal: the straight line from baseline to target, and what was reached so far."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flows.indicators.planned import MEASURES
from flows.indicators.wording import number
from flows.swot.charts.drawing import LEFT, PLOT, RIGHT, TOP, WIDTH, Chart, Dot, Line, Text, points, scale
from flows.swot.content.plan import GoalPath
from flows.swot.words import day


def goal(path: GoalPath, today: date) -> Chart | None:
    """The straight line from baseline to target, and what was reached so far."""
    if path.baseline is None or path.target is None:
        return None
    last = max([path.deadline, *(at for at, _ in path.reached)])
    first = min([path.start, *(at for at, _ in path.reached)])
    across = scale([0.0, float((last - first).days)], LEFT, WIDTH - RIGHT, room=0)
    x: Callable[[date], float] = lambda moment: across(float((moment - first).days))  # noqa: E731
    values = [path.baseline, path.target, *(value for _, value in path.reached)]
    y = scale(values, TOP + PLOT, TOP)
    line = [(x(at), y(value)) for at, value in path.reached]
    now = min(max(today, first), last)
    unit = next((measure.name for name, measure in MEASURES.items() if name == path.metric), path.metric)
    return Chart(
        title=f"{path.name}: {unit}",
        description=f"From {_figure(path.baseline)} on {day(path.start)} to {_figure(path.target)} by "
        f"{day(path.deadline)}. Reached: {_reached_in_words(path)}.",
        height=TOP + PLOT + 24,
        lines=(
            Line(points([(x(now), TOP - 6), (x(now), TOP + PLOT)]), "today"),
            Line(points([(x(path.start), y(path.baseline)), (x(path.deadline), y(path.target))]), "base"),
            *((Line(points(line), "value"),) if len(line) > 1 else ()),
        ),
        dots=tuple(Dot(*point) for point in line),
        texts=(
            Text(LEFT - 5, y(path.baseline) + 4, _figure(path.baseline), "end"),
            Text(x(path.deadline) + 6, y(path.target) + 4, _figure(path.target)),
            *(Text(x(at) + 9, y(value) - 5, _figure(value)) for at, value in path.reached[-1:]),
            Text(LEFT, TOP + PLOT + 18, f"{path.start:%Y-%m}"),
            Text(WIDTH - RIGHT, TOP + PLOT + 18, f"{last:%Y-%m}", "end"),
        ),
        legend=(("value", "reached"), ("base", "path to the goal"), ("today", "today")),
    )


def _reached_in_words(path: GoalPath) -> str:
    return "; ".join(f"{_figure(value)} by {day(at)}" for at, value in path.reached) or "nothing is measured yet"


def _figure(value: float) -> str:
    """A value of any size: `1.19`, `94.2`."""
    return number(value, 2 if abs(value) < 10 else 1)
