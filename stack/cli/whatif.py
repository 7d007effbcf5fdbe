"""`earshot whatif price`: what a change of price may cost before it stops paying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flows.indicators.formulas.price import Scenario
    from flows.whatif import Base

app = typer.Typer(help="Play a change through before it is made: a scenario, no forecast.", no_args_is_help=True)

Change = Annotated[
    list[float],
    typer.Option("--change", help="Per cent of today's price, such as 5 or -3; several times for several scenarios."),
]
Margin = Annotated[float, typer.Option("--margin", help="Per cent of today's price that is left after variable costs.")]
Brand = Annotated[str, typer.Option("--brand", help="One of our brands.", show_default="the first of brands.yaml")]
Json = Annotated[bool, typer.Option("--json", help="For programs: the scenarios as one JSON array.")]


@app.callback()
def whatif() -> None:
    """Play a change through before it is made: a scenario, no forecast."""


@app.command()
def price(change: Change, margin: Margin, brand: Brand = "", json: Json = False) -> None:
    """Show how many customers a new price may cost before it stops paying, beside those who speak badly of prices."""
    from datetime import UTC, datetime
    from functools import partial

    from flows.errors import RequestError
    from flows.rules import read_rules
    from flows.whatif import base_of, price_scenarios
    from stack.cli.home import use_home
    from warehouse.client import connect
    from warehouse.query import query_rows

    use_home("warehouse")
    rules = read_rules(datetime.now(UTC))
    own = rules.brands.own
    chosen = brand or next(iter(own), "")
    if chosen not in own:
        raise typer.BadParameter(f"{chosen!r} is none of our brands: {', '.join(own)}", param_hint="--brand")
    base = base_of(partial(query_rows, connect()), chosen, rules.config.price_impact, rules.as_of)
    try:
        _show(base, price_scenarios(base, change, margin), json=json)
    except RequestError as error:
        raise typer.BadParameter(str(error)) from error


HEADINGS = ("change of price", "may be lost", "of customers", "speak badly of prices", "of customers", "so")


def _show(base: Base, found: tuple[Scenario, ...], *, json: bool) -> None:
    from dataclasses import asdict

    from flows.whatif import told
    from stack.cli.console import WIDTH_OF_A_FILE
    from stack.cli.tables import Format, print_rows, to_json

    if json:
        known = {"brand": base.brand, "heard": base.heard, "is_core": base.is_core, "is_known": base.is_enough}
        print(to_json([{**known, **asdict(one)} for one in found]))
        return
    print_rows(HEADINGS, [_cells(base, one) for one in found], Format.TABLE, width=WIDTH_OF_A_FILE)
    print(told(base))


def _cells(base: Base, one: Scenario) -> list[str]:
    """Of a cut what may be lost is what must be won: shown below zero."""
    from flows.whatif import verdict

    share = "–" if one.break_even is None else f"{100 * one.break_even:.1f} %"
    customers = "–" if one.customers is None else f"{one.customers:,.0f}"
    at_risk = [f"{100 * base.share:.1f} %", f"{one.at_risk:,.0f}"] if base.is_enough else ["–", "–"]
    return [f"{one.change:+g} %", share, customers, *at_risk, verdict(base, one)]
