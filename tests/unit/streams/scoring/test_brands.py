"""Which brands a text names, and whether somebody goes over to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.config_file import BadConfig
from streams.scoring import Scorer
from streams.scoring.brands import brand_key, load_brands

CASES = yaml.safe_load((Path(__file__).parents[3] / "data" / "scoring" / "brands.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["text"][:40]) for case in CASES])
def test_finds_whom_a_text_names(scorer: Scorer, case: dict[str, Any]) -> None:
    found = scorer.score(case["text"], brand=case.get("about", "Alder Post")).brand_mentions
    assert [[each.brand, each.known, each.switching] for each in found] == case["mentions"]


@pytest.mark.parametrize("written", ["Zippo Parcel", "ZIPPO PARCEL", "zippo  parcel", "Zíppo Parcel", "Zippo Parcel's"])
def test_however_a_name_is_written_it_counts_as_one(written: str) -> None:
    assert brand_key(written) == "Zippo Parcel"


def test_an_alias_of_two_brands_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "brands.yaml"
    file.write_text("brands:\n  - name: One\n    aliases: [uno]\n  - name: Two\n    aliases: [two, UNO]\n")
    with pytest.raises(BadConfig) as caught:
        load_brands(file)
    assert (caught.value.line, caught.value.field) == (5, "brands[1].aliases[1]")
    assert "One" in caught.value.problem


@pytest.mark.parametrize(
    ("second", "line", "field", "problem"),
    [
        ("name: One", 3, "brands[1].name", "stands for One already"),
        ("name: one", 3, "brands[1].name", "stands for One already"),
        ("name: Two\n    languages: [en, xx]", 4, "brands[1].languages[1]", "no text is ever found to be in"),
    ],
)
def test_a_brand_given_twice_and_a_language_that_there_is_not_are_refused(
    tmp_path: Path, second: str, line: int, field: str, problem: str
) -> None:
    file = tmp_path / "brands.yaml"
    file.write_text(f"brands:\n  - name: One\n  - {second}\n")
    with pytest.raises(BadConfig, match=problem) as caught:
        load_brands(file)
    assert (caught.value.line, caught.value.field) == (line, field)


def test_no_brands_at_all_is_a_configuration_too(tmp_path: Path, config: Path) -> None:
    (tmp_path / "brands.yaml").write_text("brands: []\n")
    (tmp_path / "taxonomy.yaml").write_text((config / "taxonomy.yaml").read_text("utf-8"))
    assert Scorer.load(tmp_path).score("Switched to Brackenline.").brand_mentions == []
