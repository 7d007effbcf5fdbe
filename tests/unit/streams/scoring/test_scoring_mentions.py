"""What a text says about each topic by itself, and what shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.scoring import Scorer
from streams.scoring.text import clean

CASES = yaml.safe_load((Path(__file__).parents[3] / "data" / "scoring" / "mentions.yaml").read_text("utf-8"))
PIECES = [
    "the staff",
    "lovely",
    "rude",
    "but",
    "the food",
    "awful",
    ".",
    ",",
    "we waited",
    "and",
    "prices",
    "😡",
    "?",
    "app crashes",
]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["text"]) for case in CASES])
def test_each_topic_has_its_own_sentiment(scorer: Scorer, case: dict[str, Any]) -> None:
    found = {mention.topic: mention.sentiment for mention in scorer.score(case["text"]).mentions}
    assert {topic: found.get(topic) for topic in case["mentions"]} == case["mentions"]


def test_each_is_shown_by_its_own_part_of_the_text(scorer: Scorer) -> None:
    mentions = scorer.score("The staff were lovely, but we <b>waited</b> two hours.").mentions
    assert {mention.topic: mention.excerpt for mention in mentions} == {
        "staff": "The staff were lovely",
        "waiting": "but we waited two hours.",
    }


def test_a_long_part_is_shown_by_its_beginning(scorer: Scorer) -> None:
    [mention] = scorer.score("The staff " + "were really very unhelpful " * 40).mentions
    assert len(mention.excerpt) <= 400
    assert mention.excerpt.endswith("…")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("The staff were rude.", "people"),
        ("The app is terrible.", "systems"),
        ("The food was awful.", "products"),
    ],
)
def test_a_negative_mention_is_put_down_to_something(scorer: Scorer, text: str, cause: str) -> None:
    assert [mention.cause for mention in scorer.score(text).mentions] == [cause]


def test_nothing_is_felt_in_a_language_that_is_not_scored(scorer: Scorer) -> None:
    scores = scorer.score("De medewerkers waren vriendelijk maar we moesten twee uur wachten op ons pakket.")
    assert {mention.sentiment for mention in scores.mentions} <= {"unscored"}
    assert (scores.sentiment, scores.intents) == ("unscored", [])


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=30))
@settings(max_examples=200, deadline=None)
def test_whatever_the_text_its_mentions_hold_together(scorer: Scorer, pieces: list[str]) -> None:
    text = " ".join(pieces)
    scores = scorer.score(text, "en")
    assert [mention.topic for mention in scores.mentions] == scores.topics
    assert len(set(scores.topics)) == len(scores.topics)
    for mention in scores.mentions:
        assert mention.excerpt.removesuffix("…") in clean(text)
        assert (mention.cause is not None) == (mention.sentiment == "negative")
        assert (mention.polarity is None) == (mention.sentiment == "unscored")
