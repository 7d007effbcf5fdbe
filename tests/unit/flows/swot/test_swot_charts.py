"""Charts stay inside their frame, whatever the numbers, and say in words what they show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.swot import charts
from flows.swot.charts.drawing import WIDTH
from flows.swot.content.finding import Finding
from flows.swot.content.point import Causes
from tests.fixtures.swot import GOAL, findings


def nps() -> Finding:
    return findings()[0]


def inside(chart: charts.Chart) -> bool:
    points = [
        tuple(map(float, pair.split(","))) for line in (*chart.lines, *chart.areas) for pair in line.points.split()
    ]
    points += [(dot.x, dot.y) for dot in chart.dots]
    points += [(mark.x + mark.width, mark.y + mark.height) for mark in chart.marks]
    return all(0 <= x <= WIDTH and 0 <= y <= chart.height for x, y in points)


def test_where_history_exists_the_series_is_drawn_with_baseline_and_interval() -> None:
    chart = charts.of_finding(nps())
    assert chart is not None
    assert [line.kind for line in chart.lines if line.kind != "grid"] == ["base", "value"]
    assert len(chart.lines[-1].points.split()) == 5
    assert [area.kind for area in chart.areas] == ["band"]
    assert chart.description.startswith("2026-06 +42; 2026-07 +40")
    assert inside(chart)


def test_without_history_before_and_now_are_drawn() -> None:
    chart = charts.of_finding(replace(nps(), series=()))
    assert chart is not None
    assert [dot.kind for dot in chart.dots] == ["before", "now"]
    assert "95 % interval +16 to +28" in chart.description
    assert inside(chart)


def test_nothing_to_draw_is_no_chart() -> None:
    assert charts.of_finding(replace(nps(), series=(), value=None)) is None
    assert charts.gaps([]) is None
    assert charts.goal(replace(GOAL, baseline=None), date(2026, 11, 2)) is None


@pytest.mark.parametrize("value", [0.0, -100.0, 1e9, 41.0])
def test_a_series_that_does_not_move_or_is_huge_is_drawn(value: float) -> None:
    moments = tuple(replace(one, value=value, comparison=value, low=None, high=None) for one in nps().series)
    chart = charts.of_finding(replace(nps(), series=moments))
    assert chart is not None
    assert inside(chart)


def test_a_gap_in_the_series_is_left_out() -> None:
    first, second, *rest = nps().series
    chart = charts.of_finding(replace(nps(), series=(first, replace(second, value=None), *rest)))
    assert chart is not None
    assert len(chart.lines[-1].points.split()) == 4


def test_the_bars_of_a_gap_are_as_long_as_their_values() -> None:
    chart = charts.gaps([one for one in findings() if one.indicator == "delivery_gap"])
    assert chart is not None
    widths = [mark.width for mark in chart.marks]
    assert widths[0] / widths[1] == pytest.approx(74 / 52)
    assert inside(chart)


def test_a_cause_that_nobody_was_asked_about_is_no_bar_of_zero() -> None:
    chart = charts.causes(Causes("Alder Post", "2026-10", (("people", None, 13.0, 20.0, 30.0),)))
    assert [mark.kind for mark in chart.marks] == ["measured", "usual"]
    assert "not asked" in [text.text for text in chart.texts]


def test_a_goals_path_leads_from_baseline_to_target_with_what_was_reached() -> None:
    chart = charts.goal(GOAL, date(2026, 11, 2))
    assert chart is not None
    assert [line.kind for line in chart.lines] == ["today", "base", "value"]
    assert len(chart.dots) == 3
    assert "From 94 on 1 July 2026 to 96 by 30 June 2027" in chart.description
    assert inside(chart)


def test_the_silent_unhappy_are_drawn_as_a_range_beside_the_surveys() -> None:
    [silent] = [one for one in findings() if one.indicator == "silent_unhappy"]
    chart = charts.silent(silent)
    assert chart is not None
    assert [text.text for text in chart.texts] == ["530 to 2,200", "surveys 1,500", "0"]
    assert inside(chart)


def test_what_is_held_against_another_of_the_same_time_says_neither_now_nor_before() -> None:
    strength = next(one for one in findings() if one.indicator == "strength_topic")
    chart = charts.of_finding(strength)
    assert chart is not None
    assert [text.text for text in chart.texts] == ["37", "−3 of theirs"]
    sure = charts.of_finding(replace(strength, low=None))
    assert sure is not None
    assert "95 % interval" not in dict(sure.legend).values()
    past = charts.of_finding(replace(nps(), series=()))
    assert past is not None
    assert [text.text for text in past.texts] == ["now +22", "before +41"]
