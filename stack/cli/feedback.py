"""`earshot push`, `score`, `rescore` and `replay`: feedback, cases and facts in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from stack.cli.options import day

WAIT_SECONDS = 600.0

Files = Annotated[
    list[str], typer.Argument(metavar="FILE…", help="CSV, JSON Lines or Parquet, also gzipped; - is standard input.")
]
MapName = Annotated[
    str, typer.Option("--map", help="How records become events: a YAML file, or the name of a shipped map.")
]


class As(StrEnum):
    """What rows become when no map says so: streams.record_types has the same names."""

    FEEDBACK = "feedback"
    CASES = "cases"
    FACTS = "facts"


AsType = Annotated[As | None, typer.Option("--as", help="What rows are, if no map says it.", show_default="feedback")]
Wait = Annotated[bool, typer.Option("--wait", help="Return when all of it can be queried.")]
History = Annotated[bool, typer.Option("--history", help="Admit dates older than five years (never before 1990).")]
Input = Annotated[
    str, typer.Argument(metavar="[FILE]", help="JSON Lines with `text`, and `lang` if known; - is standard input.")
]

Since = Annotated[datetime | None, day("Feedback given on this day (UTC) or later.", "--from")]
Until = Annotated[datetime | None, day("… and before this one.", "--to")]
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID…]", help="As the view dead_letters shows them.")]
Reason = Annotated[str, typer.Option("--reason", help="Only what was refused for this reason.")]
Source = Annotated[str, typer.Option("--source", help="Only what came from this source.")]
RowMap = Annotated[str, typer.Option("--map", help="Of the map's source only: how its rows become events this time.")]
Mend = Annotated[
    Path | None, typer.Option("--to", help="Send nothing: write what was refused as JSON Lines, to be mended.")
]


def push(files: Files, map: MapName = "", as_: AsType = None, wait: Wait = False, history: History = False) -> None:
    """Push files of feedback, of cases or of business facts into the stream.

    Each row becomes an event, or a dead letter with its reason, which is said here too (exit code 1). Pushing the same
    file again changes no number: each event is there once, received anew.
    """
    from stack.cli.home import use_home
    from stack.cli.pushing import push_with_progress

    home = use_home()
    result = push_with_progress(home, files, map, as_ or "", wait=WAIT_SECONDS if wait else 0, history=history)
    if result.refused:
        raise typer.Exit(1)


def score(file: Input = "-") -> None:
    """Score texts without a broker: the code that the stream runs.

    Each record comes back with language, sentiment, polarity, subjectivity, topics, brands and the versions of both
    scorings; `brand`, if it has one, is whom it is about. Lines that are no record with a text are said and left out
    (exit code 1).
    """
    from stack.cli.scoring import print_scored

    if print_scored(file):
        raise typer.Exit(1)


def rescore(from_: Since = None, to: Until = None, wait: Wait = False) -> None:
    """Score history anew after an edit of taxonomy.yaml or brands.yaml, or with a newer Earshot.

    Only what other versions scored is sent through the stream again; the newest scores of an event are those that show.
    The scorer of this home is restarted so that it has read the edit. With --wait, exit code 1 if events keep other
    versions.
    """
    from schemas.limits import EARLIEST
    from stack.cli.home import use_home
    from stack.cli.rescoring import rescore_with_progress

    first = (from_ or EARLIEST).replace(tzinfo=UTC)
    last = (to or datetime.now(UTC) + timedelta(days=2)).replace(tzinfo=UTC)
    if first >= last:
        raise typer.BadParameter(
            f"no day lies from {first:%Y-%m-%d} on and before {last:%Y-%m-%d}", param_hint="--from"
        )
    home = use_home("broker", "warehouse")
    rescore_with_progress(home, first, last, wait=WAIT_SECONDS if wait else 0)


def replay(
    ids: Ids = None,
    *,
    reason: Reason = "",
    source: Source = "",
    map: RowMap = "",
    as_: AsType = None,
    wait: Wait = False,
    history: History = False,
    to: Mend = None,
) -> None:
    """Send dead letters again, to where they were refused: after a map was mended, say, or with a newer Earshot.

    All of them, or those that fit all that is said. What would be refused again is said (exit code 1) and stays the
    dead letter that it is. With --to the records go into a file of yours, which `earshot push` takes once it is mended.
    """
    from stack.cli.home import use_home
    from stack.cli.replaying import replay_with_progress

    use_home("broker", "warehouse")
    chosen = {"ids": tuple(ids or ()), "reason": reason, "source": source}
    refused = replay_with_progress(chosen, map, as_ or "", wait=WAIT_SECONDS if wait else 0, history=history, to=to)
    if refused:
        raise typer.Exit(1)
