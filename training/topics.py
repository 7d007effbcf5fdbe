"""An experiment: topics learnt from labelled survey answers, instead of told by the words of config/taxonomy.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.svm import LinearSVC

from streams.scoring.model import model_line
from streams.scoring.reading import read
from streams.scoring.text import clean
from training.datasets import rows

SET: Final = "nhs_fft_phase1"
Words = npt.NDArray[Any]
_FOLDS: Final = 5
_SEED: Final = 20_241


def topic_f1(data: Path) -> dict[str, float]:
    """F1 of each of the set's nine topics, each answer told by a model trained on the other four fifths."""
    answers = [row for row in rows(data / "labelled" / f"{SET}.jsonl.gz") if row.get("topic")]
    texts = np.array([model_line(read(clean(row["text"]))) for row in answers], dtype=object)
    topics = np.array([row["topic"] for row in answers], dtype=object)
    told = np.empty(len(topics), dtype=object)
    for learnt, asked in _folds(topics):
        told[asked] = _model().fit(texts[learnt], topics[learnt]).predict(texts[asked])
    return {topic: _f1(topics == topic, told == topic) for topic in sorted(set(topics))}


def _folds(topics: Words) -> Iterator[tuple[Words, Words]]:
    yield from StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(topics, topics)


def _model() -> Pipeline:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, tokenizer=str.split, token_pattern=None, min_df=2)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=3)
    return make_pipeline(make_union(words, letters), LinearSVC(C=0.1, class_weight="balanced"))


def _f1(wanted: Words, told: Words) -> float:
    return float(2 * (wanted & told).sum() / (wanted.sum() + told.sum()))


def table(data: Path) -> list[str]:
    """A row per topic, and their mean."""
    found = topic_f1(data)
    lines = [f"| {topic} | {f1:.2f} |" for topic, f1 in found.items()]
    return ["| topic | F1 |", "|---|---:|", *lines, f"| **macro** | **{fmean(found.values()):.3f}** |"]
