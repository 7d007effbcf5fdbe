"""config/taxonomy.yaml: what is wrong in it is said with file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.config_file import BadConfig
from streams.scoring.language import UNDETERMINED
from streams.scoring.packs import LANGUAGES
from streams.scoring.phrases import Phrases
from streams.scoring.taxonomy import load_taxonomy, words_by_language
from streams.scoring.text import words

TOPIC = """areas:
  - id: area
    name: Area
    topics:
      - id: delivery
        name: Delivery
        description: Whether it comes.
        journey_stage: receive
        cause: processes
        words:
          en: [deliver*, on time]
"""
WRONG = {
    "not YAML": (TOPIC + "  - [", 12, ""),
    "unknown cause": (TOPIC.replace("processes", "weather"), 9, "areas[0].topics[0].cause"),
    "stage that is not on the journey": (TOPIC.replace("receive", "recieve"), 8, "areas[0].topics[0].journey_stage"),
    "language that there is not": (TOPIC + "          xx: [a]\n", 12, "areas[0].topics[0].words.xx"),
    "missing name": (TOPIC.replace("        name: Delivery\n", ""), 5, "areas[0].topics[0]"),
    "unknown field": (TOPIC.replace("journey_stage", "journey"), 8, "areas[0].topics[0].journey"),
    "id with capitals": (TOPIC.replace("id: delivery", "id: Delivery"), 5, "areas[0].topics[0].id"),
    "word that is a number": (TOPIC.replace("on time", "24"), 11, "areas[0].topics[0].words.en[1]"),
    "word without a letter": (TOPIC.replace("on time", "'*'"), 11, "areas[0].topics[0].words.en[1]"),
    "id given twice": (TOPIC + TOPIC[TOPIC.index("  - id: area") :], 15, "areas[1].topics[0].id"),
    "no areas": ("areas: []\n", 1, "areas"),
}


@pytest.mark.parametrize(("text", "line", "field"), [pytest.param(*case, id=name) for name, case in WRONG.items()])
def test_a_bad_taxonomy_is_refused_with_file_line_and_field(tmp_path: Path, text: str, line: int, field: str) -> None:
    file = tmp_path / "taxonomy.yaml"
    file.write_text(text)
    with pytest.raises(BadConfig) as caught:
        load_taxonomy(file)
    assert (caught.value.file, caught.value.line, caught.value.field) == (file, line, field)
    assert str(file) in str(caught.value)


def test_words_of_a_language_that_is_told_but_has_no_pack_of_its_own_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "taxonomy.yaml"
    file.write_text(TOPIC + "          nl: [bezorg*]\n")
    assert words_by_language(load_taxonomy(file))["nl"] == [("bezorg*", "delivery")]


def test_a_missing_taxonomy_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"taxonomy\.yaml.*no such file"):
        load_taxonomy(tmp_path / "taxonomy.yaml")


def test_no_is_a_word_and_not_a_boolean(tmp_path: Path) -> None:
    file = tmp_path / "taxonomy.yaml"
    file.write_text(TOPIC.replace("deliver*", "no, yes, off"))
    assert Phrases(words_by_language(load_taxonomy(file))["en"]).find(["no"]) == ("delivery",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Delivered!", ("delivery",)),
        ("was it on-time?", ("delivery",)),
        ("on no time", ()),
        ("undelivered", ()),
        ("time on", ()),
    ],
)
def test_words_are_matched_whole_prefixes_by_their_star(tmp_path: Path, text: str, found: tuple[str, ...]) -> None:
    file = tmp_path / "taxonomy.yaml"
    file.write_text(TOPIC)
    assert Phrases(words_by_language(load_taxonomy(file))[UNDETERMINED]).find(words(text)) == found


def test_every_shipped_topic_has_words_in_every_language_that_is_scored(config: Path) -> None:
    for topic in load_taxonomy(config / "taxonomy.yaml").topics():
        assert set(LANGUAGES) <= topic.words.keys(), topic.id
