"""Labels told for examples: by the shipped models, and by models that never saw the origin of what they judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import md5
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from streams.scoring.fusion import Weights
from streams.scoring.model import LABELS, SentimentModel
from streams.scoring.sentiment import Piece, Sentiments
from training.build import learnable
from training.datasets import ORIGINS, Example, read_own
from training.stacking import fit, judge


class Told(NamedTuple):
    """An example with the label and confidence that it was given."""

    example: Example
    label: str
    confidence: float


def by_shipped(examples: Sequence[Example]) -> list[Told]:
    """By the models in the repository."""
    found = Sentiments().judge([Piece(e.text, e.language, e.is_clause) for e in examples])
    return [Told(e, j.label, j.confidence or 0.0) for e, j in zip(examples, found, strict=True)]


def by_strangers(data: Path) -> Iterator[Told]:
    """Each published set by a model and weights that learnt nothing from its origin; as long as six trainings each."""
    learnt = learnable(data, read_own("train"))
    with TemporaryDirectory() as folder:
        for origin in ORIGINS:
            file = Path(folder, f"{origin}.bin")
            weights = fit([e for e in learnt if e.origin != origin], file)
            yield from _told([e for e in learnt if e.origin == origin], file, weights)
            print(f"   models without {origin}: measured", flush=True)


def _told(examples: Sequence[Example], file: Path, weights: Weights) -> Iterator[Told]:
    known = [e for e in examples if e.language in weights.weights]
    for example, row in zip(known, judge(known, SentimentModel(file), weights).tolist(), strict=True):
        best = max(range(len(LABELS)), key=row.__getitem__)
        yield Told(example, LABELS[best], row[best])


def is_kept_back(example: Example) -> bool:
    """Half of the published texts: parameters were chosen on the others."""
    return md5(example.family.encode(), usedforsecurity=False).digest()[0] >= 128
