"""Every indicator that tests anything has its rows in the table of honesty; the page is made of what was measured."""

from __future__ import annotations

import math

import pytest

from bench.honesty import GROUPS
from bench.honesty_counted import Rate, rate
from bench.honesty_goals import GOALS
from bench.honesty_page import Row, page
from bench.honesty_perception import BURSTS, CHARTS, RIVALS
from bench.honesty_plans import PLANS
from bench.honesty_rates import INDICATORS, Honesty
from flows.indicators.register import REGISTER

SERIES = 60
NOT_SIMULATED = {
    "growth_vs_perception": "a rule over findings, which have their own rows",
    "practice_audit": "a checklist: it describes what was answered",
    "model_break": "a rule: a version changed or it did not",
}
QUICK = {**RIVALS.calm, **PLANS.calm}
PROMISED = {**RIVALS.planted, **PLANS.planted}


def most(share: float, series: int = SERIES) -> float:
    return share + 3 * math.sqrt(share * (1 - share) / series)


def rows_of(kind: str) -> set[str]:
    return {what.partition(",")[0] for group in GROUPS for what in getattr(group, kind)}


def test_every_registered_indicator_is_measured_or_says_why_not() -> None:
    measured = rows_of("calm") | {*INDICATORS} | ({"goal_progress"} if GOALS else set())
    assert measured | {*NOT_SIMULATED} == {*REGISTER}
    assert not measured & {*NOT_SIMULATED}


def test_what_is_calm_in_one_row_is_planted_in_another() -> None:
    assert rows_of("calm") - {*INDICATORS} == rows_of("planted") - {*INDICATORS}


@pytest.mark.parametrize("what", QUICK)
def test_nothing_wrong_is_seldom_called(what: str) -> None:
    found = rate(what, QUICK[what], SERIES)
    assert found.warning <= most(0.06)
    assert found.watch <= most(0.06)


@pytest.mark.parametrize("what", PROMISED)
def test_what_is_promised_is_mostly_heard(what: str) -> None:
    assert rate(what, PROMISED[what], SERIES).heard >= 1 - most(0.25)


@pytest.mark.parametrize("what", [what for what in CHARTS.calm if "white" in what])
def test_a_steady_year_of_weeks_seldom_shows_a_shift(what: str) -> None:
    found = rate(what, CHARTS.calm[what], 20)
    assert found.warning == 0
    assert found.watch <= most(0.05, 20)


@pytest.mark.parametrize("what", BURSTS.planted)
def test_a_flood_is_heard_in_its_hour(what: str) -> None:
    assert rate(what, BURSTS.planted[what], SERIES).heard >= 0.65


def test_the_page_lists_by_itself_what_is_beyond_what_it_states() -> None:
    calm = Honesty("perception_drop", "white noise", 0.06, 0.0, 0.03, 0.05, 12.5, 0.7)
    rows = [
        Row("Bursts", "calm", Rate("burst, any hour", 0.01, 0.02), 300),
        Row("Bursts", "planted", Rate("burst, an hour with 15", 0.5, 0.1), 300),
        Row("Goals", "goal", Rate("a third fewer", 0.9, 0.2), 1000),
    ]
    text = page([calm], rows, 1000)
    assert "- perception_drop, white noise: warning or worse 6.0 % with nothing wrong; " in text
    assert "heard in 70.0 %" in text
    assert "- burst, an hour with 15: heard in 60.0 %" in text
    assert "- burst, any hour" not in text
    assert "- a third fewer" not in text
    assert text.count("## Bursts") == 1
    assert "| burst, an hour with 15 | 50.0 % | 10.0 % | 60.0 % | 300 |" in text
