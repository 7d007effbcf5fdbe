"""`earshot swot`: strengths, weaknesses, opportunities, threats, and what to do about them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stack.cli.answers import AsOf

Html = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write one HTML file with charts; it opens offline.", dir_okay=False),
]
Markdown = Annotated[
    Path | None, typer.Option("--md", metavar="FILE", help="Write the report as Markdown.", dir_okay=False)
]
Json = Annotated[bool, typer.Option("--json", help="For programs: the report as one JSON object.")]


def swot(as_of: AsOf = None, html: Html = None, md: Markdown = None, json: Json = False) -> None:
    """Show the SWOT: the four quadrants with evidence, causes, gaps, goals, and objectives drafted from the data."""
    from stack.cli.home import use_home

    use_home("warehouse")
    from flows.run import swot as found
    from stack.cli.report import print_report
    from stack.cli.tables import to_json

    report = found(as_of.date() if as_of else None)
    if html:
        from flows.swot.page import as_html

        _write(html, as_html(report))
    if md:
        from flows.swot.markdown import as_markdown

        _write(md, as_markdown(report))
    if json:
        print(to_json(report))
    elif not (html or md):
        print_report(report)


def _write(file: Path, text: str) -> None:
    """Says where it is; exit code 2 for a path that cannot be written."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be written: {error.strerror}") from error
    typer.echo(f"written: {file}", err=True)
