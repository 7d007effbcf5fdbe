"""Times of service: judged by what ends within a limit, what is still open censored."""

from __future__ import annotations

import numpy as np
import pytest

from flows.indicators.conclude import conclude
from flows.indicators.durations import time_estimate, usual_hours
from flows.indicators.formulas.survival import Times
from flows.indicators.outputs import Judgement
from flows.indicators.service import TimeSeries
from tests.fixtures.judged import CONFIG, LATER
from tests.fixtures.service import waiting, waits

CALM = [waits(10)] * 10


def judged(series: TimeSeries) -> Judgement:
    return conclude([time_estimate(series, CONFIG, ("reply_coverage", "1"))], CONFIG, LATER)[0]


def test_slower_answers_are_a_breach_of_what_is_usual() -> None:
    found = judged(waiting([*CALM, waits(20)]))
    assert found.verdict == "critical"
    assert "letters answered within 22.8 hours fell from 90 % to 68 %" in found.reason
    assert "half were answered within 13.8 hours, 95 % interval 11.2 to 16.8" in found.reason
    assert "nine in ten within 45.6" in found.reason


def test_the_same_times_are_none() -> None:
    assert judged(waiting([*CALM, waits(10, 900)])).verdict == "ok"


def test_faster_answers_are_better() -> None:
    assert judged(waiting([*CALM, waits(4)])).verdict == "improved"


def test_where_nobody_answers_any_more_the_open_ones_say_so() -> None:
    found = judged(waiting([*CALM, Times(np.zeros(0), np.linspace(1, 167, 100))]))
    assert (found.verdict, found.value) == ("critical", 0)
    assert "fewer than half were answered while they could be followed" in found.reason


def test_what_is_open_for_less_than_the_limit_is_no_failure() -> None:
    young = Times(ended=waits(10, 100).ended, open=np.full(100, 0.5))
    assert judged(waiting([*CALM, young])).severity == 0


def test_a_limit_is_the_given_one_and_a_target_is_what_it_is_to_hold_for() -> None:
    found = judged(waiting([waits(10)], hours=12.0, target=90.0))
    assert found.verdict == "critical"
    assert found.value == pytest.approx(70)
    assert "letters answered within 12 hours was 70 %" in found.reason


def test_a_limit_longer_than_anything_was_followed_says_so() -> None:
    found = judged(waiting([*CALM, waits(10, open_share=0.2)], hours=500.0, target=90.0))
    assert found.verdict == "insufficient_data"
    assert "none has been followed for 500 hours yet" in found.reason


def test_the_usual_time_is_rounded_and_lets_half_of_the_window_be_followed() -> None:
    assert usual_hours(waiting([waits(1)] * 3).periods) == 2.3
    assert usual_hours(waiting([waits(12)] * 3).periods) == 27
    assert usual_hours(waiting([waits(1000)] * 3).periods) == 84
    assert usual_hours(waiting([waits(10)]).periods) is None


def test_median_and_ninetieth_percentile_stand_in_the_evidence() -> None:
    median, most = judged(waiting([*CALM, waits(20)])).evidence[:2]
    assert (median.name, most.name) == ("median, hours", "90th percentile, hours")
    assert median.value == pytest.approx(20 * np.log(2), rel=0.02)
    assert median.comparison == pytest.approx(10 * np.log(2), rel=0.02)
    assert most.value == pytest.approx(20 * np.log(10), rel=0.03)


@pytest.mark.parametrize("past", [[], [Times(np.zeros(0), np.zeros(0))] * 10])
def test_without_a_past_or_answers_nothing_is_said(past: list[Times]) -> None:
    assert judged(waiting([*past, waits(10)])).verdict == "insufficient_data"
    assert judged(waiting([*past, Times(np.zeros(0), np.zeros(0))])).verdict == "no_data"
