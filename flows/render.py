"""A report on a terminal and as markdown. Both show the same columns of the same lines."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flows.beside import AHEAD
from flows.lines import Line
from flows.names import when
from flows.report import THREAT_FLOW, Report

COLUMNS = ("", "who", "what", "why")
WIDTHS = (None, 3, 8, 8)
"""How the columns after the verdict share a terminal's width."""
STYLES = {
    "critical": "bold white on red",
    "warning": "bold red",
    "missed": "bold red",
    "watch": "yellow",
    "behind": "yellow",
    "improved": "green",
    "ahead": "green",
    "strong": "bold green",
    "emerging": "green",
    "achieved": "bold green",
}
NOTHING = "No threat was found among what could be judged."
NOTHING_WRONG = "Nothing that is wrong was found among what could be judged."


def as_rich(report: Report) -> RenderableType:
    """Tables for rich's console, then the summary."""
    parts: list[RenderableType] = []
    for title, lines in _sections(report):
        if not lines:
            parts.append(Text(_nothing(report)))
            continue
        table = Table(title=title, title_justify="left", title_style="bold", show_lines=True, expand=True)
        for name, width in zip(COLUMNS, WIDTHS, strict=True):
            table.add_column(name, ratio=width, no_wrap=width is None)
        for line in lines:
            verdict, *rest = _cells(line, "\n")
            table.add_row(Text(verdict, style=STYLES.get(line.verdict, "")), *(Text(cell) for cell in rest))
        parts.append(table)
    return Group(*parts, Text(report.summary))


def as_markdown(report: Report) -> str:
    """For a Prefect artifact: GitHub's tables."""
    parts = []
    for title, lines in _sections(report):
        if not lines:
            parts.append(_nothing(report))
            continue
        rows = [COLUMNS, ("---",) * len(COLUMNS), *(_cells(line, "; ") for line in lines)]
        parts.append(f"## {title}\n\n" + "\n".join("| " + " | ".join(map(_escaped, row)) + " |" for row in rows))
    return "\n\n".join([*parts, report.summary]) + "\n"


def _nothing(report: Report) -> str:
    return NOTHING if report.flow == THREAT_FLOW else NOTHING_WRONG


def _sections(report: Report) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Titles and lines; that nothing is wrong is only said where something could be judged."""
    windows = ", ".join(when(window) for window in report.windows)
    if report.threats or report.judged:
        yield f"{report.title} ({windows})", report.threats
    others = (
        ("What is good", report.good),
        ("Better than before", report.improved),
        (AHEAD, report.ahead),
        ("Rivals and others", report.others),
        ("What customers talk about that no topic covers", report.themes),
        ("What the data suffer from", report.trust),
    )
    yield from ((title, lines) for title, lines in others if lines)


def _cells(line: Line, joint: str) -> tuple[str, ...]:
    return (line.verdict, line.subject, joint.join(line.found), line.reason)


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")
