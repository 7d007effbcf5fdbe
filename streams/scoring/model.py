"""The trained sentiment model: one floret file for all languages, and the one place that knows floret's binding.

floret's own `predict` fails with numpy 2.4, its `multilinePredict` gives every label the first one's chance, both raise
for a lone surrogate, and an empty line is certain (1.0) to them. Here none of that reaches a caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import floret

from streams.scoring.reading import is_mark

LABELS: Final = ("negative", "neutral", "positive")  # floret's own labels are these with its prefix
_LABELS = tuple(f"__label__{label}" for label in LABELS)
_EMPHASIS = frozenset("!?؟")
_REPEATED = re.compile(r"(.)\1{2,}")
_NO_WORDS = frozenset({"user", "http", "https", "rt", "_"})  # what published posts have where a name or address stood


class Chances(NamedTuple):
    """Probabilities that sum to 1."""

    negative: float
    neutral: float
    positive: float


UNKNOWN: Final = Chances(1 / 3, 1 / 3, 1 / 3)


class SentimentModel:
    """A trained floret file. Loads in some milliseconds."""

    def __init__(self, file: Path) -> None:
        self._model = floret.load_model(str(file))
        self._predict = self._model.f.predict

    def judge(self, line: str) -> Chances:
        """Chances for a line of `model_line`, in some 5 µs; even ones for an empty line."""
        if not line:
            return UNKNOWN
        found = {label: chance for chance, label in self._predict(line + "\n", len(LABELS), 0.0, "strict")}
        negative, neutral, positive = (found.get(label, 0.0) for label in _LABELS)
        total = negative + neutral + positive  # floret's add up to 1.00003
        return Chances(negative / total, neutral / total, positive / total)


def model_line(tokens: Iterable[str]) -> str:
    """What the model is trained on and asked, of `reading.read`'s tokens: words, emoji, ! and ?; '' where none is."""
    return " ".join(filter(None, map(_spelt, tokens)))


@lru_cache(100_000)
def _spelt(token: str) -> str:
    """A token as the model has it, '' for one that it does not: 'sooooo' is 'soo'."""
    is_read = token in _EMPHASIS or not is_mark(token)
    return _REPEATED.sub(r"\1\1", token) if is_read and token not in _NO_WORDS else ""
