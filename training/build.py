"""`make models`: published data and our corpus → streams/scoring/models/, the same bytes from the same input."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import msgspec

from streams.scoring.sentiment import MODELS
from training.corpus import Sentence
from training.datasets import ORIGINS, Example, own_clauses, own_texts, read_own, read_published
from training.fitting import FLORET, SEED
from training.stacking import fit

MODEL: Final = "sentiment.bin"
WEIGHTS: Final = "fusion.json"
MANIFEST: Final = "manifest.json"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What models were made of; hashes are sha256."""

    command: str
    seed: int
    floret: dict[str, Any]
    floret_version: str
    data: dict[str, str]
    corpus: str
    models: dict[str, str]


def build(data: Path, models: Path = MODELS) -> Manifest:
    """Trains on all that may be learnt from, and writes model, weights and manifest. Raises FileNotFoundError."""
    sentences = read_own("train")
    weights = fit(learnable(data, sentences), models / MODEL)
    (models / WEIGHTS).write_bytes(written(weights))
    manifest = Manifest(
        command="make models",
        seed=SEED,
        floret=FLORET,
        floret_version=version("floret"),
        data={source: hashed(data / "labelled" / f"{source}.jsonl.gz") for source in _sources()},
        corpus=corpus_hash(sentences),
        models={name: hashed(models / name) for name in (MODEL, WEIGHTS)},
    )
    (models / MANIFEST).write_bytes(written(manifest))
    return manifest


def learnable(data: Path, sentences: list[Sentence]) -> list[Example]:
    """Published texts, and `sentences` with their clauses."""
    return [*read_published(data), *own_texts(sentences), *own_clauses(sentences)]


def _sources() -> Iterable[str]:
    return (source for sources in ORIGINS.values() for source in sources)


def corpus_hash(sentences: Iterable[Sentence]) -> str:
    """Of what models learn from sentences: texts, sentiments, quotes."""
    said = sorted([s.id, s.text, s.sentiment, *(f"{m.sentiment} {m.quote}" for m in s.mentions)] for s in sentences)
    return sha256(msgspec.json.encode(said)).hexdigest()


def hashed(file: Path) -> str:
    """A file's sha256."""
    return sha256(file.read_bytes()).hexdigest()


def written(value: object) -> bytes:
    """JSON for files: one item a line where lists are short."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder with labelled/*.jsonl.gz")
    manifest = build(parser.parse_args().data)
    print("\n".join(f"{name} {value}" for name, value in manifest.models.items()))


if __name__ == "__main__":
    main()
