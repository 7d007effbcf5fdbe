"""Which report shows what a flow judged, and how it looks: the SWOT for all, a table of findings for any other."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from rich.console import RenderableType

from flows import render
from flows.brands import read_brands
from flows.jobs import JOBS
from flows.queries import Read
from flows.report import Report, read_report
from flows.swot import markdown, terminal
from flows.swot.content.swot import Swot
from flows.swot.read import read_swot
from flows.taxonomy import read_names

SWOT = "swot"
Told = Report | Swot


def report_of(flow: str, read: Read, as_of: datetime, folder: Path) -> Told:
    """What `flow` judged, as it reads at `as_of`; of one that is no job (all of them) the SWOT.

    Raises Unavailable, ConfigError.
    """
    if flow == SWOT or flow not in JOBS:
        return read_swot(read, as_of, folder)
    own, names = read_brands(folder).own, read_names(folder)
    return read_report(read, as_of, own, flow, JOBS[flow].title, names=names)


def as_rich(report: Told) -> RenderableType:
    """For rich's console."""
    return terminal.as_rich(report) if isinstance(report, Swot) else render.as_rich(report)


def as_markdown(report: Told) -> str:
    """For a Prefect artifact or a file."""
    return markdown.as_markdown(report) if isinstance(report, Swot) else render.as_markdown(report)
