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
import numpy.typing as npt
from scipy.optimize import minimize

from streams.scoring.fusion import FEATURES, Floats, Weights, softmax
from streams.scoring.model import LABELS, model_line
from streams.scoring.reading import read
from training.datasets import OWN, Example

SEED: Final = 20_241
FLORET: Final[dict[str, Any]] = {
    "lr": 0.1,
    "epoch": 5,
    "dim": 4,  # three labels need two; 16 and 64 measure the same
    "minCount": 2,
    "minn": 2,
    "maxn": 5,
    "wordNgrams": 2,
    "bucket": 200_000,
}
_OWN_REPEATED: Final = 8  # floret has no weights: a line is said as often as it counts
_OWN_COUNTS: Final = 0.5
_RARE: Final = 0.25
_CAUTION: Final = 0.1  # measured: a tenth fewer neutral texts called negative; .2 costs our corpus .03


def fit_model(examples: Sequence[Example], file: Path) -> None:
    """Trains on the usable ones of `examples` and writes the model to `file`."""
    lines = [line for example in examples if example.usable for line in _lines(example)]
    random.Random(SEED).shuffle(lines)
    with TemporaryDirectory() as folder:
        texts = Path(folder, "texts")
        texts.write_text("".join(lines), encoding="utf-8")
        model = floret.train_supervised(str(texts), **FLORET, thread=1, seed=SEED, verbose=0)
        model.save_model(str(file))


def _lines(example: Example) -> list[str]:
    line = model_line(read(example.text))
    repeated = _OWN_REPEATED if example.origin == OWN else 1
    return [f"__label__{example.label} {line}\n"] * repeated if line else []


def fit_fusion(rows: Floats, examples: Sequence[Example], shared: float = 1e-4, apart: float = 0.03) -> Weights:
    """Weights per language: those of all languages, and from there as far as published texts of a language pull.

    `rows` are the FEATURES of `examples`, with chances of models that did not see them. `shared` and `apart` hold the
    weights near 0 and near the shared ones. A language that only our corpus has keeps the shared ones: its sentences
    and its pack are by the same hands, and weights of its own would trust the pack too much.
    """
    labels = np.array([LABELS.index(example.label) for example in examples])
    shares = _shares(examples)
    common = fit_logistic(rows, labels, shares, np.zeros((len(LABELS), rows.shape[1])), shared)
    published = {example.language for example in examples if example.origin != OWN}
    weights = {}
    for language in sorted({example.language for example in examples}):
        at = np.array([example.language == language for example in examples])
        own = fit_logistic(rows[at], labels[at], shares[at], common, apart) if language in published else common
        weights[language] = np.round(own - _caution(), 4).tolist()
    return Weights(list(FEATURES), weights)


def _caution() -> Floats:
    """Held against "negative" in whole texts: a neutral one that counts as a complaint is the dearer mistake."""
    caution = np.zeros((len(LABELS), len(FEATURES)))
    caution[LABELS.index("negative"), [FEATURES.index("always"), FEATURES.index("clause")]] = _CAUTION, -_CAUTION
    return caution


def fit_logistic(rows: Floats, labels: npt.NDArray[np.int64], shares: Floats, start: Floats, hold: float) -> Floats:
    """Multinomial logistic weights (label × feature) of least weighted loss plus `hold` · ‖weights − start‖²."""
    wanted = np.eye(len(start))[labels]
    shares = shares / shares.sum()

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(start.shape)
        chances = softmax(rows @ weights.T)
        missed = -(shares * np.log(chances[np.arange(len(labels)), labels] + 1e-12)).sum()
        slope = ((chances - wanted) * shares[:, None]).T @ rows + 2 * hold * (weights - start)
        return missed + hold * ((weights - start) ** 2).sum(), slope.ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 100})
    return np.asarray(found.x, dtype=np.float64).reshape(start.shape)


def _shares(examples: Sequence[Example]) -> Floats:
    """What each example counts: all sources alike, our own half; in a source all labels alike, but for clauses, whose
    labels count by the fourth root of their number, since a neutral clause is as rare in texts to come."""
    cells = Counter((e.language, e.source, e.label) for e in examples)
    clauses = {e.source for e in examples if e.is_clause}
    said = {cell: n ** (_RARE if cell[1] in clauses else 0.0) for cell, n in cells.items()}
    sources: defaultdict[tuple[str, str], float] = defaultdict(float)
    for (language, source, _), share in said.items():
        sources[language, source] += share
    shares = []
    for e in examples:
        cell = e.language, e.source, e.label
        of_cell = said[cell] / sources[e.language, e.source] * (_OWN_COUNTS if e.origin == OWN else 1.0)
        shares.append(of_cell / cells[cell])
    return np.array(shares)
