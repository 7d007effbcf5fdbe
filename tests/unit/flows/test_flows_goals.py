"""config/goals.yaml: the shipped goals can be used, and what is wrong with one is said by file, line and field."""

from __future__ import annotations

import math
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from flows.errors import ConfigError
from flows.goals import Goals, read_goals
from flows.indicators.goal import Measured
from flows.settings import SHIPPED

GOAL = {
    "id": "g",
    "name": "A fifth fewer complaints",
    "metric": "complaints_per_1000",
    "scope": {"brand": "Alder Post"},
    "baseline": {"from": date(2026, 1, 1), "to": date(2026, 7, 1)},
    "change_percent": -20,
    "start": date(2026, 7, 1),
    "deadline": date(2026, 12, 31),
    "owner": "head of service",
}


def read(folder: Path, *goals: dict[str, object]) -> Goals:
    (folder / "goals.yaml").write_text(yaml.safe_dump({"goals": list(goals)}, sort_keys=False), encoding="utf-8")
    return read_goals(folder)


def test_the_shipped_goals_are_whole() -> None:
    goals = read_goals(SHIPPED).goals
    assert [goal.id for goal in goals] == ["fewer-complaints", "orders-on-time", "app-nps"]
    assert all(goal.reviews and goal.owner for goal in goals)


def test_without_a_file_there_are_no_goals(tmp_path: Path) -> None:
    assert read_goals(tmp_path) == Goals()


def test_a_target_is_a_value_or_per_cent_of_the_baseline(tmp_path: Path) -> None:
    [relative] = read(tmp_path, GOAL).goals
    [absolute] = read(tmp_path, {**GOAL, "change_percent": None, "target": 1.2, "baseline": 1.5}).goals
    assert relative.target_from(2.0) == pytest.approx(1.6)
    assert absolute.target_from(1.5) == 1.2
    assert relative.baseline == Measured(date(2026, 1, 1), date(2026, 7, 1))
    assert relative.due == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"metric": "happiness"}, "goals[0].metric"),
        ({"owners": "two"}, "goals[0].owners"),
        ({"owner": "jo@alder.example"}, "goals[0].owner"),
        ({"owner": " "}, "goals[0].owner"),
        ({"deadline": date(2026, 7, 1)}, "goals[0].deadline"),
        ({"target": 1.0}, "goals[0].target"),
        ({"change_percent": None}, "goals[0].target"),
        ({"change_percent": 20}, "goals[0].change_percent"),
        ({"baseline": {"from": date(2026, 1, 2), "to": date(2026, 7, 1)}}, "goals[0].baseline.from"),
        ({"baseline": {"from": date(2026, 1, 1), "to": date(2026, 8, 1)}}, "goals[0].baseline.to"),
        ({"baseline": 1.0, "change_percent": None, "target": 1.5}, "goals[0].target"),
        ({"metric": "nps", "change_percent": 20}, "goals[0].change_percent"),
        ({"metric": "on_time_share", "change_percent": 2, "scope": {"brand": "A", "topic": "x"}}, "goals[0].scope"),
        ({"reviews": [date(2025, 1, 1)]}, "goals[0].reviews"),
    ],
)
def test_what_is_wrong_is_said_by_file_line_and_field(tmp_path: Path, changes: dict[str, object], field: str) -> None:
    goal = {name: value for name, value in (GOAL | changes).items() if value is not None}
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, goal)
    text = str(caught.value)
    assert text.startswith(f"{tmp_path / 'goals.yaml'}, line ")
    assert f", {field}: " in text
    assert "line 0" not in text


@pytest.mark.parametrize(
    ("metric", "values", "problem"),
    [
        ("on_time_share", {"baseline": 0.94, "target": 0.96}, "baseline: 0.94 is a share: write 94 for 94 %"),
        ("on_time_share", {"baseline": 94, "target": 0.96}, "target: 0.96 is a share: write 96 for 96 %"),
        ("on_time_share", {"baseline": 94, "target": 104}, "target: 104 is not between 0 and 100"),
        ("csat", {"baseline": 60, "change_percent": 80}, "change_percent: makes 108 of 60, which is not between 0 and"),
        ("nps", {"baseline": 20, "target": 150}, "target: 150 is not between -100 and 100"),
        ("nps", {"baseline": 20, "target": math.nan}, "target: nan is not a number"),
        ("resolve_hours", {"baseline": 20, "target": -5}, "target: -5 is below 0"),
        ("complaints_per_1000", {"change_percent": -120}, "change_percent: -120 would leave less than nothing"),
    ],
)
def test_what_no_metric_can_reach_is_refused(
    tmp_path: Path, metric: str, values: dict[str, float], problem: str
) -> None:
    goal = {name: value for name, value in GOAL.items() if name != "change_percent"}
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, goal | {"metric": metric} | values)
    assert f"goals[0].{problem}" in str(caught.value)
    assert "line 0" not in str(caught.value)


def test_two_goals_of_one_id_are_refused_at_the_second(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"goals\[1\]\.id"):
        read(tmp_path, GOAL, GOAL)


@pytest.mark.parametrize(
    ("scope", "line", "problem"),
    [
        ({"brand": "Alder Pots"}, 6, "scope.brand: there is no brand 'Alder Pots' in brands.yaml; is it 'Alder Post'?"),
        ({"brand": "alder post"}, 6, "scope.brand: there is no brand 'alder post' in brands.yaml; is it 'Alder Post'?"),
        ({"brand": "Zippo"}, 6, "there is no brand 'Zippo' in brands.yaml; there is Alder Post, Hazelgate, "),
        (
            {"brand": "Alder Post", "topic": "websiteapp"},
            7,
            "scope.topic: there is no topic 'websiteapp' in taxonomy.yaml; is it 'website_app'?",
        ),
    ],
)
def test_a_goal_of_a_brand_or_a_topic_that_is_not_listed_is_refused_and_says_which_was_meant(
    tmp_path: Path, scope: dict[str, str], line: int, problem: str
) -> None:
    for name in ("brands.yaml", "taxonomy.yaml"):
        shutil.copy(SHIPPED / name, tmp_path)
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, GOAL | {"scope": scope})
    assert f"line {line}, goals[0]." in str(caught.value)
    assert problem in str(caught.value)


def test_a_goal_without_an_id_is_not_called_another_goals(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"goals\[0\]\.id: is empty$"):
        read(tmp_path, GOAL | {"id": " "})
    with pytest.raises(ConfigError, match=r"goals\[1\]\.id: 'g' is another goal's already$"):
        read(tmp_path, GOAL, GOAL)
