"""Counts as people say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streams.record_types import TypeName


def counted(count: int, one: str, several: str = "") -> str:
    """`1 row`, `2 rows`, `0 rows`; `several` where the plural is not made by an s."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def events(count: int, type_name: TypeName) -> str:
    """What a push made of its rows."""
    return counted(count, *_EVENTS[type_name])


_EVENTS: dict[TypeName, tuple[str, str]] = {
    "feedback": ("event", "events"),
    "case": ("step of a case", "steps of cases"),
    "fact": ("fact", "facts"),
}
