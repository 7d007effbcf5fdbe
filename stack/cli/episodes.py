"""`earshot findings`, `ack`, `dismiss`, `assign`, `reopen`: what has been found, as episodes, and what people say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from warehouse.query import Row

SHORTEST_ID = 6

Id = Annotated[str, typer.Argument(metavar="ID", help="A finding's id, or as much of its beginning as is its alone.")]
By = Annotated[str, typer.Option("--by", metavar="ROLE", help="Who says so: a role or a team.", show_default=False)]
Reason = Annotated[str, typer.Option("--reason", help="Why it is a false alarm, in one line.")]
Owner = Annotated[str, typer.Argument(metavar="OWNER", help="The role or team that sees to it from now on.")]
All = Annotated[bool, typer.Option("--all", help="Also what is over, lapsed, dismissed, or not found any more.")]
Json = Annotated[bool, typer.Option("--json", help="For programs: the findings as one JSON array.")]
Quadrant = Annotated[
    str,
    typer.Option("--quadrant", help="Only threat, weakness, opportunity, strength, goal …", show_default="every one"),
]


def findings(all_: All = False, quadrant: Quadrant = "", json: Json = False) -> None:
    """Show what has been found and is not over, with who sees to it; how often findings were false alarms.

    What has lapsed is no longer judged, as too little is told of it, or nothing: it is neither open nor over.
    """
    _check(quadrant)
    rows = _episodes()
    chosen = [row for row in rows if (all_ or _is_open(row)) and quadrant in ("", row["quadrant"])]
    if json:
        from stack.cli.tables import to_json

        print(to_json(chosen))
        return
    if chosen:
        from stack.cli.episode_view import print_episodes

        print_episodes(chosen, shortest_ids([row["episode_id"] for row in rows]))
    else:
        print("There are no such findings.")
    if count := sum(row["state"] == "lapsed" for row in rows):
        print(f"No longer judged, so neither open nor over: {count:,} lapsed.")
    print(precision(rows))


def ack(id_: Id, by: By = "") -> None:
    """Say that a finding is seen."""
    _note(id_, kind="ack", who=by)


def dismiss(id_: Id, reason: Reason, by: By = "") -> None:
    """Call a finding a false alarm: it is shown no more, and counts in the precision that `findings` tells."""
    _note(id_, kind="dismiss", who=by, reason=reason)


def assign(id_: Id, owner: Owner, by: By = "") -> None:
    """Say who sees to a finding."""
    _note(id_, kind="assign", who=by, owner=owner)


def reopen(id_: Id, by: By = "") -> None:
    """Take a dismissal back."""
    _note(id_, kind="reopen", who=by)


def _check(quadrant: str) -> None:
    from flows.episodes import QUADRANTS

    if quadrant and quadrant not in QUADRANTS:
        _refuse(f"there is no quadrant {quadrant!r}; there is {', '.join(QUADRANTS)}")


def _is_open(row: Row) -> bool:
    return row["state"] not in ("recovered", "lapsed", "withdrawn") and row["dismissed_at"] is None


def precision(rows: list[Row]) -> str:
    """Of those that are decided, ended or dismissed, how many were no false alarms: 1 - dismissed / decided."""
    dismissed = sum(row["dismissed_at"] is not None for row in rows)
    decided = sum(row["state"] == "recovered" or row["dismissed_at"] is not None for row in rows)
    if not decided:
        return "No finding has ended or been dismissed yet, so nothing can be said about false alarms."
    share = f"{1 - dismissed / decided:.0%}"
    return f"Ended or dismissed: {decided:,}. Dismissed as false alarms: {dismissed:,}. Precision: {share}."


def shortest_ids(ids: list[str]) -> int:
    """How many digits tell all of them apart, at least six."""
    return next((n for n in range(SHORTEST_ID, 32) if len({one[:n] for one in ids}) == len(set(ids))), 32)


def _episodes() -> list[Row]:
    from stack.cli.home import use_home
    from warehouse.client import connect
    from warehouse.query import query_rows

    use_home("warehouse")
    sql = "SELECT * FROM episodes ORDER BY severity DESC, first_seen DESC, subject, indicator, metric, grain"
    return query_rows(connect(), sql)


def _note(prefix: str, **said: Any) -> None:
    """Add the note and say of what; wrong usage is an id that is none or several's, a text that does not fit, and to
    reopen what is not dismissed.
    """
    from stack.cli.episode_view import named
    from stack.cli.home import use_home
    from warehouse.client import connect
    from warehouse.episodes import Note, write_note
    from warehouse.query import query_rows

    use_home("warehouse")
    client = connect()
    found = query_rows(client, _IDS, {"prefix": prefix.strip().lower()})
    row = _only(found)
    name = named(row)
    again = said["kind"] == "dismiss" and row["dismissed_at"] is not None
    if said["kind"] == "reopen" and row["dismissed_at"] is None:
        _refuse(f"{name} is not dismissed: there is nothing to take back")
    try:
        note = Note(episode_id=row["episode_id"], **said)
    except ValueError as error:
        _refuse(str(error))
    write_note(client, note)
    print(f"{said['kind']}{' once more' if again else ''}: {name}")


_IDS = "SELECT * FROM episodes WHERE startsWith(episode_id, {prefix:String}) ORDER BY episode_id"


def _only(found: list[Row]) -> Row:
    ids = [row["episode_id"] for row in found]
    if not ids:
        _refuse("no finding has an id that begins so; `earshot findings --all` shows them")
    if len(ids) > 1:
        digits = shortest_ids(ids)
        shown = ", ".join(one[:digits] for one in ids[:5]) + (", …" if len(ids) > 5 else "")
        _refuse(f"{len(ids)} findings have an id that begins so: {shown}")
    return found[0]


def _refuse(sentence: str) -> NoReturn:
    raise typer.BadParameter(sentence)
