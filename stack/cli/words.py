"""What a push made, as people say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.words import counted

if TYPE_CHECKING:
    from streams.record_types import TypeName


def events(count: int, type_name: TypeName) -> str:
    """What a push made of its rows."""
    return counted(count, *_EVENTS[type_name])


_EVENTS: dict[TypeName, tuple[str, str]] = {
    "feedback": ("event", "events"),
    "case": ("step of a case", "steps of cases"),
    "fact": ("fact", "facts"),
}
