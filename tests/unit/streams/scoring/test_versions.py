"""Versions change with what they name, and with nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from streams.scoring import Scorer, versions
from streams.scoring.brands import load_brands
from streams.scoring.packs import load_pack
from streams.scoring.taxonomy import load_taxonomy
from streams.scoring.versions import sentiment_version, taxonomy_version


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


def test_an_intent_told_by_another_phrase_changes_the_taxonomy_version_alone(config: Path) -> None:
    taxonomy, brands = load_taxonomy(config / "taxonomy.yaml"), load_brands(config / "brands.yaml")
    pack = load_pack("en")
    before = taxonomy_version(taxonomy, brands, [pack])
    told_otherwise = msgspec.structs.replace(pack, urgent=[*pack.urgent, "before the shop shuts"])
    assert taxonomy_version(taxonomy, brands, [told_otherwise]) != before
    felt_otherwise = msgspec.structs.replace(pack, positive=[*pack.positive, "top drawer"])
    assert taxonomy_version(taxonomy, brands, [felt_otherwise]) == before


def test_changed_judgements_change_the_sentiment_version() -> None:
    assert sentiment_version("textblob-1+a") != sentiment_version("textblob-1+b")


def test_changed_code_changes_both_versions(monkeypatch: pytest.MonkeyPatch, config: Path) -> None:
    taxonomy, brands = load_taxonomy(config / "taxonomy.yaml"), load_brands(config / "brands.yaml")
    before = sentiment_version("s"), taxonomy_version(taxonomy, brands, [])
    monkeypatch.setattr(versions, "code", lambda module: f"{module} rewritten")
    after = sentiment_version("s"), taxonomy_version(taxonomy, brands, [])
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_versions_are_the_same_in_every_process(scorer: Scorer, config: Path) -> None:
    again = Scorer.load(config)
    assert (again.sentiment_version, again.taxonomy_version) == (scorer.sentiment_version, scorer.taxonomy_version)
    assert scorer.sentiment_version.startswith("textblob-")


def test_every_text_carries_both_versions(scorer: Scorer) -> None:
    scores = scorer.score("")
    assert (scores.sentiment_version, scores.taxonomy_version) == (scorer.sentiment_version, scorer.taxonomy_version)
