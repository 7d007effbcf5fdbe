"""Signals of texts as the scorer will meet them: each text's chances come from a model that learnt from others only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from textblob import Blobber

from streams.scoring.analyzers import Words, analyzer
from streams.scoring.fusion import Floats, Fusion, Weights, features
from streams.scoring.model import Chances, SentimentModel, model_line
from streams.scoring.packs import LANGUAGES, load_pack
from training.datasets import OWN, Example
from training.fitting import fit_fusion, fit_model

# A source that nobody has seen is what scoring is for: a fold holds out whole origins, and a quarter of our families.
FOLDS: Final = (("nhs", "fa_bank_apps"), ("vader", "sentimp"), ("umsab",), ("afrisenti", "skytrax"))


@cache
def _blobbers() -> dict[str, Blobber]:
    return {language: Blobber(analyzer=analyzer(load_pack(language))) for language in LANGUAGES}


@cache
def words(text: str, language: str) -> Words:
    """What the words of a text say."""
    found: Words = _blobbers()[language](text).sentiment
    return found


def ask(model: SentimentModel, example: Example) -> Chances:
    """A model's chances for a text."""
    return model.judge(model_line(words(example.text, example.language).tokens))


def rows(examples: Sequence[Example], chances: Sequence[Chances]) -> Floats:
    """FEATURES of each example."""
    return np.array(
        [features(e.text, words(e.text, e.language), c, e.is_clause) for e, c in zip(examples, chances, strict=True)],
        dtype=np.float64,
    )


def fold_of(example: Example) -> int:
    """Which of FOLDS an example is held out in."""
    if example.origin == OWN:
        return blake2b(example.family.encode(), digest_size=4).digest()[0] % len(FOLDS)
    return next(at for at, origins in enumerate(FOLDS) if example.origin in origins)


def held_out(examples: Sequence[Example]) -> list[Chances]:
    """Chances of each example by a model that was trained without its fold."""
    found: dict[int, Chances] = {}
    with TemporaryDirectory() as folder:
        for fold in sorted({fold_of(example) for example in examples}):
            file = Path(folder, f"{fold}.bin")
            fit_model([example for example in examples if fold_of(example) != fold], file)
            model = SentimentModel(file)
            found |= {at: ask(model, e) for at, e in enumerate(examples) if fold_of(e) == fold}
    return [found[at] for at in range(len(examples))]


def fit(examples: Sequence[Example], file: Path) -> Weights:
    """Trains the model on all `examples` into `file`; the weights are fitted on held-out chances."""
    fitted = [example for example in examples if example.usable and example.language in LANGUAGES]
    weights = fit_fusion(rows(fitted, held_out(fitted)), fitted)
    fit_model(examples, file)
    return weights


def judge(examples: Sequence[Example], model: SentimentModel, weights: Weights) -> Floats:
    """Rows of probabilities."""
    asked = rows(examples, [ask(model, example) for example in examples])
    return Fusion(weights).judge([example.language for example in examples], asked)
