"""Objectives are drafted from the data: each on its finding's own metric, as the goal that it becomes will be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.errors import ConfigError
from flows.goals import read_goals
from flows.indicators.conclude import conclude
from flows.indicators.config import IndicatorsConfig
from flows.indicators.goal import Goal, Measured, Scope
from flows.indicators.goal_levels import Standing, standing
from flows.indicators.goal_progress import measure
from flows.indicators.planned import MEASURES, Followed
from flows.indicators.vocabulary import Window
from flows.swot.content.plan import Objective
from flows.swot.content.swot import Swot
from flows.swot.moved import moved
from flows.swot.plan import delta_of
from flows.swot.sections_plans import objectives as section
from flows.windows import window_of
from tests.fixtures.swot import AS_OF, GOAL, LEVELS, Row, following, told
from tests.fixtures.swot import swot as swot_of

CONFIG = IndicatorsConfig()
NPS: Row = dict(told()[0])
STEADY: Row = NPS | {"verdict": "ok", "harm": 0.5, "change": -0.5, "value": 40.0, "reason": "NPS stayed at 40."}
FOLLOWED: list[tuple[str, str, Followed]] = [
    ("perception_drop", "csat", "csat"),
    ("kpi_breach", "nps_target", "nps"),
    ("kpi_breach", "first_response", "respond_hours"),
    ("recovery", "acknowledged_in_time", "acknowledge_hours"),
    ("kpi_breach", "resolution_target", "resolve_hours"),
    ("recovery", "resolved_in_time", "resolve_hours"),
    ("reply_coverage", "replies_in_time", "reply_share"),
    ("base_service", "on_time", "on_time_share"),
    ("base_service", "defects", "complaints_per_1000"),
    ("weakness_topic", "negative_rate", "net_sentiment"),
]


def loud(indicator: str, metric: str, **changed: Any) -> Row:
    return NPS | {"indicator": indicator, "metric": metric, "reason": "It got worse."} | changed


def objective(subject: str = "Alder Post", **changed: Any) -> Objective:
    return next(one for one in swot_of(**changed).objectives if one.subject == subject)


def undrafted(swot: Swot) -> dict[str, str]:
    return dict(swot.undrafted)


def pasted(drafted: Objective, folder: Path) -> Goal:
    """The goal that its lines are, once somebody has filled in the owner."""
    text = "goals:\n" + drafted.entry.replace("owner: ''", "owner: head of rounds")
    (folder / "goals.yaml").write_text(text, encoding="utf-8")
    [goal] = read_goals(folder).goals
    return goal


def test_a_warning_gets_an_objective_with_metric_scope_baseline_target_deadline() -> None:
    drafted = objective(only=(NPS,), goals=[])
    assert (drafted.metric, drafted.baseline, drafted.target, drafted.months) == ("nps", 22.0, 30.7, 6)
    assert drafted.sentence == "Raise NPS of Alder Post from 22 to 30.7 by 31 May 2027"
    assert (drafted.owner, drafted.why) == ("", NPS["reason"])
    assert drafted.detectable == (
        "Measured from October 2026 and read month by month: one like October 2026 (2,000 customers) shows a change of "
        "8.63 points or more; the least that counts is 5 points."
    )


@pytest.mark.parametrize(("indicator", "metric", "followed"), FOLLOWED)
def test_a_loud_finding_gets_an_objective_on_its_own_metric(indicator: str, metric: str, followed: Followed) -> None:
    only = (loud(indicator, metric), STEADY)
    [drafted] = swot_of(only=only, goals=[], follow=following(20_000)).objectives
    assert (drafted.metric, drafted.why) == (followed, "It got worse.")
    assert f"{MEASURES[followed].name} of Alder Post" in drafted.sentence


def test_every_loud_metric_of_a_subject_gets_one_and_what_several_find_of_it_is_one() -> None:
    week = loud("kpi_breach", "nps", label="2026-W44", verdict="warning")
    only = (NPS, week, loud("perception_drop", "csat"), loud("base_service", "on_time"))
    drafted = swot_of(only=only, goals=[]).objectives
    assert sorted(one.metric for one in drafted) == ["csat", "nps", "on_time_share"]


@pytest.mark.parametrize(
    ("indicator", "metric", "named"),
    [
        ("weakness_topic", "rating_lost", "Average rating (of 100)"),
        ("recovery", "reopened", "Complaints reopened"),
        ("employee_voice", "net_sentiment", "Net sentiment"),
        ("kpi_breach", "retention", "Customers who stayed"),
    ],
)
def test_what_no_goal_can_follow_gets_none_and_that_is_said_in_one_line(
    indicator: str, metric: str, named: str
) -> None:
    other = loud("new_entrant", "mentions", brand="Zippo")
    swot = swot_of(only=(loud(indicator, metric), STEADY, other), goals=[])
    assert swot.objectives == ()
    [line] = section(swot).sentences
    assert f"Alder Post ({named})" in line
    assert "Zippo (Mentions per 1,000 texts)" in line
    assert "no metric that a goal can have follows it" in line


def test_a_kpi_at_watch_gets_an_objective_unless_only_another_mix_of_answers_moved_it() -> None:
    watch = NPS | {"indicator": "kpi_breach", "verdict": "watch", "change": -10.0}
    of_mix = {"within": 0.5, "mix": -10.2, "interaction": -0.3}
    of_within = {"within": -9.0, "mix": -1.0, "interaction": 0.0}
    assert objective(only=(watch,), goals=[]).metric == "nps"
    assert objective(only=(watch | of_within,), goals=[]).metric == "nps"
    assert swot_of(only=(watch | of_mix,), goals=[]).objectives == ()
    both = swot_of(only=(watch | of_mix, NPS), goals=[])
    assert both.objectives == ()
    assert "another mix of answers" in undrafted(both)["Alder Post (NPS)"]


def test_the_owner_is_the_episodes() -> None:
    assert objective("Alder Post / delivery").owner == "head of delivery"


@pytest.mark.parametrize(("customers", "months"), [(8000, 3), (2000, 6), (1000, 12)])
def test_the_step_is_what_a_month_shows_and_each_delta_of_it_gets_a_quarter(customers: int, months: int) -> None:
    drafted = objective(only=(NPS,), goals=[], follow=following(customers))
    assert drafted.months == months
    assert drafted.target - drafted.baseline >= CONFIG.delta.nps


@pytest.mark.parametrize(
    ("as_of", "start", "deadline"),
    [
        (AS_OF, date(2026, 12, 1), date(2027, 2, 28)),
        (datetime(2026, 12, 1, tzinfo=UTC), date(2026, 12, 1), date(2027, 2, 28)),
        (datetime(2026, 11, 30, 23, tzinfo=UTC), date(2026, 12, 1), date(2027, 2, 28)),
    ],
)
def test_a_path_runs_over_whole_months(as_of: datetime, start: date, deadline: date) -> None:
    drafted = objective(only=(NPS,), goals=[], follow=following(8000), as_of=as_of)
    assert (drafted.start, drafted.deadline) == (start, deadline)


@pytest.mark.parametrize(
    ("label", "since", "until"),
    [
        ("2026-09", date(2026, 9, 1), date(2026, 10, 1)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 10, 1)),
        ("2026-W44", date(2026, 10, 1), date(2026, 11, 1)),
    ],
)
def test_the_baseline_is_the_findings_whole_months_or_the_last_one(label: str, since: date, until: date) -> None:
    drafted = objective(only=(NPS | {"label": label},), goals=[])
    assert (drafted.since, drafted.until) == (since, until)


def test_what_began_after_the_last_whole_month_waits_for_its_own_unless_another_finding_knew_it_before() -> None:
    """A week in which complaints wait 38 hours is no reason to lower a month's 4 to 3."""
    week = loud("kpi_breach", "nps", label="2026-W46")
    now = datetime(2026, 11, 20, tzinfo=UTC)
    fresh = swot_of(only=(week,), goals=[], as_of=now)
    assert fresh.objectives == ()
    assert undrafted(fresh)["Alder Post (NPS)"].startswith("it began after October 2026")
    assert objective(only=(week, NPS), goals=[], as_of=now).why == NPS["reason"]
    known = dict(told()[1]) | {"label": "2026-11"}  # the fixture's episode of it is known since September
    assert objective("Alder Post / delivery", only=(known,), goals=[], as_of=now).since == date(2026, 10, 1)


