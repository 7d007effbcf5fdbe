"""TextBlob's analysers, one per language: `Blobber(analyzer=analyzer(pack))(text).sentiment` is what the words say."""

from __future__ import annotations

from typing import NamedTuple

import textblob.en
from textblob.base import CONTINUOUS, BaseSentimentAnalyzer

from streams.scoring.lexicon import SILENCE, Lexicon, Signal
from streams.scoring.packs import Pack
from streams.scoring.reading import read

_NEGLIGIBLE = 0.05  # TextBlob's lexicon lists "more" and "last" as opinions; so weak a one is none


class Words(NamedTuple):
    """What a text's words say: by the pack, and by TextBlob's own lexicon where it has the language."""

    tokens: tuple[str, ...]
    pack: Signal
    textblob: Signal


class PackAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc] # textblob has no types
    """Reads a clean text by the words of a language's pack."""

    kind = CONTINUOUS

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._lexicon = Lexicon(pack)

    def analyze(self, text: str) -> Words:
        """Total: any string."""
        tokens = read(text)
        return Words(tuple(tokens), self._lexicon.signal(tokens), SILENCE)


class EnglishAnalyzer(PackAnalyzer):
    """The pack's words, and TextBlob's lexicon read with the pack's negators, intensifiers and idioms."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack)
        self._textblob = Lexicon(pack, _textblob_opinions(pack))

    def analyze(self, text: str) -> Words:
        """Total: any string."""
        tokens = read(text)
        return Words(tuple(tokens), self._lexicon.signal(tokens), self._textblob.signal(tokens))


def analyzer(pack: Pack) -> PackAnalyzer:
    """The analyser for a pack's language."""
    return EnglishAnalyzer(pack) if pack.language == "en" else PackAnalyzer(pack)


def _textblob_opinions(pack: Pack) -> dict[str, float]:
    """TextBlob's English lexicon: word → polarity −1…1, whatever the part of speech; "very" is no opinion."""
    lexicon = textblob.en.sentiment
    lexicon.load()
    modifiers = {*pack.intensifiers, *pack.diminishers, *pack.negators}
    return {
        word: meanings[None][0]
        for word, meanings in lexicon.items()
        if word[:1].isalpha() and word not in modifiers and abs(meanings[None][0]) >= _NEGLIGIBLE
    }
