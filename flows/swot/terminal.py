"""The SWOT report on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flows.swot.content.swot import Swot
from flows.swot.section import Section
from flows.swot.sections import sections
from flows.swot.words import day
from schemas.words import listed

STYLES = {
    "critical": "bold white on red",
    "warning": "bold red",
    "missed": "bold red",
    "overdue": "bold red",
    "watch": "yellow",
    "behind": "yellow",
    "strong": "bold green",
    "emerging": "green",
    "improved": "green",
    "ahead": "green",
    "achieved": "bold green",
    "on track": "green",
    "done": "green",
}
WIDTHS = {
    "about": 3,
    "measure": 4,
    "evidence": 3,
    "known since, owner": 2,
    "why": 8,
    "the one nearest to a judgement": 10,
    "where it stands": 10,
    "objective": 5,
    "what can be seen by then": 5,
    "effect": 5,
    "goal": 3,
}
"""How columns with sentences share a terminal's width; the others take what they need."""


def as_rich(swot: Swot) -> RenderableType:
    """Titles, sentences and tables, for rich's console."""
    return Group(Text(heading(swot), style="bold"), *_parts(swot))


def heading(swot: Swot) -> str:
    """Whose, and when."""
    windows = f" ({', '.join(swot.windows)})" if swot.windows else ""
    return f"SWOT of {listed(list(swot.own))} as of {day(swot.as_of)}{windows}"


def _parts(swot: Swot) -> Iterator[RenderableType]:
    for section in sections(swot):
        yield Text(f"\n{section.title}", style="bold")
        yield from (Text(sentence) for sentence in section.sentences)
        if section.rows:
            yield _table(section)
        if section.code:
            yield Text("\nFor config/goals.yaml, under goals:\n")
            yield Text(section.code)


def _table(section: Section) -> Table:
    table = Table(show_lines=True, expand=True)
    for at, name in enumerate(section.columns):
        table.add_column(
            name, ratio=WIDTHS.get(name), overflow="fold", no_wrap=at == 0 and name in ("verdict", "state")
        )
    for row in section.rows:
        table.add_row(Text(row[0], style=STYLES.get(row[0], "")), *(Text(cell) for cell in row[1:]))
    return table
