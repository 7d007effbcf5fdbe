"""All signals of a text → one judgement: a small logistic model over them, with weights per language."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, log1p
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from streams.scoring.analyzers import Words
from streams.scoring.lexicon import SILENCE, Signal
from streams.scoring.model import LABELS, Chances

Floats = npt.NDArray[np.float64]
_LEAST = 0.02  # a model's chances are never read as certain
_SHOUTED = 0.6  # share of capitals
_SIGNAL = ("positive", "negative", "balance", "last", "none", "both", "turned", "loose", "neutral_idioms")
FEATURES: Final = (
    "always",
    "model_polarity",
    "model_neutral",
    *(f"pack_{name}" for name in _SIGNAL),
    *(f"textblob_{name}" for name in _SIGNAL),
    "agreement",
    "model_polarity_alone",
    "model_neutral_alone",
    "question",
    "exclaimed",
    "exclaimed_balance",
    "shouted_balance",
    "length",
    "clause",
)


class Weights(msgspec.Struct, frozen=True):
    """fusion.json: per language one row of FEATURES' weights per label, in LABELS' order."""

    features: list[str]
    weights: dict[str, list[list[float]]]


def read_weights(file: Path) -> Weights:
    """The weights in `file`."""
    return msgspec.json.decode(file.read_bytes(), type=Weights)


class Fusion:
    """Judges by fitted weights. Raises ValueError for those that were fitted to other features."""

    def __init__(self, fitted: Weights) -> None:
        if tuple(fitted.features) != FEATURES:
            raise ValueError("the weights were fitted to other features: make models")
        self._at = {language: at for at, language in enumerate(fitted.weights)}
        self._weights = np.array(list(fitted.weights.values()), dtype=np.float64).reshape(
            -1, len(LABELS), len(FEATURES)
        )

    def knows(self, language: str) -> bool:
        """Whether there are weights for a language."""
        return language in self._at

    def judge(self, languages: Sequence[str], features: Sequence[Sequence[float]] | Floats) -> Floats:
        """Rows of probabilities in LABELS' order, for texts in languages that it knows."""
        weights = self._weights[[self._at[language] for language in languages]]
        scores: Floats = np.einsum("nlf,nf->nl", weights, np.asarray(features, dtype=np.float64))
        return softmax(scores)


def softmax(scores: Floats) -> Floats:
    """Rows of scores → rows of probabilities."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Floats = powers / powers.sum(axis=1, keepdims=True)
    return chances


def features(text: str, words: Words, chances: Chances, is_clause: bool) -> tuple[float, ...]:
    """FEATURES of a text, or of a clause of one."""
    negative, neutral, positive = (log(max(chance, _LEAST)) for chance in chances)
    pack, own = _signal(words.pack), _signal(words.textblob)
    exclaimed = log1p(min(3, text.count("!")))
    for_opinion, for_neutral = positive - negative, neutral - (positive + negative) / 2
    return (
        1.0,
        for_opinion,
        for_neutral,
        *pack,
        *own,
        (chances.positive - chances.negative) * pack[2],
        for_opinion * pack[4],
        for_neutral * pack[4],
        1.0 if "?" in text or "؟" in text else 0.0,
        exclaimed,
        exclaimed * pack[2],
        pack[2] if pack[2] and _is_shouted(text) else 0.0,
        log1p(len(words.tokens)) - 2.5,
        1.0 if is_clause else 0.0,
    )


def _signal(found: Signal) -> tuple[float, ...]:
    return _SAYS_NOTHING if found is SILENCE else _measured(found)


def _measured(found: Signal) -> tuple[float, ...]:
    positive, negative, last, opinions, turned, loose, neutral_idioms = found
    return (
        log1p(positive),
        log1p(negative),
        (positive - negative) / (positive + negative) if positive or negative else 0.0,
        last,
        0.0 if opinions else 1.0,
        min(positive, negative, 1.0),
        log1p(turned),
        log1p(loose),
        1.0 if neutral_idioms else 0.0,
    )


_SAYS_NOTHING: Final = _measured(SILENCE)


def _is_shouted(text: str) -> bool:
    return len(text) > 3 and sum(map(str.isupper, text[:200])) > _SHOUTED * min(len(text), 200)
