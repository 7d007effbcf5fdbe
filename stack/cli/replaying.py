"""`earshot replay` as a person sees it: what is refused again by its id, and never what somebody wrote."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from schemas.words import counted
from stack.cli.console import talk
from stack.cli.push_view import Refusals, shown_progress, wait_shown
from stack.cli.pushing import SHOWN_REFUSALS, told_type
from stack.replay import Read, replay, write
from streams.map_files import find_map
from streams.mapping import Map
from streams.replay import Door
from streams.settings import KafkaSettings
from warehouse.client import connect
from warehouse.dead_letters import Found, find_dead_letters, read_dead_letters


def replay_with_progress(
    chosen: dict[str, Any], map_name: str, as_: str, *, wait: float, history: bool, to: Path | None
) -> int:
    """Reports on stderr; how many were refused again. Raises MapError, Unavailable or typer.BadParameter."""
    map_ = find_map(map_name) if map_name else None
    door = Door(map_, told_type(as_, map_), history)
    console = talk()
    client = connect()
    try:
        found = find_dead_letters(client, **chosen | {"source": _source(chosen["source"], map_)})
        _check(chosen["ids"], found)
        read = partial(read_dead_letters, client)
        if not found:
            console.print("no dead letter fits")
        elif to:
            _write(read, found, door, to, console)
        else:
            return _replay(read, found, door, wait, console)
    finally:
        client.close()
    return 0


def _source(source: str, map_: Map | None) -> str:
    """A map reads the rows of its own source."""
    if map_ and source not in ("", map_.source):
        raise typer.BadParameter(f"the map reads {map_.source}, not {source}", param_hint="--source")
    return map_.source if map_ else source


def _check(asked: Sequence[str], found: Sequence[Found]) -> None:
    if missing := sorted(set(asked) - {one.dead_letter_id for one in found}):
        raise typer.BadParameter(f"no dead letter that fits has the id {missing[0]}", param_hint="ID")


def _write(read: Read, found: Sequence[Found], door: Door, to: Path, console: Console) -> None:
    try:
        write(read, found, door.type_, to)
    except OSError as error:
        raise typer.BadParameter(f"{to}: {error.strerror}", param_hint="--to") from None
    console.print(
        f"{counted(len(found), 'dead letter')} written to {to}; mended, `earshot push` takes it", markup=False
    )


def _replay(read: Read, found: Sequence[Found], door: Door, wait: float, console: Console) -> int:
    refusals, kafka = Refusals(console, SHOWN_REFUSALS), KafkaSettings()
    with shown_progress(console) as progress:
        task = progress.add_task("replaying", total=len(found), rate="")
        tell = partial(progress.update, task)
        done = replay(read, found, door, kafka, on_refused=refusals, on_progress=lambda at: tell(completed=at))
        if wait:
            wait_shown(progress, done.sent, done.ends, wait)
    refusals.say_rest()
    landed = ", all queryable" if wait else ""
    console.print(
        f"{counted(len(found), 'dead letter')}: {done.sent:,} sent again, {done.refused:,} refused again{landed}"
    )
    return done.refused
