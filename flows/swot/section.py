"""A section of the report: what the terminal and Markdown show alike."""

from __future__ import annotations

from dataclasses import dataclass

from flows.swot.content.finding import Finding
from flows.swot.words import verdict_name

Cells = tuple[str, ...]
FINDING: Cells = ("verdict", "about", "window", "why")


@dataclass(frozen=True, slots=True)
class Section:
    """A title, sentences, a table (the first column of `verdict` tables is one), and lines to copy."""

    title: str
    sentences: tuple[str, ...] = ()
    columns: Cells = ()
    rows: tuple[Cells, ...] = ()
    code: str = ""


def finding_cells(finding: Finding) -> Cells:
    """A row under `FINDING`."""
    return verdict_name(finding.told_verdict), finding.subject, finding.when, finding.reason
