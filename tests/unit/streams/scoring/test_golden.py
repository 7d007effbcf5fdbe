"""Golden sentences per first language, written before any model saw them: what must be found in each.

One that fails is marked `known_failing: true` in its file; when it begins to pass, the mark must go.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.scored import Scores
from streams.scoring import Scorer
from streams.scoring.packs import FIRST

GOLDEN = Path(__file__).parents[3] / "data" / "scoring" / "golden"


def sentences(language: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((GOLDEN / f"{language}.yaml").read_text("utf-8"))
    return found


def is_right(scores: Scores, case: dict[str, Any]) -> bool:
    """Its sentiment (mixed ones say none), each named mention, and each named intent."""
    found = {mention.topic: mention.sentiment for mention in scores.mentions}
    return (
        case.get("sentiment", "mixed") in (scores.sentiment, "mixed")
        and all(found.get(topic) == sentiment for topic, sentiment in case.get("mentions", {}).items())
        and set(case.get("intents", ())) <= set(scores.intents)
    )


@pytest.mark.parametrize(
    ("language", "case"),
    [pytest.param(name, case, id=f"{name}: {case['text'][:50]}") for name in FIRST for case in sentences(name)],
)
def test_a_golden_sentence_is_read_rightly_or_known_to_fail(
    scorer: Scorer, language: str, case: dict[str, Any]
) -> None:
    scores = scorer.score(case["text"], language)
    known_failing = case.get("known_failing", False)
    told = (scores.sentiment, {mention.topic: mention.sentiment for mention in scores.mentions}, scores.intents)
    assert is_right(scores, case) != known_failing, f"marked as failing, and right: {told}" if known_failing else told


@pytest.mark.parametrize("language", FIRST)
def test_every_first_language_has_forty_of_them(language: str) -> None:
    assert len(sentences(language)) >= 40
