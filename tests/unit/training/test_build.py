"""Shipped models are those of the checked-in corpus, and training is repeatable to the byte."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from streams.scoring.fusion import Weights
from streams.scoring.sentiment import MODELS
from training.build import MANIFEST, Manifest, corpus_hash, hashed, written
from training.corpus import read_corpus
from training.datasets import Example, own_clauses, own_texts, read_own
from training.fitting import SEED, fit_model
from training.stacking import fit

STALE = "run `make models EARSHOT_TRAINING_DATA=…`, then `make eval`"


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return msgspec.json.decode((MODELS / MANIFEST).read_bytes(), type=Manifest)


def test_models_were_made_of_the_corpus_as_it_is(manifest: Manifest) -> None:
    assert manifest.corpus == corpus_hash(read_own("train")), f"the corpus has changed since: {STALE}"


def test_models_are_the_files_that_were_made(manifest: Manifest) -> None:
    assert {name: hashed(MODELS / name) for name in manifest.models} == manifest.models, STALE
    assert manifest.seed == SEED


def test_models_are_small() -> None:
    assert sum(file.stat().st_size for file in MODELS.iterdir()) < 8_000_000


def sample() -> list[Example]:
    sentences = [s for s in read_corpus("en") if s.split == "train"][:60]
    return [*own_texts(sentences), *own_clauses(sentences)]


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        fit_model(sample(), tmp_path / name)
    assert hashed(tmp_path / "first") == hashed(tmp_path / "second")


def test_fitting_twice_gives_the_same_weights(tmp_path: Path) -> None:
    found: list[Weights] = [fit(sample(), tmp_path / name) for name in ("first", "second")]
    assert written(found[0]) == written(found[1])
    assert found[0].weights.keys() == {"en"}
