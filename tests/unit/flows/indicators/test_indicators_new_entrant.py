"""An unknown brand: mentioned more than ever, moved to by five, two weeks running."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flows.indicators.activity import MentionPeriod, MentionSeries
from flows.indicators.conclude import conclude
from flows.indicators.new_entrant import measure
from flows.indicators.outputs import Judgement
from flows.indicators.vocabulary import Subject
from tests.fixtures.judged import CONFIG, LATER, week


def judged(counts: Sequence[int], switching: Sequence[int] = (9, 9), exposure: int = 1000) -> Judgement:
    moving = [0] * (len(counts) - 2) + list(switching)
    periods = tuple(
        MentionPeriod(week(at), count, min(moved, count), exposure)
        for at, (count, moved) in enumerate(zip(counts, moving, strict=True))
    )
    found = measure(MentionSeries(Subject("Nimbo"), "week", periods), CONFIG)
    return conclude([found], CONFIG, LATER)[0]


PAST = [0, 1, 0, 0, 0, 1, 0, 0, 0, 0]


def test_two_weeks_and_five_who_move_are_a_new_entrant() -> None:
    judgement = judged([*PAST, 14, 20])
    assert judgement.verdict == "critical"
    assert judgement.value == 20
    assert judgement.comparison == pytest.approx(0.2)
    assert "20 customers mentioned Nimbo, a brand that is not followed yet" in judgement.reason
    assert "of whom 9 said that they move to it" in judgement.reason


def test_one_week_is_a_watch() -> None:
    judgement = judged([*PAST, 0, 20])
    assert judgement.verdict == "watch"
    assert "this week alone" in judgement.reason


def test_the_week_before_alone_is_nothing() -> None:
    assert judged([*PAST, 20, 0]).severity == 0


def test_mentions_without_five_who_move_are_a_watch() -> None:
    judgement = judged([*PAST, 14, 20], switching=(9, 4))
    assert judgement.verdict == "watch"
    assert "fewer than 5 customers" in judgement.reason


def test_a_brand_never_heard_of_before_can_enter() -> None:
    assert judged([0] * 10 + [9, 12]).verdict == "critical"


def test_a_short_past_is_a_watch_at_most() -> None:
    assert judged([0] * 5 + [9, 12]).verdict == "watch"


def test_what_was_always_mentioned_is_not_new() -> None:
    assert judged([20, 22, 19, 21, 20, 20, 18, 22, 21, 19, 20, 21]).severity == 0


def test_more_texts_are_not_more_mentions() -> None:
    periods = tuple(MentionPeriod(week(at), 5, 5, 1000) for at in range(10))
    doubled = tuple(MentionPeriod(week(at), 50, 50, 10_000) for at in (10, 11))
    found = measure(MentionSeries(Subject("Nimbo"), "week", (*periods, *doubled)), CONFIG)
    assert conclude([found], CONFIG, LATER)[0].severity == 0


@pytest.mark.parametrize("counts", [[5, 9], [0, 0, 9]])
def test_without_a_past_or_texts_nothing_is_said(counts: list[int]) -> None:
    assert judged(counts, exposure=0 if len(counts) == 3 else 100).verdict in ("insufficient_data", "no_data")
