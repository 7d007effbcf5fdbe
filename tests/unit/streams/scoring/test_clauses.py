"""A text as clauses: parted where opinions may differ, nowhere else, and nothing lost."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from streams.scoring.clauses import clauses, part
from streams.scoring.cues import Cues
from streams.scoring.packs import load_pack
from streams.scoring.taxonomy import load_taxonomy
from streams.scoring.text import clean, words

ROOT = Path(__file__).parents[4]
CASES = yaml.safe_load((ROOT / "tests/data/scoring/clauses.yaml").read_text("utf-8"))
PIECES = [
    "good",
    "staff",
    "but",
    "and",
    ",",
    ".",
    "!",
    "…",
    "😀",
    ":)",
    "(",
    " - ",
    "waited",
    "هزینه",
    "؟",
    "।",
    "1,5",
    "the",
]


@cache
def cues(language: str) -> Cues:
    topics = load_taxonomy(ROOT / "config/taxonomy.yaml").topics()
    said = [(word, topic.id) for topic in topics for word in topic.words.get(language, ())]
    return Cues(said, load_pack(language), language)


def parted(language: str, text: str) -> list[str]:
    known = cues(language)
    return [part(text, each.begin, each.end) for each in clauses(text, known.look(words(text)), known)]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["text"]) for case in CASES])
def test_parts_where_opinions_may_differ(case: dict[str, Any]) -> None:
    assert parted(case["language"], case["text"]) == case["clauses"]


@given(text=st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_nothing_is_lost_and_nothing_told_twice(text: str) -> None:
    text, known = clean(text), cues("en")
    found = known.look(words(text))
    all_of_it = clauses(text, found, known)
    assert "".join(text[each.begin : each.end] for each in all_of_it) == text
    assert [at for each in all_of_it for at in range(each.first, each.last)] == list(range(len(found.words)))
    sentences = [each.sentence for each in all_of_it]
    assert sentences == sorted(sentences)


def test_a_text_of_nothing_but_breaks_has_bounded_clauses() -> None:
    assert len(parted("en", clean("good. " * 5_000))) <= 201
