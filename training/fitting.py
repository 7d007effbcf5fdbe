"""Examples → a floret file, and signals → weights that fuse them. One thread and a seed: the same bytes every time."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import floret
import numpy as np
from sklearn.linear_model import LogisticRegression

from streams.scoring.fusion import FEATURES, Floats, Weights
from streams.scoring.model import LABELS, model_line
from streams.scoring.reading import read
from training.datasets import OWN, Example

SEED: Final = 20_241
FLORET: Final[dict[str, Any]] = {"lr": 0.3, "epoch": 10, "dim": 16, "minn": 2, "maxn": 5, "wordNgrams": 2, "bucket": 200_000}
_OWN_REPEATED: Final = 8
_LEXICON_REPEATED: Final = 1


def fit_model(examples: Sequence[Example], file: Path, parameters: dict[str, Any] = FLORET) -> None:
    """Trains on the usable ones of `examples` and writes the model to `file`."""
    lines = [line for example in examples if example.usable for line in _lines(example)]
    random.Random(SEED).shuffle(lines)
    with TemporaryDirectory() as folder:
        texts = Path(folder, "texts")
        texts.write_text("".join(lines), encoding="utf-8")
        model = floret.train_supervised(str(texts), **parameters, thread=1, seed=SEED, verbose=0)
        model.save_model(str(file))


def _lines(example: Example) -> list[str]:
    line = model_line(read(example.text))
    repeated = _OWN_REPEATED if example.origin == OWN else 1
    return [f"__label__{example.label} {line}\n"] * repeated if line else []


def fit_fusion(rows: Floats, examples: Sequence[Example], strength: float = 1.0, apart: float = 0.3) -> Weights:
    """Weights per language: shared ones plus what the language's own examples add, which is held small by `apart`.

    `rows` are the FEATURES of `examples`, with chances of models that did not see them. Every source and label counts
    alike within its language, every language alike.
    """
    languages = sorted({example.language for example in examples})
    wide = np.hstack([rows, *(rows * _is(examples, language)[:, None] * apart for language in languages)])
    model = LogisticRegression(C=strength, max_iter=300, fit_intercept=False, tol=1e-3)
    model.fit(wide, [example.label for example in examples], sample_weight=_shares(examples))
    order = [list(model.classes_).index(label) for label in LABELS]
    parts = model.coef_[order].reshape(len(LABELS), len(languages) + 1, len(FEATURES))
    weights = {language: parts[:, 0] + apart * parts[:, at] for at, language in enumerate(languages, start=1)}
    return Weights(list(FEATURES), {language: np.round(w, 4).tolist() for language, w in weights.items()})


def _is(examples: Sequence[Example], language: str) -> Floats:
    return np.array([float(example.language == language) for example in examples])


def _shares(examples: Sequence[Example]) -> Floats:
    """Weights that average to 1."""
    cells = Counter((e.language, e.source, e.label) for e in examples)
    sources: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for language, source, label in cells:
        sources[language].add((source, label))
    shares = np.array([1 / cells[e.language, e.source, e.label] / len(sources[e.language]) for e in examples])
    return shares * len(shares) / shares.sum()