@pytest.mark.parametrize(("indicator", "of_finding", "metric"), FOLLOWED)
@pytest.mark.parametrize("customers", [400, 20_000])
def test_a_pasted_draft_is_judged_as_it_promised(
    indicator: str, of_finding: str, metric: Followed, customers: int, tmp_path: Path
) -> None:
    """Beyond its target in its last month it is achieved, and what a month shows is no more than the goal asks for."""
    follow = following(customers)
    [drafted] = swot_of(only=(loud(indicator, of_finding, harm=60.0),), goals=[], follow=follow).objectives
    goal = pasted(drafted, tmp_path)
    assert goal.baseline == Measured(date(2026, 10, 1), date(2026, 11, 1))
    read = follow(goal)
    assert read is not None
    asked = drafted.target - drafted.baseline
    level = standing(moved(read, drafted.target), CONFIG.proof)
    assert isinstance(level, Standing)
    assert level.base == pytest.approx(drafted.baseline)
    assert level.detectable is not None
    assert level.detectable <= abs(asked)
    beyond = moved(read, drafted.target + 0.1 * asked)
    last = replace(beyond, now=replace(beyond.now, window=last_month(goal)))
    [judged] = conclude([measure(last, CONFIG)], CONFIG, datetime(2028, 1, 5, tzinfo=UTC))
    assert judged.verdict == "achieved"


