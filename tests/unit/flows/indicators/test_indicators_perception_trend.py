"""A slope is a watch at most, and needs two years."""

from __future__ import annotations

import numpy as np
import pytest

from flows.indicators.conclude import conclude
from flows.indicators.inputs import NOTHING, Counts
from flows.indicators.outputs import Judgement
from flows.indicators.perception_trend import measure
from tests.fixtures.judged import CONFIG, LATER, monthly, scored


def slide(step: float, count: int = 24, season: float = 0) -> list[Counts]:
    generator = np.random.default_rng(10)
    swing = season * np.cos(2 * np.pi * np.arange(count) / 12)
    return [scored(45 + step * at + swing[at] + generator.normal(0, 1.5), 4000) for at in range(count)]


def judged(counts: list[Counts]) -> Judgement:
    return conclude([measure(monthly(counts), CONFIG)], CONFIG, LATER)[0]


@pytest.mark.parametrize("season", [0, 8])
def test_a_slow_slide_is_a_watch_without_q(season: float) -> None:
    judgement = judged(slide(-1, season=season))
    assert judgement.verdict == "watch"
    assert judgement.change == pytest.approx(-23, abs=4)
    assert (judgement.q_value, judgement.family_id) == (None, "")
    assert "along a line through 24 months up to December 2025" in judgement.reason
    assert "a slope alone is a watch at most" in judgement.reason


def test_a_season_is_no_trend() -> None:
    assert judged(slide(0, season=8)).severity == 0


def test_a_rise_is_not_called_improved_by_its_slope() -> None:
    assert judged(slide(1)).verdict == "ok"


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (slide(-1, 23), "23 months of history cannot tell a trend from a season, 24 can"),
        ([*slide(-1, 23), scored(20, 5)], "fewer than 10 customers"),
        ([*slide(-1, 12), NOTHING, *slide(-1, 11)], "not seen twice"),
    ],
)
def test_too_little_is_said(counts: list[Counts], words: str) -> None:
    judgement = judged(counts)
    assert judgement.verdict == "insufficient_data"
    assert words in judgement.reason


def test_no_answers_are_no_data() -> None:
    assert judged([*slide(-1, 24), NOTHING]).verdict == "no_data"
