"""`earshot up`, `down`, `status`, `logs`, `fetch` and `init`: what runs, and what must be there for it."""

from __future__ import annotations

import os
import time
from typing import Annotated

import typer

Detach = Annotated[bool, typer.Option("--detach", "-d", help="Return when all is healthy, and leave it running.")]
Json = Annotated[bool, typer.Option("--json", help="For programs: one JSON document.")]
Name = Annotated[str, typer.Argument(help="broker, warehouse, prefect, score, land, flows or supervisor.")]
Process = Annotated[str, typer.Argument(metavar="NAME", help="broker, warehouse, prefect, score, land or flows.")]
Follow = Annotated[bool, typer.Option("--follow", "-f", help="Go on printing what is written.")]
Lines = Annotated[int, typer.Option("--lines", "-n", min=0, help="How many of the last lines.")]


def up(detach: Detach = False) -> None:
    """Start the stack: Kafka, the warehouse, Prefect and the workers.

    Stays in the foreground until Ctrl-C ends everything, unless --detach is given. A stack that already runs is left
    alone. Ports that are taken are replaced by free ones, unless you chose them by a variable. Mistakes in the files of
    the configuration are said first, and then nothing is started.
    """
    from stack.cli.foreground import run_up

    run_up(detach=detach)


def down() -> None:
    """End every process of the stack; the data stay."""
    from schemas.words import counted
    from stack.cli.console import talk
    from stack.down import stop
    from stack.guard import alone
    from stack.home import Home

    home, console = Home.current(), talk()
    if not home.root.is_dir():
        console.print(f"nothing runs in {home.root}")
        return
    with alone(home), console.status("ending all processes"):
        ended = stop(home)
    console.print(f"{counted(ended, 'process', 'processes')} ended" if ended else f"nothing ran in {home.root}")


def status(json: Json = False) -> None:
    """Show each process, its port, the lag of the workers, and what has landed.

    Exit code 3 when the stack does not run, 1 when a process of it is not running. Where only engines elsewhere are
    given by EARSHOT_* variables: lag and what has landed, or 3 if none of them answers.
    """
    from stack.cli.home import use_home
    from stack.cli.status_view import as_json, print_status
    from stack.status import read_status

    home = use_home()
    found = read_status(home)
    if json:
        print(as_json(found))
    else:
        print_status(found)
    if not all(process.is_running for process in found.processes):
        raise typer.Exit(1)


def logs(name: Name, follow: Follow = False, lines: Lines = 50) -> None:
    """Print the log of one process."""
    from stack.home import Home
    from stack.processes import NAMES

    if name not in {*NAMES, "supervisor"}:
        raise typer.BadParameter(f"there is no process {name!r}", param_hint="NAME")
    path = Home.current().log(name)
    if not path.is_file():
        raise typer.BadParameter(f"{name} has not written a log in {path.parent}", param_hint="NAME")
    if not path.stat().st_size:
        typer.echo(f"{name} has written nothing yet", err=True)
        if not follow:
            return
    following = ["-F"] if follow else []
    os.execvp("tail", ["tail", "-n", str(lines), *following, str(path)])  # noqa: S606, S607


def health(name: Process) -> None:
    """Say whether one process does its work: exit code 0 or 1. For containers; score and land are asked as a group.

    flows are well if they have asked for due runs within the last minute and a half.
    """
    from stack.cli.home import use_home
    from stack.health import FRESH_SECONDS, is_healthy
    from stack.processes import NAMES

    if name not in NAMES:
        raise typer.BadParameter(f"there is no process {name!r}", param_hint="NAME")
    use_home()
    healthy = is_healthy(name, since=time.time() - FRESH_SECONDS)
    print(f"{name} {'does its work' if healthy else 'does not do its work'}")
    if not healthy:
        raise typer.Exit(1)


def fetch() -> None:
    """Fetch what a first start needs from outside (Kafka's jars), so that later starts need no network.

    Also has Prefect make its empty database once, with which every new home begins.
    """
    from stack import jars, prefect_schema
    from stack.cli.console import talk

    console = talk()
    with console.status(f"fetching {len(jars.locked_jars())} Kafka jars"):
        folder = jars.fetch()
    console.print(f"Kafka's jars are in {folder}, each with the locked hash")
    with console.status("having Prefect make its empty database"):
        kept = prefect_schema.make_template()
    console.print(f"Prefect's empty database is {kept}")


def init() -> None:
    """Prepare the Kafka and the warehouse to which the EARSHOT_* variables point: topics, schema, the analyst's access.

    For engines that are not `earshot up`'s, before the workers start. Repeating it changes nothing.
    """
    import logging

    from stack import prepare
    from stack.cli.console import talk
    from stack.cli.home import use_home

    use_home()
    console = talk()
    topics = prepare.create_topics()
    console.print(f"topics     created {', '.join(topics.created)}" if topics.created else "topics     all are there")
    for difference in topics.differs:
        console.print(f"topics     {difference}: left as it is")
    says = logging.StreamHandler()  # each migration, and what access the analyst has
    says.setFormatter(logging.Formatter("warehouse  %(message)s"))
    logging.getLogger("warehouse").addHandler(says)
    logging.getLogger("warehouse").setLevel(logging.INFO)
    applied = prepare.migrate_warehouse()
    console.print(f"warehouse  up to date, {len(applied)} migrations applied now")