def last_month(goal: Goal) -> Window:
    return window_of(datetime.combine(goal.deadline, datetime.min.time(), UTC), "month").span


def test_a_step_that_nobody_could_reach_is_not_drafted() -> None:
    swot = swot_of(only=(NPS,), goals=[], follow=following(30))
    assert swot.objectives == ()
    why = undrafted(swot)["Alder Post (NPS)"]
    assert "a month like October 2026 shows a change of" in why
    assert why.endswith("which is no realistic step in a year: it takes more customers a month")


def test_where_the_scale_ends_before_a_change_shows_none_is_drafted() -> None:
    swot = swot_of(only=(loud("perception_drop", "csat"),), goals=[], follow=following(csat=99.5))
    assert "no realistic step" in undrafted(swot)["Alder Post (CSAT)"]


def test_what_the_month_cannot_tell_is_said() -> None:
    few = swot_of(only=(NPS,), goals=[], follow=following(6))
    assert "10 are the least" in undrafted(few)["Alder Post (NPS)"]
    none = swot_of(only=(NPS,), goals=[], follow=lambda _: None)
    assert undrafted(none)["Alder Post (NPS)"] == "October 2026 tells nothing of NPS"


def test_a_running_goal_on_what_is_loud_is_not_proposed_again_and_one_that_is_over_is() -> None:
    running = replace(GOAL, metric="nps", name="Customers recommend us")
    assert "Customers recommend us" in undrafted(swot_of(only=(NPS,), goals=[running]))["Alder Post (NPS)"]
    assert objective(only=(NPS,), goals=[replace(running, deadline=date(2026, 10, 31))]).metric == "nps"


def test_a_goal_on_another_measure_covers_nothing() -> None:
    assert GOAL.metric == "on_time_share"
    assert objective(goals=[GOAL]).metric == "nps"


def test_drafts_are_read_as_goals_once_they_have_an_owner(tmp_path: Path) -> None:
    drafted = swot_of(goals=[]).objectives
    text = "goals:\n" + "\n".join(one.entry for one in drafted)
    (tmp_path / "goals.yaml").write_text(text, encoding="utf-8")
    assert all("fill in: the role or team that sees to it" in one.entry for one in drafted if not one.owner)
    with pytest.raises(ConfigError, match=r"owner.*is empty: fill in the role or team that sees to it"):
        read_goals(tmp_path)
    (tmp_path / "goals.yaml").write_text(text.replace("owner: ''", "owner: head of rounds"), encoding="utf-8")
    goals = read_goals(tmp_path).goals
    assert [(goal.metric, goal.target, goal.deadline) for goal in goals] == [
        (one.metric, one.target, one.deadline) for one in drafted
    ]


@pytest.mark.parametrize("name", ["O'Hara & Söhne", "a: b # c", "{x}\ny: z", '"quoted"'])
def test_no_name_can_be_anything_but_a_name_in_the_draft(name: str) -> None:
    swot = swot_of(only=(NPS | {"brand": name},), own=[name], goals=[])
    [entry] = yaml.safe_load(swot.objectives[0].entry)
    assert entry["scope"]["brand"] == " ".join(name.split())


def test_delta_is_the_configurations() -> None:
    assert delta_of("csat", 80.0, CONFIG) == CONFIG.delta.csat
    assert delta_of("on_time_share", 90.0, CONFIG) == CONFIG.base_service.on_time
    assert delta_of("complaints_per_1000", 12.0, CONFIG) == 12.0 * CONFIG.base_service.defects


@pytest.mark.parametrize("metric", MEASURES)
def test_a_month_is_moved_to_a_value(metric: Followed) -> None:
    value = LEVELS[metric] * (-0.5 if MEASURES[metric].kind == "net" else 0.5)
    goal = Goal(
        id="g",
        name="g",
        metric=metric,
        scope=Scope("Alder Post"),
        baseline=Measured(date(2026, 9, 1), date(2026, 10, 1)),
        start=date(2026, 10, 1),
        deadline=date(2026, 11, 1),
        owner="o",
    )
    read = following()(goal)
    assert read is not None
    level = standing(moved(read, value), CONFIG.proof)
    assert isinstance(level, Standing)
    assert level.value == pytest.approx(value, abs=0.2)
