"""Counts as people say them."""

from __future__ import annotations


def counted(count: int, one: str, several: str = "") -> str:
    """`1 row`, `2 rows`, `0 rows`; `several` where the plural is not made by an s."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
