"""What was worked out once: texts repeat their words, and to look one up is the least that a word can cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

MOST: Final = 100_000  # keys; then all are forgotten, and the common ones are back after some texts
LONGEST: Final = 100  # characters: what is longer is hardly a word, and seldom comes twice

V = TypeVar("V")


class Remembered(dict[str, V], Generic[V]):
    """`remembered[key]` is what `find` says of a key, found when it is first asked for. Bounded, whatever is asked."""

    __slots__ = ("_find",)

    def __init__(self, find: Callable[[str], V]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: str) -> V:
        found = self._find(key)
        if len(key) <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[key] = found
        return found
