"""Strength: our topic above the rivals', like for like by channel, and its erosion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from flows.indicators.beside import Sides, common, moves_of
from flows.indicators.conclude import conclude
from flows.indicators.inputs import Counts
from flows.indicators.outputs import Judgement
from flows.indicators.strength_topic import Standing, measure
from flows.indicators.vocabulary import Subject, Window
from tests.fixtures.judged import ALDER, CONFIG, LATER, month
from tests.fixtures.judged import scored as counts

NOW, BEFORE = Window(month(9).start, month(11).end), Window(month(6).start, month(8).end)
Levels = Mapping[str, tuple[float, int]]


def sides(ours: float, theirs: float, customers: int = 600, window: Window = NOW) -> Sides:
    return Sides(window, {"web": counts(ours, customers)}, {"web": counts(theirs, customers)})


def months(gaps: Sequence[float], customers: int = 400) -> tuple[Sides, ...]:
    return tuple(sides(10 + gap, 10, customers, month(at)) for at, gap in enumerate(gaps))


def judged(
    now: Sides, before: Sides | None = None, past: tuple[Sides, ...] = (), subject: Subject = ALDER
) -> Judgement:
    standing = Standing(subject=subject, frequency="quarter", now=now, before=before, months=past, sources={"a": 1.0})
    return conclude([measure(standing, CONFIG)], CONFIG, LATER)[0]


STEADY = months([30, 31, 29, 30, 32, 28, 30, 31, 29])


def test_what_is_surely_above_the_rivals_is_a_strength() -> None:
    found = judged(sides(45, 15))
    assert (found.verdict, found.metric, found.severity) == ("strong", "net_sentiment_gap", 0)
    assert (found.value, found.comparison, found.change) == pytest.approx((45, 15, 30))
    assert found.reason.startswith(
        "Net sentiment of Alder was 45 in October to December 2024, that of rivals 15, on the same channels (+30 points"
    )


def test_a_lead_of_less_than_counts_is_none_and_one_that_rivals_have_is_none() -> None:
    assert judged(sides(16, 15, customers=40_000)).verdict == "none"
    assert judged(sides(15, 45)).verdict == "none"


def test_a_small_sure_lead_is_emerging() -> None:
    assert judged(sides(19, 15, customers=40_000)).verdict == "emerging"


def test_more_answers_from_a_kind_channel_are_no_lead() -> None:
    ours = {"shop": counts(60, 900), "web": counts(0, 100)}
    theirs = {"shop": counts(60, 100), "web": counts(0, 900)}
    found = judged(Sides(NOW, ours, theirs))
    assert found.change == pytest.approx(0, abs=0.5)
    assert found.verdict in ("none", "insufficient_data", "inconclusive")


def test_without_common_channels_all_count_together() -> None:
    found = judged(Sides(NOW, {"web": counts(45, 600)}, {"shop": counts(15, 600)}))
    assert found.verdict == "strong"
    assert "all channels together" in found.reason
    assert common([sides(1, 1)], 10)[1]


def test_a_lead_that_fell_beyond_its_own_movement_erodes() -> None:
    found = judged(sides(15, 15), sides(45, 15, window=BEFORE), STEADY)
    assert (found.verdict, found.metric) == ("critical", "net_sentiment_gap_change")
    assert (found.value, found.comparison, found.harm) == pytest.approx((0, 30, 30))
    assert "less that of rivals was 0 in October to December 2024 and +30 in the quarter before" in found.reason


def test_a_lead_that_swings_by_itself_says_nothing() -> None:
    swinging = months([10, 50, 20, 60, 5, 45, 15, 55, 10])
    assert judged(sides(30, 15), sides(45, 15, window=BEFORE), swinging).severity == 0
    assert moves_of(swinging, "net_sentiment", 10).wander > 100 > moves_of(STEADY, "net_sentiment", 10).wander


def test_a_steady_lead_is_ok_and_a_growing_one_improved() -> None:
    calm = months(list(np.full(9, 30.0)), 4000)
    assert judged(sides(45, 15, 9000), sides(45, 15, 9000, BEFORE), calm).verdict == "ok"
    assert judged(sides(65, 15, 9000), sides(45, 15, 9000, BEFORE), calm).verdict == "improved"


def test_few_months_before_are_a_watch_at_most() -> None:
    assert judged(sides(0, 30), sides(45, 15, window=BEFORE), STEADY[:5]).verdict == "watch"
    found = judged(sides(0, 30), sides(45, 15, window=BEFORE), STEADY[:2])
    assert found.verdict == "insufficient_data"
    assert "no earlier months" in found.reason


def test_a_side_without_customers_says_nothing_and_ours_without_any_is_no_data() -> None:
    assert judged(Sides(NOW, {"web": counts(40, 600)}, {})).verdict == "insufficient_data"
    assert judged(Sides(NOW, {}, {"web": counts(40, 600)})).verdict == "no_data"


def test_one_channel_with_few_cells_is_tested_exactly() -> None:
    """Ten of ten pleased against six of ten: Fisher's exact p is .0433 (hypergeometric: C(10,4)/C(20,4))."""
    ours, theirs = Counts(10, 10, 0, 10), Counts(10, 6, 0, 10)
    found = judged(Sides(NOW, {"web": ours}, {"web": theirs}))
    assert found.p_value is not None
    assert found.p_value >= 210 / 4845 - 1e-9
