"""A name that is none of those known: said with the one that was probably meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

SHOWN = 12
"""Names that are listed; with more of them nobody would read the list."""


def near(name: str, known: Collection[str]) -> str:
    """'is it …?' where one of `known` is written much alike, else which there are."""
    by_fold = {one.casefold(): one for one in known}
    if close := get_close_matches(name.casefold(), by_fold, n=1):
        return f"is it {by_fold[close[0]]!r}?"
    listed = ", ".join([*known][:SHOWN])
    return f"there is {listed}{', …' if len(known) > SHOWN else ''}" if known else "there is none at all"
