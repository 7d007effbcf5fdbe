"""Belief against perception: the published gap is heard, none is not called, means are compared as means."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from flows.indicators.belief import BeliefGap, Believed, Perceived
from flows.indicators.conclude import conclude
from flows.indicators.delivery_gap import measure
from flows.indicators.outputs import Judgement
from flows.indicators.vocabulary import Subject, Window
from tests.fixtures.judged import ALDER, CONFIG, LATER, month

HALF = Window(month(0).start, month(5).end)


def gap(believing: float | None = 80, people: int = 100, topic: str = "", **said: Any) -> BeliefGap:
    mean = 80.0 if believing is None else 100 * believing / people
    believed = (Believed("employee", people, mean, believing),)
    known = {"answers": 362, "satisfied": 29, "mean": 40.0, "spread": 25.0} | said
    return BeliefGap(Subject("Alder", topic=topic), HALF, believed, Perceived(**known))


def judged(*gaps: BeliefGap) -> Judgement:
    return conclude([measure(each, CONFIG) for each in gaps], CONFIG, LATER)[-1]


def test_the_published_gap_of_80_and_8_per_cent_is_critical() -> None:
    """The shares of Bain & Company, "Closing the delivery gap" (2005)."""
    found = judged(gap())
    assert found.verdict == "critical"
    assert (found.value, round(found.comparison or 0)) == (80, 8)
    assert found.reason.startswith(
        "80 % of the employees of Alder believe that customers are content with what they get on the whole, and 8 % of "
        "the customers are satisfied in the first half of 2024 (+72 percentage points"
    )
    assert [piece.name for piece in found.evidence][-1].startswith("Bain & Company 2005")


def test_the_interval_is_newcombes() -> None:
    """statsmodels' confint_proportions_2indep, method newcomb."""
    found = judged(gap())
    low, high = confint_proportions_2indep(80, 100, 29, 362, method="newcomb")
    assert found.ci_low == pytest.approx(100 * low)
    assert found.ci_high == pytest.approx(100 * high)


def test_belief_that_customers_share_is_no_gap() -> None:
    found = judged(gap(60, satisfied=217))
    assert found.verdict in ("ok", "inconclusive", "insufficient_data")
    even = judged(gap(600, 1000, answers=3000, satisfied=1800))
    assert (even.verdict, "a gap of 10 percentage points or more can be ruled out" in even.reason) == ("ok", True)


def test_customers_who_are_more_content_than_staff_believe_are_neither_a_gap_nor_an_improvement() -> None:
    assert judged(gap(30, satisfied=300)).verdict == "ok"


def test_where_nobody_rated_it_what_is_written_counts() -> None:
    found = judged(gap(), gap(topic="delivery", answers=3, speaking=200, positive=60.0))
    assert found.verdict == "critical"
    assert "of what customers say of it 30 % is positive" in found.reason
    assert "content with delivery" in found.reason


def test_means_of_groups_are_compared_as_means_with_the_largest_spread_they_allow() -> None:
    found = judged(gap(None))
    assert "believe that customers give 80 of 100" in found.reason
    assert "customers give 40 in" in found.reason
    assert found.test.startswith("Welch")
    assert found.change == pytest.approx(40)
    assert found.verdict == "critical"
    width = (found.ci_high or 0) - (found.ci_low or 0)
    assert width / 2 == pytest.approx(1.98 * (40**2 / 100 + 25**2 / 362) ** 0.5, rel=0.01)


def test_roles_are_one_staff_and_stand_apart_in_the_evidence() -> None:
    believed = (Believed("employee", 26, 0.0, 13.0), Believed("manager", 6, 0.0, 6.0))
    found = judged(BeliefGap(ALDER, HALF, believed, Perceived(answers=400, satisfied=80)))
    assert found.value == pytest.approx(100 * 19 / 32)
    assert [(piece.name, piece.value) for piece in found.evidence[:2]] == [("employees", 50), ("managers", 100)]
    assert "of the employees and managers of Alder" in found.reason


@pytest.mark.parametrize(
    ("read", "verdict"),
    [
        (BeliefGap(ALDER, HALF), "no_data"),
        (gap(8, 9), "insufficient_data"),
        (gap(answers=0, satisfied=0), "insufficient_data"),
    ],
)
def test_too_few_on_a_side_are_not_judged(read: BeliefGap, verdict: str) -> None:
    assert judged(read).verdict == verdict


def test_all_items_of_a_survey_are_one_family_though_one_is_the_whole() -> None:
    alone, one_of_six = judged(gap(40, 50, satisfied=230)), judged(replace(gap(40, 50, satisfied=230), items=6))
    assert alone.p_value == one_of_six.p_value
    assert one_of_six.q_value == pytest.approx(6 * (alone.q_value or 0))
    assert (one_of_six.detectable_change or 0) > (alone.detectable_change or 0)
