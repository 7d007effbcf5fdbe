"""A period against the same one a year before, like for like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from flows.indicators.conclude import conclude
from flows.indicators.inputs import Cell, Counts, Period, Stratum, YearPair
from flows.indicators.outputs import Judgement
from flows.indicators.perception_yoy import measure
from flows.indicators.vocabulary import Window
from tests.fixtures.judged import ALDER, APP, CONFIG, EMAIL, LATER, month, period, satisfied, scored

STEADY = tuple(period(month(at), scored(40 + at % 3, 2000)) for at in range(24))


def both(at: int, email: float, app: float, app_share: float) -> Period:
    cells = (Cell(EMAIL, scored(email, round(3000 * (1 - app_share)))), Cell(APP, scored(app, round(3000 * app_share))))
    return Period(month(at), cells)


def judged(now: Period, before: Period, history: tuple[Period, ...] = STEADY) -> Judgement:
    pair = YearPair(ALDER, "nps", "month", now, before, history)
    return conclude([measure(pair, CONFIG)], CONFIG, LATER)[0]


def test_a_fall_in_every_stratum_is_heard() -> None:
    judgement = judged(both(24, 30, -5, 0.3), both(12, 50, 15, 0.3))
    assert judgement.verdict == "critical"
    assert judgement.change == pytest.approx(-20, abs=0.5)
    assert (judgement.value or 0) - (judgement.comparison or 0) == pytest.approx(judgement.change or 0)
    assert "a year before, like for like" in judgement.reason


def test_a_fall_of_mix_alone_is_a_watch_that_says_so() -> None:
    judgement = judged(both(24, 51, 16, 0.7), both(12, 50, 15, 0.3))
    assert judgement.verdict == "watch"
    assert judgement.change == pytest.approx(1, abs=0.3)
    assert judgement.decomposition is not None
    assert judgement.decomposition.total == pytest.approx(-13, abs=0.5)
    assert "all of it comes from more answers by app (30 % before, 70 % now)" in judgement.reason


def test_a_fall_that_the_mix_hides_is_heard() -> None:
    judgement = judged(both(24, 35, 5, 0.1), both(12, 50, 15, 0.6))
    assert judgement.verdict in ("critical", "warning")
    assert judgement.decomposition is not None
    assert judgement.decomposition.total > 0


def test_what_entered_is_left_out_and_reported() -> None:
    entered = Stratum("chat", "survey", "en")
    now = Period(month(24), (Cell(EMAIL, scored(40, 2000)), Cell(entered, scored(-30, 500))))
    judgement = judged(now, period(month(12), scored(40, 2000)))
    assert judgement.change == pytest.approx(0)
    assert judgement.verdict == "watch"
    assert [piece.comparison for piece in judgement.evidence if "chat" in piece.name] == [None, None]


def test_sides_with_little_in_common_are_not_compared() -> None:
    now = Period(month(24), (Cell(EMAIL, scored(40, 200)), Cell(APP, scored(10, 2000))))
    judgement = judged(now, period(month(12), scored(40, 2000)))
    assert judgement.verdict == "insufficient_data"
    assert "only 9.1 % of a side's answers" in judgement.reason


def test_without_history_nothing_is_claimed() -> None:
    judgement = judged(period(month(24), scored(0, 2000)), period(month(12), scored(40, 2000)), STEADY[12:13])
    assert judgement.verdict == "insufficient_data"
    assert "how much it moves by itself" in judgement.reason


def test_a_short_history_is_a_watch_at_most() -> None:
    judgement = judged(period(month(24), scored(0, 2000)), period(month(12), scored(40, 2000)), STEADY[12:17])
    assert judgement.verdict == "watch"


def test_a_slide_under_way_does_not_hide_itself() -> None:
    sliding = (*STEADY[:21], *(period(month(at), scored(value, 2000)) for at, value in ((21, 30), (22, 20), (23, 10))))
    judgement = judged(period(month(24), scored(5, 2000)), STEADY[12], sliding)
    assert judgement.verdict == "critical"


def test_a_level_that_wanders_is_no_news() -> None:
    generator = np.random.default_rng(9)
    history = tuple(period(month(at), satisfied(80 + generator.normal(0, 2), 100_000)) for at in range(24))
    now, before = period(month(24), satisfied(78, 100_000)), period(month(12), satisfied(81, 100_000))
    found = measure(YearPair(ALDER, "csat", "month", now, before, history), CONFIG)
    assert found.test.startswith("Newcombe")
    assert conclude([found], CONFIG, LATER)[0].severity == 0


def test_quarters_borrow_the_months_noise() -> None:
    start, end = month(21).start, month(23).end
    now = Period(Window(start, end), (Cell(EMAIL, scored(20, 6000)),))
    before = Period(Window(month(9).start, month(11).end), (Cell(EMAIL, scored(41, 6000)),))
    found = measure(YearPair(ALDER, "nps", "quarter", now, before, STEADY[:21]), CONFIG)
    judgement = conclude([found], CONFIG, LATER)[0]
    assert judgement.verdict == "critical"
    assert "in October to December 2025" in judgement.reason


@pytest.mark.parametrize("counts", [scored(40, 9), Counts(0, 0, 0, 0)])
def test_a_side_too_small_is_not_tested(counts: Counts) -> None:
    found = measure(YearPair(ALDER, "nps", "month", STEADY[23], period(month(11), counts), STEADY), CONFIG)
    assert found.p_harm is None
    assert conclude([found], CONFIG, LATER)[0].verdict == "insufficient_data"


def test_the_order_of_strata_does_not_matter() -> None:
    now, before = both(24, 30, -5, 0.5), both(12, 50, 15, 0.3)
    turned = [replace(side, cells=side.cells[::-1]) for side in (now, before)]
    assert judged(now, before) == judged(turned[0], turned[1])
