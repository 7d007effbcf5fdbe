"""All that a language's pack and the taxonomy listen for, looked up together: one look at each word of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from streams.scoring.packs import Pack
from streams.scoring.phrases import Hit, Phrases, phrase_words

# Join clauses where both sides have an opinion of their own.
_CONJUNCTIONS: Final = {
    "en": ("and",),
    "es": ("y", "e"),
    "ca": ("i",),
    "ru": ("и", "а"),
    "fa": ("و",),
    "de": ("und",),
    "fr": ("et",),
    "it": ("e", "ed"),
    "pt": ("e",),
    "ar": ("و",),
    "hi": ("और", "व", "तथा"),
    "el": ("και", "κι"),
    "sw": ("na",),
}


class Found(NamedTuple):
    """What the words of a text say, as `Cues.look` finds it."""

    words: Sequence[str]
    hits: Sequence[Hit]
    bits: int


class Cues:
    """Topics, opinion words, contrasts, conjunctions, intents, urgency, expectations and causes of one language.

    Attributes are masks for a hit's bits; `named` gives what a kind of them is called.
    """

    def __init__(self, topics: Sequence[tuple[str, str]], pack: Pack | None, language: str = "") -> None:
        said = [(word, f"topic {topic}") for word, topic in topics]
        self._phrases = Phrases([*said, *(_of_pack(pack) if pack else ()), *_of_conjunctions(language)])
        self.topics = self._kind("topic")
        self.opinions = self._kind("opinion")
        self.contrasts = self._kind("contrast")
        self.conjunctions = self._kind("conjunction")
        self.intents = self._kind("intent")
        self.causes = self._kind("cause")
        self.urgent = self._kind("urgent")
        self.expected = self._kind("expected")
        self.splits = self.contrasts | self.conjunctions

    def look(self, words: Sequence[str]) -> Found:
        """Everything in the folded `words`."""
        hits = self._phrases.locate(words)
        bits = 0
        for hit in hits:
            bits |= hit.bits
        return Found(words, hits, bits)

    def named(self, bits: int) -> list[str]:
        """The topics, intents or causes (of one kind, in the order of their configuration) that `bits` stands for."""
        return [label.partition(" ")[2] for label in self._phrases.names(bits)]

    def _kind(self, kind: str) -> int:
        return self._phrases.mask(lambda label: label.partition(" ")[0] == kind)


def _of_pack(pack: Pack) -> Iterator[tuple[str, str]]:
    lists: list[tuple[str, Iterable[str]]] = [
        ("opinion", pack.opinions()),
        *((f"intent {intent}", words) for intent, words in pack.intents.items()),
        *((f"cause {cause}", words) for cause, words in pack.causes.items()),
        ("contrast", pack.contrasts),
        ("urgent", pack.urgent),
        ("expected", pack.expected),
    ]
    return ((word, label) for label, words in lists for word in words if phrase_words(word))


def _of_conjunctions(language: str) -> Iterator[tuple[str, str]]:
    return ((word, "conjunction") for word in _CONJUNCTIONS.get(language, ()))
