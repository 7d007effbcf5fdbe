"""A window against those before it."""

from __future__ import annotations

import numpy as np
import pytest

from flows.indicators.conclude import conclude
from flows.indicators.formulas.noise import freedom
from flows.indicators.inputs import NOTHING, Cell, Counts, Day, PerceptionSeries, Period
from flows.indicators.outputs import Estimate, Judgement
from flows.indicators.perception_drop import measure
from tests.fixtures.judged import ALDER, APP, CONFIG, EMAIL, LATER, month, monthly, period, satisfied, scored, week

CALM = [41, 40, 42, 41, 39, 41, 42, 40, 41, 40, 42, 41]


def judged(series: PerceptionSeries) -> tuple[Estimate, Judgement]:
    found = measure(series, CONFIG)
    return found, conclude([found], CONFIG, LATER)[0]


def test_a_great_fall_is_critical_and_said_in_a_sentence() -> None:
    _, judgement = judged(monthly([scored(value) for value in [*CALM, 22]]))
    assert judgement.verdict == "critical"
    assert judgement.reason.startswith(
        "NPS of Alder fell from 40.8 to 22 in January 2025 (−18.8 points, 95 % interval "
    )
    assert "400 customers now, 4,800 in the 12 months before)" in judgement.reason


def test_a_level_that_holds_is_ok() -> None:
    _, judgement = judged(monthly([scored(value, 4000) for value in [*CALM, 41]]))
    assert judgement.verdict == "ok"


def test_value_comparison_change_and_harm_fit() -> None:
    found, _ = judged(monthly([satisfied(share) for share in [80, 81, 79, 80, 82, 80, 79, 81, 80, 70]], "csat"))
    assert found.value == pytest.approx(70)
    assert found.change == pytest.approx((found.value or 0) - (found.comparison or 0))
    assert found.harm == -(found.change or 0)
    assert found.ci is not None
    assert found.ci[0] < (found.change or 0) < found.ci[1]


def test_fifty_to_minus_twenty_is_heard_at_forty_customers() -> None:
    _, judgement = judged(monthly([*[scored(50, 40)] * 12, scored(-20, 40)]))
    assert judgement.verdict == "critical"


def test_a_wandering_level_is_no_news() -> None:
    """Each of these months is many sampling errors from the next, at 100,000 customers each."""
    values = [80, 77, 81, 78, 82, 79, 76, 80, 83, 78, 81, 79]
    _, judgement = judged(monthly([satisfied(value, 100_000) for value in [*values, 76]], "csat"))
    assert judgement.verdict not in ("critical", "warning", "watch")
    _, calm = judged(monthly([satisfied(80, 100_000) for _ in range(12)] + [satisfied(76, 100_000)], "csat"))
    assert calm.verdict == "critical"


def test_seven_windows_are_a_watch_at_most() -> None:
    _, judgement = judged(monthly([scored(value) for value in [*CALM[:7], 5]]))
    assert judgement.verdict == "watch"
    assert "only 7 earlier windows" in judgement.reason


@pytest.mark.parametrize(
    "counts", [[scored(40)] * 12 + [scored(0, 9)], [scored(40, 1)] * 9 + [scored(0)], [scored(40), scored(0)]]
)
def test_a_side_too_small_is_not_tested(counts: list[Counts]) -> None:
    found, judgement = judged(monthly(counts))
    assert judgement.verdict == "insufficient_data"
    assert found.p_harm is None


def test_an_empty_window_is_no_data_and_an_empty_past_no_comparison() -> None:
    _, judgement = judged(monthly([*[scored(40)] * 12, NOTHING]))
    assert (judgement.verdict, judgement.value) == ("no_data", None)
    _, first = judged(monthly([scored(40)]))
    assert first.verdict == "insufficient_data"


def test_gaps_are_not_zeros() -> None:
    found, _ = judged(monthly([scored(40), NOTHING, scored(41), NOTHING, *[scored(40)] * 8, scored(40)]))
    assert found.comparison == pytest.approx(40, abs=0.5)
    assert found.baseline == 10


def test_an_old_episode_does_not_move_the_baseline() -> None:
    values = [*CALM[:9], 5, *CALM[9:], 40]
    found, judgement = judged(monthly([scored(value) for value in values]))
    assert found.comparison == pytest.approx(41, abs=1)
    assert "median" in judgement.reason


