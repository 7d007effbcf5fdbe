"""What a recomputation says otherwise than the one before it: late feedback, or a new model, has changed it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from flows.queries import Read, sql
from flows.windows import Window

_Key = tuple[Any, ...]
MOST = 20
"""Changes told one by one."""


class Change(Struct, frozen=True):
    """One finding whose verdict is another now."""

    indicator: str
    subject: str
    metric: str
    window: str
    before: str
    now: str

    @property
    def text(self) -> str:
        """`2026-W44 perception_drop, Alder Post (nps): ok before, warning now`."""
        return f"{self.window} {self.indicator}, {self.subject} ({self.metric}): {self.before} before, {self.now} now"


def said_before(read: Read, windows: Sequence[Window], names: Collection[str]) -> Mapping[_Key, Mapping[str, Any]]:
    """The findings that stand about these windows until the run writes its own. Raises Unavailable."""
    asked = {"starts": sorted({window.start for window in windows}), "names": sorted(names)}
    return {_key(row): row for row in read(sql("verdicts"), asked)}


def changes(before: Mapping[_Key, Mapping[str, Any]], rows: Iterable[Mapping[str, Any]]) -> list[Change]:
    """Verdicts that differ; what is judged for the first time is no change."""
    found = []
    for row in rows:
        known = before.get(_key(row))
        if known and known["verdict"] != row["verdict"]:
            found.append(_change(known, row))
    return found


def told(found: Sequence[Change]) -> str:
    """As a section of a page; empty where nothing changed."""
    if not found:
        return ""
    lines = [f"- {change.text}" for change in found[:MOST]]
    rest = [f"- and {len(found) - MOST} more"] if len(found) > MOST else []
    return "\n".join(["", "## What is judged otherwise than before", "", *lines, *rest, ""])


def _key(row: Mapping[str, Any]) -> _Key:
    return row["indicator"], row["subject"], row["metric"], row["grain"], row["window_start"]


def _change(known: Mapping[str, Any], row: Mapping[str, Any]) -> Change:
    return Change(
        row["indicator"],
        row["subject"],
        row["metric"],
        Window(row["window_start"], row["grain"]).label,
        known["verdict"],
        row["verdict"],
    )
