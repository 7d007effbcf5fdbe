"""`earshot actions`: the action plan, and what it says to customers and to a team's staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from flows.indicators.action import Action
    from flows.indicators.told_actions import Told

YouSaid = Annotated[
    bool, typer.Option("--you-said", help="For customers: what they said, and what was done, as Markdown.")
]
Team = Annotated[
    str,
    typer.Option(
        "--team", help="For the staff of a team (or an owner): finished and open actions.", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="For programs: the actions as one JSON array.")]
HEADINGS = ("id", "state", "due", "done", "owner", "objective", "effect")


def actions(you_said: YouSaid = False, team: Team = "", json: Json = False) -> None:
    """Show the action plan: what is open, overdue and done, and what the done ones moved."""
    from datetime import UTC, datetime
    from functools import partial

    from flows.actions import read_actions, read_effects
    from flows.rules import read_rules
    from stack.cli.home import use_home
    from warehouse.client import connect
    from warehouse.query import query_rows

    use_home("warehouse")
    now = datetime.now(UTC)
    read = partial(query_rows, connect())
    plan, effects = read_actions(read, now, read_rules(now).brands.own), read_effects(read, now)
    if you_said:
        from flows.indicators import told_actions

        print(told_actions.you_said(plan, effects, now), end="")
    elif team:
        _digest(plan, effects, team, now)
    elif json:
        from stack.cli.tables import to_json

        print(to_json([_for_programs(each, effects, now) for each in plan]))
    else:
        _show(plan, effects, now)


def _digest(plan: Sequence[Action], effects: Mapping[str, Told], team: str, now: datetime) -> None:
    from flows.indicators.told_actions import digest, teams_of

    known = teams_of(plan)
    if team.casefold() not in {each.casefold() for each in known}:
        told = f"there is {', '.join(known)}" if known else "there are no actions"
        raise typer.BadParameter(f"no action is of {team!r}; {told}", param_hint="--team")
    print(digest(plan, effects, team, now), end="")


def _show(plan: Sequence[Action], effects: Mapping[str, Told], now: datetime) -> None:
    from stack.cli.console import WIDTH_OF_A_FILE
    from stack.cli.tables import Format, print_rows

    if not plan:
        print("There are no actions: push them as facts of the kind action.")
        return
    print_rows(HEADINGS, [_cells(each, effects, now) for each in plan], Format.TABLE, width=WIDTH_OF_A_FILE)


def _cells(action: Action, effects: Mapping[str, Told], now: datetime) -> list[str]:
    from flows.indicators.told_actions import state_of

    found = effects.get(action.action_id)
    due, done = (f"{each:%Y-%m-%d}" if each else "–" for each in (action.due_at, action.done_at))
    shown = found.verdict if found and action.done_at else "–"
    return [action.action_id, state_of(action, now), due, done, action.owner, action.objective, shown]


def _for_programs(action: Action, effects: Mapping[str, Told], now: datetime) -> dict[str, object]:
    from dataclasses import asdict

    from flows.indicators.told_actions import state_of

    found = effects.get(action.action_id)
    return {**asdict(action), "state": state_of(action, now), "effect": asdict(found) if found else None}
