"""Versions change with what they name, and with nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from schemas.config_file import read_config
from streams.scoring import Scorer, versions
from streams.scoring.sentiment import ENGLISH_FILE, English
from streams.scoring.versions import sentiment_version


@pytest.fixture
def copied(tmp_path: Path, config: Path) -> Path:
    for name in ("taxonomy.yaml", "brands.yaml"):
        shutil.copy(config / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("taxonomy.yaml", "[staff, ", "[staff, clerk*, "), ("brands.yaml", "[Merrow, ", "[Merrow, Merow, ")],
)
def test_an_edited_topic_or_brand_changes_the_taxonomy_version_alone(
    copied: Path, scorer: Scorer, file: str, old: str, new: str
) -> None:
    path = copied / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    edited = Scorer.load(copied)
    assert edited.taxonomy_version != scorer.taxonomy_version
    assert edited.sentiment_version == scorer.sentiment_version


def test_a_comment_changes_no_version(copied: Path, scorer: Scorer) -> None:
    path = copied / "taxonomy.yaml"
    path.write_text("# reworded\n" + path.read_text("utf-8"), "utf-8")
    assert Scorer.load(copied).taxonomy_version == scorer.taxonomy_version


def test_a_moved_threshold_changes_the_sentiment_version() -> None:
    english = read_config(ENGLISH_FILE, English)
    moved = msgspec.structs.replace(english, thresholds=msgspec.structs.replace(english.thresholds, negative=-0.1))
    assert sentiment_version(moved) != sentiment_version(english)


def test_changed_code_changes_the_sentiment_version(monkeypatch: pytest.MonkeyPatch) -> None:
    english = read_config(ENGLISH_FILE, English)
    before = sentiment_version(english)
    monkeypatch.setattr(versions, "_meaning", lambda module: f"{module} rewritten")
    assert sentiment_version(english) != before


def test_versions_are_the_same_in_every_process(scorer: Scorer, config: Path) -> None:
    again = Scorer.load(config)
    assert (again.sentiment_version, again.taxonomy_version) == (scorer.sentiment_version, scorer.taxonomy_version)
    assert scorer.sentiment_version.startswith("textblob-")


def test_every_text_carries_both_versions(scorer: Scorer) -> None:
    scores = scorer.score("")
    assert (scores.sentiment_version, scores.taxonomy_version) == (scorer.sentiment_version, scorer.taxonomy_version)
