"""Objectives are drafted from the data: what can be followed, seen by the deadline, and is still realistic."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.errors import ConfigError
from flows.goals import read_goals
from flows.indicators.config import IndicatorsConfig
from flows.swot.content.finding import Finding
from flows.swot.content.plan import Objective
from flows.swot.plan import deadline_of, delta_of, detectable_in
from tests.fixtures.swot import GOAL, findings, told
from tests.fixtures.swot import swot as swot_of


def finding(**changed: Any) -> Finding:
    return findings(only=(dict(told()[0]) | changed,))[0]


def objective(subject: str = "Alder Post", **changed: Any) -> Objective:
    return next(one for one in swot_of(**changed).objectives if one.subject == subject)


def test_a_warning_gets_an_objective_with_metric_scope_baseline_target_deadline() -> None:
    drafted = objective(goals=[])
    assert (drafted.metric, drafted.baseline, drafted.target, drafted.months) == ("nps", 22.0, 27.0, 3)
    assert drafted.deadline == date(2027, 2, 1)
    assert drafted.sentence == "Raise NPS of Alder Post from 22 to 27 by 1 February 2027"
    assert drafted.owner == ""
    assert "5 points can be told from chance within 3 months" in drafted.detectable


def test_the_baseline_and_the_reason_are_of_the_finding_that_it_is_drafted_from() -> None:
    burst = {"indicator": "burst", "metric": "urgent_customers", "verdict": "critical", "q": 0.0, "reason": "An hour."}
    drafted = objective(only=(dict(told()[0]), dict(told()[0]) | burst), goals=[])
    assert drafted.baseline == 22.0
    assert drafted.why == "NPS of Alder Post fell from 41 to 22 in October 2026."


def test_a_kpi_at_watch_gets_an_objective_unless_only_another_mix_of_answers_moved_it() -> None:
    watch = dict(told()[0]) | {"indicator": "kpi_breach", "verdict": "watch", "change": -10.0}
    of_mix = {"within": 0.5, "mix": -10.2, "interaction": -0.3}
    of_within = {"within": -9.0, "mix": -1.0, "interaction": 0.0}
    assert objective(only=(watch,), goals=[]).metric == "nps"
    assert objective(only=(watch | of_within,), goals=[]).metric == "nps"
    assert swot_of(only=(watch | of_mix,), goals=[]).objectives == ()
    loud = watch | {"indicator": "weakness_topic", "metric": "rating_lost", "verdict": "critical"}
    assert swot_of(only=(watch | of_mix, loud), goals=[]).objectives == ()


def test_the_owner_is_the_episodes() -> None:
    assert objective("Alder Post / delivery").owner == "head of delivery"


def test_the_deadline_is_the_first_by_which_delta_can_be_told_from_chance() -> None:
    """d = 8 with n = 300, and 800 customers would show 5: 2.7 months are enough, so that three are."""
    assert deadline_of(finding(), 5) == 3
    assert deadline_of(finding(needed=1500), 5) == 6
    assert deadline_of(finding(needed=3000), 5) == 12
    assert deadline_of(finding(needed=30000), 5) is None


def test_so_many_customers_as_are_needed_show_delta_exactly() -> None:
    """detectable_in solves what powering.times_needed solved: at needed / n windows it is delta again."""
    one = finding(n=100, needed=600, detectable=11.0)
    months = 6
    assert detectable_in(one, 5.0, months) == pytest.approx(5.0, rel=0.02)


def test_what_moves_by_itself_is_not_seen_better_with_more_answers() -> None:
    assert detectable_in(finding(needed=None), 5.0, 12) == 8.0
    assert detectable_in(finding(detectable=None), 5.0, 12) is None


def test_where_no_deadline_would_do_the_target_is_what_a_year_shows_and_that_is_said() -> None:
    drafted = objective(only=(dict(told()[0]) | {"needed": None},), goals=[])
    assert (drafted.months, drafted.target) == (None, 30.0)
    assert "not even a year" in drafted.detectable


def test_a_target_that_nobody_could_reach_is_not_drafted() -> None:
    swot = swot_of(only=(dict(told()[0]) | {"needed": None, "detectable": 62.0},), goals=[])
    assert swot.objectives == ()
    [(subject, why)] = swot.undrafted
    assert subject == "Alder Post"
    assert "ask more customers first" in why


def test_what_no_goal_can_follow_gets_no_objective_and_says_so() -> None:
    undrafted = dict(swot_of(goals=[]).undrafted)
    assert "nothing is measured" in undrafted["Zippo"]
    assert "nothing is measured" in undrafted["Alder Post / complaint handling"]


def test_a_running_goal_on_what_is_loud_is_not_proposed_again_and_one_that_is_over_is() -> None:
    running = replace(GOAL, metric="nps", name="Customers recommend us")
    threat = (told()[0],)
    assert "Customers recommend us" in dict(swot_of(only=threat, goals=[running]).undrafted)["Alder Post"]
    assert objective(only=threat, goals=[replace(running, deadline=date(2026, 10, 31))]).metric == "nps"
    assert "nps" not in {one.metric for one in swot_of(goals=[running]).objectives if one.subject == "Alder Post"}


def test_a_goal_on_another_measure_covers_nothing() -> None:
    assert GOAL.metric == "on_time_share"
    assert objective(goals=[GOAL]).metric == "nps"


def test_a_draft_is_read_as_a_goal_once_it_has_an_owner(tmp_path: Path) -> None:
    drafted = swot_of(goals=[]).objectives
    text = "goals:\n" + "\n".join(one.entry for one in drafted)
    (tmp_path / "goals.yaml").write_text(text, encoding="utf-8")
    assert all("fill in: the role or team that sees to it" in one.entry for one in drafted if not one.owner)
    with pytest.raises(ConfigError, match=r"owner.*is empty: fill in the role or team that sees to it"):
        read_goals(tmp_path)
    (tmp_path / "goals.yaml").write_text(text.replace("owner: ''", "owner: head of rounds"), encoding="utf-8")
    goals = read_goals(tmp_path).goals
    assert [(goal.metric, goal.baseline, goal.target) for goal in goals] == [
        (one.metric, one.baseline, one.target) for one in drafted
    ]


@pytest.mark.parametrize("name", ["O'Hara & Söhne", "a: b # c", "{x}\ny: z", '"quoted"'])
def test_no_name_can_be_anything_but_a_name_in_the_draft(name: str) -> None:
    swot = swot_of(only=(dict(told()[0]) | {"brand": name},), own=[name], goals=[])
    [entry] = yaml.safe_load(swot.objectives[0].entry)
    assert entry["scope"]["brand"] == " ".join(name.split())


def test_delta_is_the_configurations() -> None:
    config = IndicatorsConfig()
    assert delta_of(finding(metric="csat"), config) == config.delta.csat
    assert delta_of(finding(metric="on_time"), config) == config.base_service.on_time


def test_a_target_stays_on_its_scale() -> None:
    only = (dict(told()[0]) | {"metric": "csat", "value": 99.0, "detectable": 2.0, "needed": 200},)
    assert objective(only=only, goals=[]).target == 100.0
    assert math.isclose(objective(only=only, goals=[]).baseline, 99.0)