@pytest.mark.parametrize(("fallen", "verdict"), [(4, "critical"), (5, "watch")])
def test_only_windows_that_told_the_wander_count_as_proof(fallen: int, verdict: str) -> None:
    """Twelve windows with an episode of five among them are seven, as few as seven windows alone."""
    series = monthly([scored(value) for value in [*CALM[:9], *[5] * fallen, 41, 40, -30]])
    found, judgement = judged(series)
    assert (found.baseline, judgement.verdict) == (12 - fallen, verdict)
    assert found.df == pytest.approx(freedom(12 - fallen))


def test_a_season_known_for_two_years_is_allowed_for() -> None:
    swing = 8 * np.cos(2 * np.pi * np.arange(37) / 12)
    found, judgement = judged(monthly([scored(40 - 8 + value, 4000) for value in swing][:31]))
    assert found.comparison == pytest.approx(found.value or 0, abs=2)
    assert "allowing for the season" in judgement.reason


def test_days_are_clusters() -> None:
    generator = np.random.default_rng(8)

    def with_days(at: int, swing: float) -> Period:
        window = week(at)
        days = tuple(
            Day(window.start.date().replace(day=1), scored(30 + swing * (-1) ** day + generator.normal(0, 2), 100))
            for day in range(6)
        )
        return Period(window, (Cell(EMAIL, sum((day.counts for day in days), NOTHING)),), days=days)

    calm, wild = (
        measure(PerceptionSeries(ALDER, "nps", "week", tuple(with_days(at, swing) for at in range(13))), CONFIG)
        for swing in (0, 30)
    )
    assert (wild.sampling or 0) > 3 * (calm.sampling or 0)


def test_a_change_of_mix_is_said_to_be_one() -> None:
    def both(at: int, app: float) -> Period:
        cells = (Cell(EMAIL, scored(50, round(3000 * (1 - app)))), Cell(APP, scored(10, round(3000 * app))))
        return Period(month(at), cells)

    periods = tuple(both(at, 0.2) for at in range(12))
    _, judgement = judged(PerceptionSeries(ALDER, "nps", "month", (*periods, both(12, 0.6))))
    assert judgement.verdict == "watch"
    assert "more answers by app (20 % before, 60 % now)" in judgement.reason
    assert judgement.decomposition is not None
    assert judgement.decomposition.mix == pytest.approx(-16, abs=0.5)
    assert [piece.kind for piece in judgement.evidence] == ["channel", "channel", "stratum", "stratum"]


def test_a_decline_wholly_of_mix_is_no_alarm_where_every_stratum_improved() -> None:
    """The golden case: CSAT from 80 to 60, within +5, mix -25; 80 % of answers by e-mail before, 30 % now."""

    def both(at: int, email: float, app: float, email_share: float) -> Period:
        cells = (
            Cell(EMAIL, satisfied(email, round(2000 * email_share))),
            Cell(APP, satisfied(app, round(2000 * (1 - email_share)))),
        )
        return Period(month(at), cells)

    periods = tuple(both(at, 90, 40, 0.8) for at in range(12))
    _, judgement = judged(PerceptionSeries(ALDER, "csat", "month", (*periods, both(12, 95, 45, 0.3))))
    assert (judgement.comparison, judgement.value) == pytest.approx((80, 60), abs=0.1)
    assert judgement.decomposition is not None
    assert judgement.decomposition.within == pytest.approx(5, abs=0.1)
    assert judgement.decomposition.mix == pytest.approx(-25, abs=0.1)
    assert judgement.verdict == "watch"
    assert "all of it comes from more answers by app" in judgement.reason


def test_small_cells_are_tested_exactly() -> None:
    found, _ = judged(monthly([satisfied(95, 20)] * 12 + [satisfied(90, 20)], "csat"))
    assert "exact" in found.test


def test_the_order_of_cells_does_not_matter() -> None:
    def series(order: int) -> PerceptionSeries:
        cells = (Cell(EMAIL, scored(50, 300)), Cell(APP, scored(12, 200)))[::order]
        return PerceptionSeries(ALDER, "nps", "month", tuple(Period(month(at), cells) for at in range(13)))

    assert measure(series(1), CONFIG) == measure(series(-1), CONFIG)


def test_weeks_are_named_by_their_monday() -> None:
    periods = tuple(period(week(at), scored(value)) for at, value in enumerate([*CALM, 20]))
    found, _ = judged(PerceptionSeries(ALDER, "net_sentiment", "week", periods))
    assert "Net sentiment of Alder fell" in found.fact
    assert "the week from 25 March 2024" in found.fact
    assert found.sources == {"survey": 1}
