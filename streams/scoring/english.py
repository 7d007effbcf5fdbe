"""English text → polarity, subjectivity and label, by TextBlob's pattern analyser with negation read properly.

The analyser averages the polarity of the opinion words it knows. Left alone it loses a negator that stands two words
before its word ("I can't say it's good" is +0.7) and every contraction; `english.yaml` says what is told to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

import textblob.en
from msgspec import Struct

from schemas.config_file import read_config

ENGLISH_FILE: Final = Path(__file__).with_name("english.yaml")
Label = Literal["positive", "neutral", "negative"]
_TOKEN = re.compile(
    r"""\(!\) | [:;=][-o^']?[()\[\]dp/\\|*3] | <3
    | [a-z]+(?=n't\b) | n't\b | [^\W_]+(?:-[^\W_]+)* | [!?.,;:–—♥❤☺☹] | (?<=\s)-(?=\s)""",
    re.VERBOSE,
)
_MOST = 2_000  # tokens: an opinion is clear by then, and time stays bounded
_CLAUSE_MARKS = frozenset(".,;:!?–—-")


class Thresholds(Struct, frozen=True, forbid_unknown_fields=True):
    """The neutral band: from `negative` to `positive`, both included."""

    negative: float
    positive: float


class Opinions(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one polarity (−1…1) and subjectivity (0…1)."""

    polarity: float
    subjectivity: float
    words: list[str]


class English(Struct, frozen=True, forbid_unknown_fields=True):
    """`english.yaml`."""

    thresholds: Thresholds
    reach: int
    negators: frozenset[str]
    clause_ends: frozenset[str]
    idioms: list[tuple[str, str]]
    words: list[Opinions]


class EnglishSentiment:
    """`score(text)` for clean English text; one instance per process, loaded once."""

    def __init__(self, english: English | None = None) -> None:
        self.english = english or read_config(ENGLISH_FILE, English)
        self._lexicon = _lexicon(self.english)
        self._idioms = [(re.compile(rf"\b(?:{pattern})\b"), word) for pattern, word in self.english.idioms]
        self._negators = self.english.negators | {"n't"}
        self._may_be_idiom = re.compile("|".join(pattern for pattern, _ in self.english.idioms))

    def score(self, text: str) -> tuple[Label, float, float]:
        """(label, polarity −1…1, subjectivity 0…1)."""
        polarity, subjectivity = self.polarity(text)
        return self.label(polarity), polarity, subjectivity

    def label(self, polarity: float) -> Label:
        """Neutral inside the calibrated band, both ends included."""
        band = self.english.thresholds
        return "positive" if polarity > band.positive else "negative" if polarity < band.negative else "neutral"

    def polarity(self, text: str) -> tuple[float, float]:
        """(polarity, subjectivity): means over the opinion words, as TextBlob defines them; (0, 0) without any."""
        assessed = self._lexicon.assessments([(word, None) for word in self.words(text)], True)
        count = len(assessed) or 1
        polarity = sum(found[1] for found in assessed) / count
        subjectivity = sum(found[2] for found in assessed) / count
        return max(-1.0, min(1.0, polarity)), max(0.0, min(1.0, subjectivity))

    def words(self, text: str) -> Sequence[str]:
        """The tokens that the analyser is given: idioms replaced, each negator right before what it turns round."""
        words = _TOKEN.findall(text.lower().replace("’", "'"))[:_MOST]
        spoken = " ".join(words)
        if self._may_be_idiom.search(spoken):
            for pattern, word in self._idioms:
                spoken = pattern.sub(word, spoken)
            words = spoken.split()
        return words if self._negators.isdisjoint(words) else list(self._with_negators_moved(words))

    def _with_negators_moved(self, words: Sequence[str]) -> Iterator[str]:
        left = 0  # how many more words a negator reaches
        for word in words:
            if word in self._negators:
                left = self.english.reach
                continue
            if word in _CLAUSE_MARKS or word in self.english.clause_ends:
                left = 0
            elif left and self._is_opinion(word):
                yield "not"
                left = 0
            left = max(0, left - 1)
            yield word

    def _is_opinion(self, word: str) -> bool:
        known = self._lexicon.get(word)
        return known is not None and (abs(known[None][0]) >= 0.05 or known[None][2] != 1.0)


def _lexicon(english: English) -> textblob.en.Sentiment:
    """An analyser of our own with TextBlob's lexicon, so that TextBlob itself stays as it is for others."""
    shared = textblob.en.sentiment
    own = textblob.en.Sentiment(
        path=shared.path,
        synset="wordnet_id",
        negations=("not",),
        modifiers=("RB",),
        modifier=shared.modifier,
        language="en",
    )
    own.load()
    for opinions in english.words:
        for word in opinions.words:
            own.annotate(word, None, opinions.polarity, opinions.subjectivity, 1.0)
    return own
