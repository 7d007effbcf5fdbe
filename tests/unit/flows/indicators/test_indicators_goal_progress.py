"""A goal is on track, behind, achieved or missed by its point; how sure that is stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from flows.indicators.conclude import conclude
from flows.indicators.formulas.survival import Times
from flows.indicators.goal import GoalRead, Reading, Scope
from flows.indicators.goal_progress import measure
from flows.indicators.outputs import Judgement
from tests.fixtures.goals import answered, complained, read, steady
from tests.fixtures.judged import CONFIG, LATER, month, satisfied, scored

MARCH, JUNE = 14, 17


def judged(of: GoalRead) -> Judgement:
    [one] = conclude([measure(of, CONFIG)], CONFIG, LATER)
    return one


@pytest.mark.parametrize(
    ("at", "complaints", "verdict"),
    [
        (MARCH, 27, "on_track"),  # the middle of March 2025 asks for 2.75 per 1,000
        (MARCH, 28, "behind"),
        (JUNE, 24, "achieved"),  # 2.4 is four fifths of 3
        (JUNE, 25, "missed"),
        (JUNE + 1, 23, "achieved"),
    ],
)
def test_the_point_decides(at: int, complaints: int, verdict: str) -> None:
    assert judged(read(complained(at, complaints), steady())).verdict == verdict


def test_how_sure_it_is_and_what_a_month_can_show_stand_beside_it() -> None:
    found = judged(read(complained(MARCH, 27), steady()))
    assert found.value == pytest.approx(2.7)
    assert found.comparison == pytest.approx(3.0)
    assert found.ci_low is not None
    assert found.ci_high is not None
    assert found.ci_low < 0 < found.ci_high
    # On the log scale 2.802 sqrt(1/360 + 1/(360/12 r)) = -ln r has the solution r = .466.
    assert found.detectable_change == pytest.approx(3.0 * (1 - 0.466), abs=0.01)
    assert found.reason.startswith("“A fifth fewer complaints” (head of service) is on track: complaints per 1,000")
    assert "by the deadline a month like this shows a change of 1." in found.reason
    assert "asks for 0.6, which takes about 2," in found.reason
    assert found.reason.endswith("next review on 1 April 2025.")
    assert [(piece.name, round(piece.comparison or 0, 2)) for piece in found.evidence] == [
        ("path in this month", 2.75),
        ("target", 2.4),
    ]


def test_with_as_much_exposure_as_the_baseline_a_fifth_takes_355_complaints() -> None:
    """The design's figure (indicators.md): about 355 baseline complaints for -20 % at 80 % power, two-sided."""
    few = judged(read(complained(JUNE, 280, 120_000.0), [complained(0, 350, 120_000.0)]))
    enough = judged(read(complained(JUNE, 290, 120_000.0), [complained(0, 360, 120_000.0)]))
    assert "which takes about 355 complaints in the baseline" in few.reason
    assert "in the baseline;" not in enough.reason


def test_months_that_scatter_widen_the_interval() -> None:
    wild = [complained(at, count) for at, count in enumerate([10, 50] * 6)]
    calm, swung = (judged(read(complained(MARCH, 27), months)) for months in (steady(), wild))
    assert calm.ci_low is not None
    assert swung.ci_low is not None
    assert swung.ci_low < 1.5 * calm.ci_low


def test_a_given_baseline_is_taken_as_it_is() -> None:
    found = judged(read(complained(JUNE, 24), steady(), baseline=3.0))
    assert (found.verdict, found.comparison, found.n_comparison) == ("achieved", 3.0, 0)


def test_scores_and_shares_have_goals_too() -> None:
    plain: dict[str, object] = {"change_percent": None, "scope": Scope("Alder", topic="delivery")}
    months = [answered(at, scored(20)) for at in range(12)]
    nps = judged(read(answered(JUNE, scored(29)), months, metric="nps", target=30.0, **plain))
    assert (nps.verdict, nps.unit) == ("missed", "points")
    assert "NPS (Alder, delivery) came to 29 in June 2025, and the goal was 30 by 30 June 2025" in nps.reason
    shares = [answered(at, satisfied(90)) for at in range(12)]
    on_time = judged(
        read(answered(JUNE, satisfied(96)), shares, metric="on_time_share", target=96.0, change_percent=None)
    )
    assert (on_time.verdict, on_time.ci_low is not None and on_time.ci_low > 0) == ("achieved", True)


def test_a_share_of_replies_says_how_long_they_were_followed() -> None:
    months = [answered(at, satisfied(50)) for at in range(12)]
    found = judged(read(answered(JUNE, satisfied(50)), months, metric="reply_share", target=60.0, change_percent=None))
    assert "the share of reviews and posts answered within 7 days (Alder) came to 50 %" in found.reason
    assert "; what was written in the last 7 days of the month could not be followed so long" in found.reason


def test_times_are_medians_that_know_of_open_complaints() -> None:
    quick, slow = (Times(np.full(30, hours), np.full(5, 200.0)) for hours in (20.0, 40.0))
    months = [Reading(month(at), times=slow) for at in range(12)]
    found = judged(read(Reading(month(JUNE), times=quick), months, metric="acknowledge_hours", change_percent=-50))
    assert (found.verdict, found.value, found.comparison) == ("achieved", 20.0, 40.0)
    stuck = Reading(month(JUNE), times=Times(np.full(5, 1.0), np.full(30, 200.0)))
    assert judged(read(stuck, months, metric="acknowledge_hours", change_percent=-50)).verdict == "insufficient_data"


def test_what_is_not_known_is_not_judged() -> None:
    nobody = replace(read(complained(MARCH, 0), steady(0)), heard=False)
    assert judged(nobody).verdict == "no_data"
    unknown = judged(read(complained(MARCH, 5, None), steady()))
    assert (unknown.verdict, "how many customers there were is not known" in unknown.reason) == (
        "insufficient_data",
        True,
    )
    assert judged(read(complained(MARCH, 5), steady(0))).verdict == "insufficient_data"
    few = read(answered(MARCH, scored(20, 6)), [answered(0, scored(20))], metric="nps", target=30, change_percent=None)
    assert judged(few).verdict == "insufficient_data"


def test_no_complaints_at_all_are_an_achievement_where_they_are_counted() -> None:
    assert judged(read(complained(JUNE, 0), steady())).verdict == "achieved"


def test_a_target_that_the_measured_baseline_has_passed_is_no_goal() -> None:
    found = judged(read(complained(MARCH, 20), steady(), target=3.5, change_percent=None))
    assert found.verdict == "insufficient_data"
    assert "no better than the baseline of 3" in found.reason


def test_a_month_that_is_not_over_is_not_judged() -> None:
    [early] = conclude([measure(read(complained(MARCH, 27), steady()), CONFIG)], CONFIG, month(MARCH).start)
    assert early.verdict == "incomplete"
    assert date(2025, 3, 1) == month(MARCH).start.date()
