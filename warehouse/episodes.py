"""Writes episodes, what people say of them, and what was told to whom; the views episodes, episode_notes and
alerts_sent show them. Whatever is written twice shows once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args
from uuid import uuid4

from clickhouse_connect.driver.client import Client

from warehouse.columns import Column, counts, floats, milliseconds, names, strings, times
from warehouse.rows import checked, columns_with_defaults, insert_rows

NoteKind = Literal["ack", "dismiss", "assign", "reopen"]
LONGEST_ROLE, LONGEST_REASON = 100, 1000
"""Characters."""

EPISODE_COLUMNS = (
    *columns_with_defaults(
        {
            (strings, ""): "episode_id subject subject_phrase subject_item reason run_id",
            (names, ""): "indicator metric grain subject_brand subject_topic subject_channel subject_source"
            " subject_language quadrant state verdict unit",
            (times, None): "state_since first_seen last_seen recovered_at window_start window_end computed_at",
            (counts, 0): "severity peak_severity windows",
            (floats, None): "value change",
        }
    ),
    Column("version", counts, lambda row: milliseconds(row["computed_at"])),
)
_EPISODE = """
    episode_id indicator metric grain quadrant state verdict state_since first_seen last_seen window_start window_end
    windows run_id computed_at
""".split()  # noqa: SIM905 - names read better than quotes

NOTE_COLUMNS = columns_with_defaults(
    {(strings, ""): "note_id episode_id reason", (names, ""): "kind who owner", (times, None): "noted_at"}
)

ALERT_COLUMNS = columns_with_defaults(
    {
        (strings, ""): "episode_id",
        (names, ""): "state channel rule",
        (counts, 0): "severity attempts",
        (times, None): "sent_at",
    }
)
_ALERT = ("episode_id", "state", "channel", "rule", "sent_at", "attempts")


@dataclass(frozen=True, kw_only=True)
class Note:
    """What somebody says of an episode. `who` and `owner` are a role or a team; nobody checks who asks.

    note_id and noted_at are made with the note, so that sending it again, because nobody answered, adds nothing.
    Raises ValueError for a kind that is none, for what the kind needs (dismiss: a reason; assign: an owner), and for
    texts that are longer than a line of a table can hold or that hold control characters.
    """

    episode_id: str
    kind: NoteKind
    who: str = ""
    owner: str = ""
    reason: str = ""
    note_id: str = field(default_factory=lambda: uuid4().hex)
    noted_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __post_init__(self) -> None:
        if self.kind not in get_args(NoteKind):
            raise ValueError(f"a note is one of {', '.join(get_args(NoteKind))}")
        needed = {"dismiss": "reason", "assign": "owner"}.get(self.kind, "episode_id")
        if not self.episode_id or not getattr(self, needed).strip():
            raise ValueError(f"not given: {needed}")
        for name, longest in (("who", LONGEST_ROLE), ("owner", LONGEST_ROLE), ("reason", LONGEST_REASON)):
            text: str = getattr(self, name)
            if len(text) > longest or not text.isprintable():
                raise ValueError(f"{name} is one line of at most {longest} characters")


def write_episodes(client: Client, rows: Iterable[Any]) -> int:
    """Write episodes as they stand now (mappings or dataclasses, named as the view's columns); how many.

    Of an episode's rows the one with the latest `computed_at` shows. Raises ValueError for a row that does not fit,
    before anything is written, and Unavailable: then write all again.
    """
    return insert_rows(
        client, "episodes_landed", [checked(row, EPISODE_COLUMNS, _EPISODE) for row in rows], EPISODE_COLUMNS
    )


def write_note(client: Client, note: Note) -> None:
    """Add a note to its episode. Raises Unavailable: then write the same note again."""
    insert_rows(client, "episode_notes_landed", [asdict(note)], NOTE_COLUMNS)


def write_alerts(client: Client, rows: Iterable[Any]) -> int:
    """Write what channels took (mappings or dataclasses, named as the view's columns); how many.

    Raises ValueError for a row that does not fit, before anything is written, and Unavailable: then write all again.
    """
    return insert_rows(
        client, "alerts_sent_landed", [checked(row, ALERT_COLUMNS, _ALERT) for row in rows], ALERT_COLUMNS
    )
