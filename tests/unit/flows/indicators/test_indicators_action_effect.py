"""A finished action shows what it moved, beside what it did not touch; an overdue one is behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from flows.indicators.action import Action, ActionRead
from flows.indicators.action_effect import measure
from flows.indicators.conclude import conclude
from flows.indicators.event_effect import Side, Weeks, effect_of
from flows.indicators.event_told import LEVELS
from flows.indicators.formulas.scores import Floats
from flows.indicators.goal_told import figure
from flows.indicators.outputs import Judgement
from tests.fixtures.judged import CONFIG, LATER, day_at, month

WINDOW = month(24)
DONE = day_at("2025-09-01")
ACTION = Action(
    action_id="A-2",
    event_id="f1",
    brand="Alder",
    objective="Customers in Lindow are served within five minutes",
    owner="head of counters",
    start_at=day_at("2025-07-10"),
    location="Lindow",
    metric="nps",
    due_at=day_at("2025-09-05"),
    done_at=DONE,
)


def answers(values: Floats, n: int = 20) -> Side:
    """Weeks of n answers with such NPS, of which seven in ten take a side."""
    positive, negative = n * (0.7 + values / 100) / 2, n * (0.7 - values / 100) / 2
    return Side(positive, negative, np.full(len(values), float(n)), np.full(len(values), float(n)))


def counts(values: Floats) -> Side:
    nothing = np.zeros(len(values))
    return Side(values, nothing, np.ones(len(values)), nothing)


def noisy(before: int = 100, after: int = 12, rise: float = 0.0, seed: int = 1) -> Floats:
    values = np.random.default_rng(seed).normal(10, 8, before + after)
    values[before:] += rise
    return values


def judged(weeks: Weeks | None, action: Action = ACTION, **read: Any) -> Judgement:
    [one] = conclude([measure(ActionRead(action, WINDOW, weeks, **read), CONFIG)], CONFIG, LATER)
    return one


def test_a_rise_in_what_it_touched_alone_is_its_merit() -> None:
    found = judged(Weeks("net", 100, answers(noisy(rise=25)), answers(noisy(seed=2), 90)))
    assert (found.verdict, found.subject.item) == ("strong", "A-2")
    assert found.change == pytest.approx(25, abs=8)
    assert found.reason.startswith("With the action A-2, “Customers in Lindow")
    assert "done on 1 September 2025, NPS (Lindow) went from" in found.reason
    assert "elsewhere from" in found.reason


def test_what_rose_everywhere_is_no_merit() -> None:
    both = Weeks("net", 100, answers(noisy(rise=25)), answers(noisy(rise=25, seed=2), 90))
    assert judged(both).verdict in ("none", "inconclusive", "insufficient_data")


def test_without_anything_untouched_it_is_never_strong() -> None:
    found = judged(Weeks("net", 100, answers(noisy(rise=25))))
    assert found.verdict == "emerging"
    assert "nothing untouched could be held beside it" in found.reason


def test_fewer_complaints_are_merit_too() -> None:
    chance = np.random.default_rng(4)
    ours, theirs = chance.poisson(6, 112).astype(float), chance.poisson(20, 112).astype(float)
    ours[100:] = chance.poisson(1, 12)
    found = judged(Weeks("rate", 100, counts(ours), counts(theirs)), replace(ACTION, metric="complaints"))
    assert (found.verdict, found.metric, found.n) == ("strong", "complaints_per_1000", 12)
    assert found.change is not None
    assert found.change < -3


def test_what_was_measured_is_kept_beside_what_was_to_be_expected_and_the_sentence_tells_both() -> None:
    found = judged(Weeks("net", 100, answers(noisy(rise=25)), answers(noisy(seed=2), 90)))
    [levels] = [each for each in found.evidence if each.name == LEVELS]
    assert levels.value == found.value
    assert levels.comparison is not None
    assert found.comparison is not None
    assert f"NPS (Lindow) went from {figure(levels.comparison)} in the 12 weeks before" in found.reason
    assert f"without it {figure(found.comparison)} was to be expected" in found.reason


def test_no_more_complaints_can_be_missing_than_there_can_have_been() -> None:
    """Elsewhere they fell from 20 to 2, so that not even none of ours would be too few: there is no rate under 0."""
    ours, theirs = np.tile([1.0, 3.0], 56), np.tile([19.0, 21.0], 56)
    ours[100:], theirs[100:] = 0.4, 0.2
    effect = effect_of(Weeks("rate", 100, counts(ours), counts(theirs)), 12, 0.95)
    assert effect is not None
    assert effect.found.high is not None
    assert effect.found.effect <= effect.after
    assert effect.found.high <= effect.after
    few = effect_of(Weeks("share", 100, Side(np.full(112, 19.0), *(np.full(112, 20.0),) * 3)), 12, 0.95)
    assert few is not None
    assert few.found.low is not None
    assert few.found.low >= few.after - 100


def test_under_a_year_before_it_is_only_described() -> None:
    found = judged(Weeks("net", 40, answers(noisy(before=40, rise=25)), answers(noisy(before=40, seed=2), 90)))
    assert (found.verdict, found.p_value, found.test) == ("insufficient_data", None, "described only")
    assert "only 40 weeks before it are known, and 52 are the least; with the action" in found.reason


def test_too_few_weeks_after_are_waited_for() -> None:
    found = judged(Weeks("net", 100, answers(noisy(after=7, rise=25))))
    assert found.verdict == "insufficient_data"
    assert "7 weeks since the action A-2" in found.reason


def test_weeks_that_could_not_be_followed_are_waited_for() -> None:
    whole = counts(np.full(111, 7.0))
    found = judged(Weeks("share", 100, replace(whole, n=whole.positive)), replace(ACTION, metric="reply_share"))
    assert "11 weeks that could be followed for 7 days since the action A-2" in found.reason


def test_one_complaint_after_a_year_without_one_proves_nothing() -> None:
    rare = np.zeros(112)
    rare[105] = 1
    effect = effect_of(Weeks("rate", 100, counts(rare)), 12, 0.95)
    assert effect is not None
    assert effect.found.p_higher is not None
    assert effect.found.p_higher > 0.05


def test_many_weeks_without_an_answer_are_no_series() -> None:
    side = answers(noisy(rise=25))
    thin = Side(
        *(np.where(np.arange(112) % 3 == 0, 0.0, each) for each in (side.positive, side.negative, side.n, side.n))
    )
    assert "more than one week of ten" in judged(Weeks("net", 100, thin)).reason


@pytest.mark.parametrize(("due", "verdict"), [("2025-12-20", "behind"), ("2026-03-01", "on_track")])
def test_an_open_action_is_behind_once_it_is_due(due: str, verdict: str) -> None:
    found = judged(None, replace(ACTION, done_at=None, due_at=day_at(due)))
    assert found.verdict == verdict
    assert ("overdue" in found.reason) is (verdict == "behind")


def test_what_cannot_be_followed_says_so() -> None:
    assert "what is followed is nps" in judged(None, replace(ACTION, metric="footfall")).reason
    assert judged(None).verdict == "no_data"


def test_others_of_the_same_weeks_are_named() -> None:
    other = replace(ACTION, action_id="A-9", done_at=DONE + timedelta(days=9))
    found = judged(Weeks("net", 100, answers(noisy(rise=25)), answers(noisy(seed=2), 90)), beside=(other,))
    assert found.evidence[0].kind == "action"
    assert found.evidence[0].name.startswith("A-9: ")
