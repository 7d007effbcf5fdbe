"""The SWOT report as one HTML file: it opens offline, asks nobody for anything and runs no script."""

from __future__ import annotations

import re
from calendar import month_name
from functools import cache
from itertools import count
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.beside import AHEAD
from flows.swot import charts, sections
from flows.swot.content.finding import Finding
from flows.swot.content.point import QUADRANTS, Point
from flows.swot.content.swot import Swot
from flows.swot.sections_points import AT_ONCE, HOW_TO_READ, explaining
from flows.swot.terminal import heading
from flows.swot.words import NOBODY, NOTHING, TITLES, day, indicator_name, verdict_name
from schemas.words import counted, listed

FOLDER = Path(__file__).parent / "page"
SIGNS = {
    "critical": "■",
    "warning": "▲",
    "missed": "▲",
    "overdue": "▲",
    "watch": "●",
    "behind": "●",
    "strong": "★",
    "emerging": "☆",
    "improved": "✓",
    "ahead": "✓",
    "achieved": "✓",
    "on_track": "✓",
    "done": "✓",
}
"""Beside the word, so that no verdict is told by colour alone."""


def as_html(swot: Swot) -> str:
    """The whole page. Every text is escaped; only the style sheet, which is ours, is not."""
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            swot=swot,
            title=heading(swot),
            style=Markup((FOLDER / "style.css").read_text(encoding="utf-8")),  # noqa: S704 - a file of ours
            quadrants=[(name, TITLES[name], swot.quadrant(name), NOTHING[name]) for name in QUADRANTS],
            sections=sections,
            charts=charts,
            at_once=AT_ONCE,
            ahead=AHEAD,
            numbers=count(1),
            nobody=NOBODY,
            how_to_read=HOW_TO_READ,
        )
    )


_TOGETHER = re.compile(rf"(?<=\d) (?=%|(?:{'|'.join(month_name[1:])})\b)")


def unbroken(value: object) -> object:
    """A number and its sign, a day and its month: never on two lines."""
    return type(value)(_TOGETHER.sub("\u00a0", value)) if isinstance(value, str) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=unbroken,
    )
    environment.filters |= {
        "day": day,
        "listed": lambda names: listed(list(names)),
        "verdict": verdict_name,
        "indicator": indicator_name,
        "counted": counted,
        "sign": lambda verdict: SIGNS.get(verdict, "○"),
        "words": lambda text: text.replace("_", " "),
        "others": others,
        "explaining": explaining,
        "next": next,
    }
    return environment


def others(point: Point) -> list[Finding]:
    """What else was found of a point, each measure once."""
    seen = {point.strongest.metric}
    return [one for one in point.findings[1:] if one.metric not in seen and not seen.add(one.metric)]  # type: ignore[func-returns-value]
