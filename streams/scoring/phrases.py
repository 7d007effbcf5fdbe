"""Which of many words and phrases stand in a text, and where: one dictionary look-up per token."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from streams.scoring.remembered import MOST, Remembered
from streams.scoring.text import fold, follows, starred, tokens

_Longer = tuple[tuple[str, ...], int]  # the words after the first, and the label's bit


class Hit(NamedTuple):
    """The words from `start` up to `end` are phrases with the labels that `bits` stands for."""

    start: int
    end: int
    bits: int


class _Entry(NamedTuple):
    """What a word says alone, and the longer phrases that it begins."""

    bits: int
    by_next: dict[str, list[_Longer]]  # under the word that comes next
    starred: list[_Longer]  # those that need only a beginning of it
    beginnings: tuple[str, ...]  # these


_NOTHING: Final = _Entry(0, {}, [], ())


class Phrases:
    """Phrases with labels; `find` gives the labels of those that occur, `locate` where they stand.

    A phrase is one or more words, compared folded and whole; a word that ends in * matches every word that begins so
    (`доставк*`). Order of labels is the order in which they were first given; each is one bit.
    """

    def __init__(self, labelled: Iterable[tuple[str, str]]) -> None:
        self._labels: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._prefixes: dict[str, int] = {}
        self._longer: dict[str, list[_Longer]] = {}
        self._longer_prefixes: dict[str, list[_Longer]] = {}
        self._entries: Remembered[_Entry] = Remembered(self._look_up)
        self._named: dict[int, tuple[str, ...]] = {0: ()}
        for phrase, label in labelled:
            self._add(phrase_words(phrase), 1 << self._labels.setdefault(label, len(self._labels)))
        self._lengths = sorted({len(prefix) for prefix in (*self._prefixes, *self._longer_prefixes)})

    def find(self, words: Sequence[str]) -> tuple[str, ...]:
        """Labels of the phrases found in the folded tokens `words`."""
        found = 0
        for hit in self.locate(words):
            found |= hit.bits
        return self.names(found)

    def locate(self, words: Sequence[str]) -> list[Hit]:
        """Every phrase found in the folded tokens `words`, by where it starts."""
        hits: list[Hit] = []
        for at, entry in enumerate(map(self._entries.__getitem__, words)):
            if entry is _NOTHING:
                continue
            bits, by_next, starred, beginnings = entry
            if bits:
                hits.append(Hit(at, at + 1, bits))
            if (by_next or starred) and at + 1 < len(words):
                following = words[at + 1]
                if following in by_next:
                    hits += _longer(words, at, by_next[following])
                if starred and following.startswith(beginnings):
                    hits += _longer(words, at, starred)
        return hits

    def names(self, bits: int) -> tuple[str, ...]:
        """The labels that `bits` stands for, in their order."""
        found = self._named.get(bits)
        return self._name(bits) if found is None else found

    def mask(self, wanted: Callable[[str], bool]) -> int:
        """The bits of the labels that are `wanted`."""
        return sum(1 << at for label, at in self._labels.items() if wanted(label))

    def _add(self, words: tuple[str, ...], bit: int) -> None:
        first, rest = words[0], words[1:]
        key = first.rstrip("*")
        if rest:
            (self._longer_prefixes if first.endswith("*") else self._longer).setdefault(key, []).append((rest, bit))
        else:
            singles = self._prefixes if first.endswith("*") else self._words
            singles[key] = singles.get(key, 0) | bit

    def _look_up(self, word: str) -> _Entry:
        bits, phrases = self._words.get(word, 0), list(self._longer.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            bits |= self._prefixes.get(word[:length], 0)
            phrases += self._longer_prefixes.get(word[:length], ())
        if not bits and not phrases:
            return _NOTHING
        by_next: dict[str, list[_Longer]] = {}
        starred = [(rest, bit) for rest, bit in phrases if rest[0].endswith("*")]
        for rest, bit in phrases:
            if not rest[0].endswith("*"):
                by_next.setdefault(rest[0], []).append((rest, bit))
        return _Entry(bits, by_next, starred, tuple({rest[0].rstrip("*") for rest, _ in starred}))

    def _name(self, bits: int) -> tuple[str, ...]:
        if len(self._named) >= MOST:
            self._named.clear()
        names = tuple(label for label, at in self._labels.items() if bits >> at & 1)
        return self._named.setdefault(bits, names)


def phrase_words(phrase: str) -> tuple[str, ...]:
    """A phrase's folded words, each with its * if it has one; () where the phrase has no letter."""
    return starred(fold(phrase).split(), lambda part: [part] if part.isalnum() else tokens(part))


def _longer(words: Sequence[str], at: int, likely: Iterable[_Longer]) -> list[Hit]:
    """Those of the `likely` phrases that stand in `words` with their first word `at`."""
    return [Hit(at, at + 1 + len(rest), bit) for rest, bit in likely if follows(words, at + 1, rest)]
