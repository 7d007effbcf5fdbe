"""What employees write against the quarters before, and teams' staff against their customers a quarter later."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import spearmanr

from flows.indicators import employee_link, employee_voice
from flows.indicators.conclude import conclude
from flows.indicators.employee_link import Team, TeamLink
from flows.indicators.employee_voice import StaffTexts
from flows.indicators.inputs import Counts, PerceptionSeries
from flows.indicators.outputs import Judgement
from flows.indicators.vocabulary import Window
from tests.fixtures.judged import ALDER, CONFIG, LATER, month, period, scored

CALM = [10, 12, 9, 11, 10, 12, 8, 10]


def quarter(at: int) -> Window:
    return Window(month(3 * at).start, month(3 * at + 2).end)


def written(values: Sequence[float], people: int = 300) -> Judgement:
    counts = [scored(value, people) if people else Counts(0, 0, 0, 0) for value in values]
    periods = tuple(period(quarter(at), each) for at, each in enumerate(counts))
    said = StaffTexts(PerceptionSeries(ALDER, "net_sentiment", "quarter", periods), ("e1",))
    return conclude([employee_voice.measure(said, CONFIG)], CONFIG, LATER)[0]


def linked(staff: Sequence[float], customers: Sequence[float]) -> Judgement:
    teams = tuple(
        Team(f"t{at}", one, other, 9, 40) for at, (one, other) in enumerate(zip(staff, customers, strict=True))
    )
    link = TeamLink(ALDER, quarter(0), teams, "csat", "nps")
    return conclude([employee_link.measure(link, CONFIG)], CONFIG, LATER)[0]


def test_a_great_fall_among_employees_is_heard_and_told_of_them() -> None:
    found = written([*CALM, -25])
    assert found.verdict == "critical"
    assert found.reason.startswith(
        "Net sentiment of the employees of Alder fell from 10.2 to −24.7 in January to March 2026"
    )
    assert "300 employees now, 2,400 in the 8 quarters before" in found.reason
    assert found.evidence[0].event_ids == ("e1",)


def test_employees_as_before_are_no_finding() -> None:
    assert written([*CALM, 10], 3000).severity == 0


def test_six_quarters_are_a_watch_at_most() -> None:
    found = written([*CALM[:6], -25])
    assert found.verdict == "watch"
    assert "only 6 earlier windows" in found.reason


@pytest.mark.parametrize(
    ("values", "people", "verdict"),
    [([10], 300, "insufficient_data"), (CALM, 4, "insufficient_data"), (CALM, 0, "no_data")],
)
def test_few_employees_are_not_judged(values: Sequence[float], people: int, verdict: str) -> None:
    found = written(values, people)
    assert found.verdict == verdict
    assert "customers" not in found.reason


def test_teams_that_go_together_are_a_sign_and_no_more() -> None:
    staff = list(range(20))
    found = linked(staff, [value + 3 * (-1) ** value for value in staff])
    assert found.verdict == "emerging"
    assert "does not say that one makes the other" in found.reason
    assert "over 20 teams of alder the staff's score (csat) goes with the customers' (nps)" in found.reason.lower()
    assert [piece.name for piece in found.evidence] == ["t0", "t1", "t2", "t17", "t18", "t19"]


def test_the_rank_correlation_is_spearmans() -> None:
    """scipy.stats.spearmanr."""
    generator = np.random.default_rng(3)
    staff, customers = generator.normal(size=15), generator.normal(size=15)
    assert linked(list(staff), list(customers)).value == pytest.approx(spearmanr(staff, customers).statistic)


def test_teams_that_do_not_go_together_are_none() -> None:
    found = linked(list(range(30)), list(range(30, 0, -1)))
    assert found.verdict == "none"
    assert "does not go with" in found.reason


@pytest.mark.parametrize(("teams", "verdict"), [(0, "no_data"), (9, "insufficient_data")])
def test_ten_teams_are_the_least(teams: int, verdict: str) -> None:
    assert linked(list(range(teams)), list(range(teams))).verdict == verdict


def test_teams_all_alike_cannot_be_ranked() -> None:
    assert linked([50.0] * 12, list(range(12))).verdict == "insufficient_data"
