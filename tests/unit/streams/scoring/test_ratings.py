"""A rating beside a text: its share of the scale, and when the two contradict each other."""

from __future__ import annotations

from typing import Any

import pytest

from streams.scoring import Ask, Scorer
from streams.scoring.ratings import contradicts, rating_score
from streams.scoring.sentiment import Judgement
from tests.fixtures.made import event

GOOD = Judgement("positive", 0.9, 0.95, 0.9)
BAD = Judgement("negative", -0.9, 0.95, 0.9)


@pytest.mark.parametrize(
    ("fields", "score"),
    [
        ({}, None),
        ({"rating": 4.0, "rating_min": 1.0, "rating_max": 5.0}, 0.75),
        ({"rating": 1.0, "rating_min": 1.0, "rating_max": 6.0, "rating_direction": "lower_is_better"}, 1.0),
        ({"csat": 1, "csat_direction": "lower_is_better"}, 1.0),
        ({"csat": 1}, 0.0),
        ({"nps": 5}, 0.5),
        ({"ces": 7}, 1.0),
        ({"ces": 7, "ces_direction": "lower_is_better"}, 0.0),
        ({"rating": 5.0, "rating_min": 1.0, "rating_max": 5.0, "nps": 0}, 1.0),
    ],
)
def test_a_rating_is_a_share_of_its_scale_best_is_one(fields: dict[str, Any], score: float | None) -> None:
    assert rating_score(event(**fields)) == score


@pytest.mark.parametrize(
    ("judgement", "rating", "expected"),
    [
        (GOOD, 0.25, True),
        (BAD, 0.75, True),
        (GOOD, 0.26, False),
        (BAD, 0.74, False),
        (GOOD, 1.0, False),
        (BAD, 0.0, False),
        (GOOD, None, False),
        (GOOD._replace(confidence=0.79), 0.0, False),
        (Judgement("unscored", None, None, None), 0.0, False),
        (Judgement("neutral", 0.0, 0.9, 0.1), 0.0, False),
    ],
)
def test_only_a_clear_text_contradicts_only_a_clear_rating(
    judgement: Judgement, rating: float | None, expected: bool
) -> None:
    assert contradicts(judgement, rating) is expected


def test_praise_with_the_worst_rating_is_flagged(scorer: Scorer) -> None:
    text = "Excellent service, wonderful staff, absolutely perfect from start to finish!"
    assert [scores.contradicts_rating for scores in scorer.score_many([Ask(text, "en", "", 0.0), Ask(text)])] == [
        True,
        False,
    ]
