"""`earshot sql`, `threats` and `run`: answers out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from stack.cli.options import day, past_day
from stack.cli.tables import Format

Sql = Annotated[str, typer.Argument(metavar="SQL", help='One statement, for example "SELECT count() FROM feedback".')]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the rows; a table shows the first 1,000.")]
Owner = Annotated[bool, typer.Option("--owner", help="As the owner, who may write; without it as the analyst.")]
Flow = Annotated[
    str, typer.Argument(metavar="FLOW", help="watch, kpis, shift, threats, price_impact, goals, swot, or all.")
]
Json = Annotated[bool, typer.Option("--json", help="For programs: the findings as one JSON array.")]


AsOf = Annotated[
    datetime | None, past_day("About windows that had closed when this day began, UTC (default: now).", "--as-of")
]
From = Annotated[datetime | None, day("Backfill: every window that closes after this day …", "--from")]
To = Annotated[datetime | None, past_day("… and by this one.", "--to")]


def sql(sql: Sql, format: FormatOption = Format.TABLE, owner: Owner = False) -> None:
    """Ask the warehouse. An analyst reads the views: feedback, mentions, indicators, dead_letters and others."""
    from stack.cli.home import use_home
    from stack.cli.tables import print_rows
    from warehouse.client import connect
    from warehouse.console import ask, refusals

    use_home("warehouse")
    with refusals():
        client = connect(role="owner" if owner else "analyst")
    try:
        answer = ask(client, sql)
    finally:
        client.close()
    if answer.columns or format is Format.JSON:  # a statement that is no query has neither: to a program that is []
        print_rows(answer.columns, answer.rows, format)
    if format is Format.TABLE and answer.columns and not answer.rows:
        typer.echo("no rows", err=True)


def threats(as_of: AsOf = None, json: Json = False) -> None:
    """Show what has been found: threats, what got better, what the data suffer from."""
    from stack.cli.home import use_home

    use_home("warehouse")
    if json:
        from flows.run import findings
        from stack.cli.tables import to_json

        print(to_json(findings(_date(as_of))))
    else:
        from flows.run import report
        from stack.cli.report import print_report

        print_report(report(_date(as_of)))


def run(flow: Flow, as_of: AsOf = None, from_: From = None, to: To = None) -> None:
    """Run a flow now and show what it found: the last closed window of each length, or all windows of a span."""
    if as_of and (from_ or to):
        raise typer.BadParameter("say either this one day, or a span by --from and --to", param_hint="--as-of")
    from flows.errors import RequestError
    from flows.run import FLOWS
    from flows.run import run as run_flow
    from schemas.words import counted
    from stack.cli.console import talk
    from stack.cli.home import use_home
    from stack.cli.report import print_report

    if flow not in FLOWS:
        raise typer.BadParameter(f"there is no flow {flow!r}; there is {', '.join(FLOWS)}", param_hint="FLOW")
    use_home("warehouse", "prefect")
    console = talk()
    try:
        with console.status(f"running {flow}"):
            result = run_flow(flow, as_of=_date(as_of), from_=_date(from_), to=_date(to))
    except RequestError as error:
        raise typer.BadParameter(str(error)) from error
    windows = ", ".join(window.label for window in result.windows)
    console.print(f"{counted(result.findings, 'finding')} about {windows}")
    for channel, alerts in result.untold.items():
        console.print(f"the channel {channel} did not take {counted(alerts, 'alert')}: the next run tries again")
    print_report(result.report)


def _date(day: datetime | None) -> date | None:
    return day.date() if day else None
