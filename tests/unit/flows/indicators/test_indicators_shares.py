"""Shares of service: against the windows before, against a target, and what keeps either from being judged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.indicators.conclude import conclude
from flows.indicators.outputs import Judgement
from flows.indicators.service import ShareSeries
from flows.indicators.shares import share_estimate
from tests.fixtures.judged import CONFIG, LATER
from tests.fixtures.service import CALLS, weekly

CALM = [90, 91, 89, 90, 90, 91, 90, 89, 90, 91]


def judged(series: ShareSeries) -> Judgement:
    return conclude([share_estimate(series, CONFIG, ("kpi_breach", "1"))], CONFIG, LATER)[0]


@pytest.mark.parametrize(
    ("now", "verdict"), [(70, "critical"), (83, "warning"), (90, "ok"), (97, "improved"), (86.5, "watch")]
)
def test_a_share_is_judged_by_how_far_it_is_from_the_windows_before(now: float, verdict: str) -> None:
    assert judged(weekly([*CALM, now])).verdict == verdict


def test_the_reason_says_what_changed_how_surely_and_of_how_many() -> None:
    found = judged(weekly([*CALM, 70]))
    assert (
        "The share of Alder's calls that were taken fell from 90.1 % to 70 % in the week from 11 March" in found.reason
    )
    assert "400 calls now, 4,000 in the 10 weeks before" in found.reason
    assert (found.unit, found.n, found.n_comparison) == ("percentage points", 400, 4000)


def test_where_more_is_worse_a_rise_is_the_harm() -> None:
    words = replace(CALLS, more_is_worse=True)
    found = judged(weekly([*CALM[:-1], 70, 90], words=words))
    assert found.verdict == "ok" or found.severity == 0
    assert judged(weekly([10, 11, 9, 10, 10, 11, 10, 9, 10, 11, 30], words=words)).verdict == "critical"


def test_a_level_that_wanders_by_itself_hides_what_a_calm_one_shows() -> None:
    wandering = [90, 80, 94, 85, 91, 79, 93, 86, 90, 82]
    assert judged(weekly([*CALM, 80])).severity > judged(weekly([*wandering, 80])).severity


def test_few_windows_before_make_it_a_watch_at_most() -> None:
    assert judged(weekly([90, 90, 90, 60])).verdict == "watch"


def test_the_rows_of_one_customer_count_as_one() -> None:
    few = weekly([*CALM, 78])
    once = replace(few, periods=tuple(replace(each, customers=20) for each in few.periods))
    assert judged(few).severity > judged(once).severity
    assert judged(once).n == 20


@pytest.mark.parametrize(
    ("now", "verdict"), [(70, "critical"), (79, "warning"), (90, "improved"), (83, "inconclusive")]
)
def test_a_target_is_missed_by_what_counts_or_not(now: float, verdict: str) -> None:
    found = judged(weekly([50, 99, now], target=85))
    assert found.verdict == verdict
    assert "against a target of 85 %" in found.reason
    assert (found.comparison, found.comparison_window) == (85, None)


def test_a_target_takes_no_windows_before() -> None:
    assert judged(weekly([60], target=85)).verdict == "critical"


def test_a_target_of_few_failures_is_tested_exactly() -> None:
    """P(at most 58 of 60 at .99) by hand: 1 - .99^60 - 60 x .01 x .99^59 = .1212."""
    found = judged(weekly([100 * 58 / 60], n=60, target=99))
    assert found.p_value == pytest.approx(1 - 0.99**60 - 0.6 * 0.99**59)
    assert found.test.endswith("exact binomial")


def test_net_scores_are_told_in_points() -> None:
    words = replace(CALLS, name="NPS of {brand}", unit="points", sign="", is_signed=True)
    found = judged(weekly([*[70] * 10, 55], words=words))
    assert found.value == pytest.approx(10)
    assert "NPS of Alder fell from 40 to 10 in" in found.reason
    assert judged(weekly([55], words=words, target=30)).verdict == "critical"


def test_without_data_and_with_too_little_nothing_is_said() -> None:
    assert judged(weekly([*CALM, 0], n=0)).verdict == "no_data"
    assert judged(weekly([90])).verdict == "insufficient_data"
    assert judged(weekly([*CALM, 20], n=5)).verdict == "insufficient_data"
    assert judged(weekly([20], n=5, target=90)).verdict == "insufficient_data"
    assert judged(weekly([20], target=90, blocked="the numbers are not whole")).reason.endswith("are not whole.")
