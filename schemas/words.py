"""Numbers and names in sentences, the same in every answer and report."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: int, one: str, several: str = "") -> str:
    """`1 row`, `2,000 rows`, `0 rows`; `several` where the plural is not made by an s."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def listed(names: Sequence[str]) -> str:
    """`Alder Post, Hazelgate and Rowan`; empty for none."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last
