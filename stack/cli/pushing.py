"""A push with everything around it: each file recorded in ingest_log, progress shown, the outcome in one line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import typer
from rich.progress import Progress

from schemas.words import counted
from stack.cli.console import talk
from stack.cli.home import must_run
from stack.cli.push_view import Pushing, Refusals, shown_progress, wait_shown
from stack.cli.words import events
from stack.home import Home
from stack.ingest import IngestLog, begun, begun_file
from streams.map_columns import check_columns, unread_columns
from streams.map_files import find_map
from streams.mapping import Map
from streams.push import push_files, push_records
from streams.pusher import PushResult
from streams.readers import FileError, Record
from streams.record_types import FEEDBACK, RECORD_TYPES, RecordType
from warehouse.ingest_log import Push

SHOWN_REFUSALS = 20

Feed = tuple[Callable[[], Push], Callable[..., PushResult]]
"""What is pushed as one: its first record in the log, made when its turn comes, and the push."""


def push_with_progress(
    home: Home, files: Sequence[str], map_name: str, as_: str = "", *, wait: float, history: bool
) -> PushResult:
    """Pushes files and reports on stderr. Raises FileError, MapError, PushInterrupted or Unavailable."""
    map_ = find_map(map_name) if map_name else None
    type_ = told_type(as_, map_)
    for file in files:  # before anything is sent
        if file != "-" and (reason := _unreadable(Path(file))):
            raise FileError(f"{file}: {reason}")
    _check(files, map_, type_)
    must_run(home, "broker")
    source = map_.source if map_ else ""
    feeds: list[Feed] = [
        (
            partial(begun_file, file, map_name, source, history=history),
            partial(push_files, [file], map_, history=history, type_=type_),
        )
        for file in files
    ]
    return _push(
        feeds, type_, ", ".join(Path(file).name for file in files), None, wait=wait, shown_refusals=SHOWN_REFUSALS
    )


def _check(files: Sequence[str], map_: Map | None, type_: RecordType) -> None:
    """What would refuse every row, or lose a field of it, is said before the first is sent. Raises FileError."""
    for file in files:
        if map_ is None:
            check_columns(type_, file)
        else:
            for warning in unread_columns(map_, file):
                print(f"earshot: {warning}", file=sys.stderr)


def _unreadable(file: Path) -> str:
    """Why it is no file to be pushed; empty if it is one. A pipe can be read only once: push it as `-`."""
    if file.is_dir():
        return "that is a folder; name the files in it"
    if not file.exists():
        return "there is no such file"
    return "" if file.is_file() else "that is no file; standard input is -"


def told_type(as_: str, map_: Map | None) -> RecordType:
    """What rows become; a map says so itself. Raises typer.BadParameter where the two differ."""
    told = next((type_ for type_ in RECORD_TYPES.values() if type_.plural == as_), None)
    if map_ is not None and told not in (None, map_.type_):
        raise typer.BadParameter(f"the map makes {map_.type_.plural}, not {as_}", param_hint="--as")
    return told or FEEDBACK


def push_records_with_progress(
    records: Sequence[Record],
    title: str,
    *,
    wait: float,
    shown_refusals: int = SHOWN_REFUSALS,
    type_: RecordType = FEEDBACK,
) -> PushResult:
    """The same for records at hand. Raises PushInterrupted or Unavailable."""
    feed = (partial(begun, title), partial(push_records, records, title, type_=type_))
    return _push([feed], type_, title, len(records), wait=wait, shown_refusals=shown_refusals)


def wait_with_progress(pushed: PushResult, wait: float) -> None:
    """Returns when it is queryable, with every case and fact that was pushed until now. Raises Unavailable."""
    console = talk()
    with shown_progress(console) as progress:
        _land(progress, pushed, wait)
    console.print("all queryable")


def _land(progress: Progress, pushed: PushResult, wait: float) -> None:
    wait_shown(progress, pushed.accepted, pushed.ends, wait)
    pushed.landed = True


def _push(
    feeds: Sequence[Feed], type_: RecordType, title: str, total: int | None, *, wait: float, shown_refusals: int
) -> PushResult:
    console = talk()
    refusals, log = Refusals(console, shown_refusals), IngestLog(console.print)
    result = PushResult()
    with shown_progress(console) as progress:
        pushing = Pushing(progress, title, total)
        try:
            for entry, push in feeds:
                result = pushing.add(log.follow(entry(), partial(_told, push, refusals), pushing))
        finally:
            log.close()
        pushing.done()
        if wait:
            _land(progress, result, wait)
    refusals.say_rest()
    landed = ", all queryable" if wait else ""
    made = f"{events(result.accepted, type_.name)}, {counted(result.refused, 'dead letter')}"
    console.print(f"{counted(result.read, 'row')}: {made}{landed}")
    return result


def _told(push: Callable[..., PushResult], refusals: Refusals, on_progress: Callable[[PushResult], None]) -> PushResult:
    return push(on_progress=on_progress, on_refused=refusals)
