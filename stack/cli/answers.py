"""`earshot sql`: questions to the warehouse."""

from __future__ import annotations

from typing import Annotated

import typer

from stack.cli.tables import Format

Sql = Annotated[str, typer.Argument(metavar="SQL", help='One statement, for example "SELECT count() FROM feedback".')]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the rows.")]
Owner = Annotated[bool, typer.Option("--owner", help="As the owner, who may write; without it as the analyst.")]


def sql(sql: Sql, format: FormatOption = Format.TABLE, owner: Owner = False) -> None:
    """Ask the warehouse. An analyst reads the views: feedback, mentions, indicators, dead_letters and others."""
    from stack.cli.home import use_home
    from stack.cli.tables import print_rows
    from warehouse.client import connect
    from warehouse.console import ask

    use_home()
    client = connect(role="owner" if owner else "analyst")
    try:
        answer = ask(client, sql)
    finally:
        client.close()
    if answer.columns:
        print_rows(answer.columns, answer.rows, format)
