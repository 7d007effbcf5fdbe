"""Families, q, and the sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.indicators.conclude import conclude
from flows.indicators.outputs import Decomposition, MixTest
from flows.indicators.vocabulary import Subject
from tests.fixtures.judged import CONFIG, LATER, estimate, month

TOPIC = Subject("Alder", topic="delivery")
BIRCH = Subject("Birch")


def test_family_is_indicator_window_and_level() -> None:
    judged = conclude(
        [
            estimate(p_harm=0.01),
            estimate(p_harm=0.04, subject=BIRCH),
            estimate(p_harm=0.03, metric="csat"),
            estimate(p_harm=0.02, subject=TOPIC),
            estimate(p_harm=0.02, frequency="week"),
            estimate(p_harm=0.02, indicator="perception_yoy"),
        ],
        CONFIG,
        LATER,
    )
    assert [each.family_size for each in judged] == [3, 3, 3, 1, 1, 1]
    assert judged[0].family_id == "perception_drop/month/2025-01-01/brand"
    assert judged[0].q_value == pytest.approx(0.03)


def test_an_improved_row_says_the_q_that_it_rests_on() -> None:
    better = estimate(change=8, harm=-8, ci=(4, 12), p_harm=0.99, p_improved=0.002)
    improved, calm = conclude([better, estimate(subject=BIRCH)], CONFIG, LATER)
    assert (improved.verdict, improved.q_improved) == ("improved", pytest.approx(0.004))
    assert (calm.verdict, calm.q_improved) == ("ok", pytest.approx(0.7))


def test_q_does_not_depend_on_what_else_ran() -> None:
    own = [estimate(p_harm=0.01), estimate(p_harm=0.2, subject=BIRCH)]
    others = [estimate(p_harm=1e-9, window=month(11)), estimate(p_harm=0.9, indicator="volume_drop")]
    alone, among = conclude(own, CONFIG, LATER), conclude([*others, *own], CONFIG, LATER)
    assert [each.q_value for each in alone] == [each.q_value for each in among[2:]]


def test_topics_are_tested_under_tested_brands_significant_or_not() -> None:
    topics = [estimate(p_harm=0.01, subject=TOPIC), estimate(p_harm=0.01, subject=Subject("Birch", topic="price"))]
    brands = [estimate(p_harm=0.8), estimate(subject=BIRCH, blocked="a side has 3 customers", p_harm=None)]
    judged = conclude([*topics, *brands], CONFIG, LATER)
    assert (judged[0].family_size, judged[0].q_value) == (1, 0.01)
    assert judged[1].verdict == "insufficient_data"
    assert "its brand itself could not be tested" in judged[1].reason


def test_what_is_not_tested_is_in_no_family() -> None:
    untested = [
        estimate(n=0, value=None),
        estimate(incomplete="silence"),
        estimate(window=month(200)),
        estimate(p_harm=None),
    ]
    judged = conclude([*untested, estimate(in_family=False)], CONFIG, LATER)
    assert {(each.family_id, each.family_size, each.q_value) for each in judged} == {("", 0, None)}


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_q_is_at_least_p(p_values: list[float]) -> None:
    judged = conclude([estimate(p_harm=p, subject=Subject(str(at))) for at, p in enumerate(p_values)], CONFIG, LATER)
    assert all((each.q_value or 0) >= (each.p_value or 0) for each in judged)


def mix_sentence(within: float, mix: float, p_within: float) -> str:
    test = MixTest(
        decomposition=Decomposition(within, mix, 0.0),
        p_total=None,
        p_within=p_within,
        cause="more answers by app (20 % before, 55 % now)",
    )
    fallen = estimate(harm=6.1, change=-6.1, ci=(-9.0, -3.2), p_harm=0.001, mix=test)
    return conclude([fallen], CONFIG, LATER)[0].reason


def test_a_decline_of_mix_is_told_as_a_manager_understands_it() -> None:
    assert mix_sentence(-0.3, -5.8, 0.4) == (
        "NPS of Alder fell 6.1 points in January 2025, but 5.8 of them come from more answers by app (20 % before, "
        "55 % now); within each channel, source and language nothing changed that can be told from noise "
        "(1,000 customers now, 12,000 before)."
    )
    assert "but all of it comes from more answers by app" in mix_sentence(0.9, -7, 0.6)
    assert "like for like it fell 2" in mix_sentence(-2, -4.1, 0.01)


SENTENCES = [
    ("nothing came in for NPS", estimate(n=0, value=None, harm=None, short="NPS of Alder")),
    ("is not judged yet: the window is not over", estimate(window=month(200))),
    ("is not judged: app_store was silent", estimate(incomplete="app_store was silent")),
    ("cannot be judged: a side has 4 customers", estimate(blocked="a side has 4 customers")),
    ("surely more than the 5 points that count", estimate(harm=12.0, change=-12.0, ci=(-16.0, -8.0), p_harm=0.001)),
    (", more than the 5 points that count", estimate(harm=6.0, change=-6.0, ci=(-9.0, -3.0), p_harm=0.001)),
    ("no chance, but less than the 5 points", estimate(harm=4.0, change=-4.0, ci=(-6.0, -2.0), p_harm=0.001)),
    ("only 5 earlier windows", estimate(harm=12.0, change=-12.0, ci=(-16.0, -8.0), p_harm=0.001, baseline=5)),
    ("by 5 points or more can be ruled out", estimate()),
    ("is neither shown nor ruled out", estimate(ci=(-6.0, 4.0))),
    ("take about 3,3", estimate(ci=(-9.0, 7.0), sampling=12.0)),
    ("no number of customers would show 5 points", estimate(ci=(-9.0, 7.0), wander=30.0)),
    ("; this week alone", estimate(signal="this week alone")),
]


@pytest.mark.parametrize(("words", "judged"), SENTENCES, ids=[words for words, _ in SENTENCES])
def test_the_reason_says_why(words: str, judged: object) -> None:
    [found] = conclude([judged], CONFIG, LATER)  # type: ignore[list-item]
    assert words.lower() in found.reason.lower()
    assert found.reason.endswith(".")
    assert found.reason[0].isupper()


def test_power_is_held_against_the_family() -> None:
    alone = conclude([estimate()], CONFIG, LATER)[0].detectable_change
    among = conclude([estimate(subject=Subject(str(at))) for at in range(9)], CONFIG, LATER)[0].detectable_change
    assert alone is not None
    assert among is not None
    assert among > alone


def test_an_estimate_is_not_changed_by_judging_it() -> None:
    found = estimate()
    conclude([found], CONFIG, LATER)
    assert found == replace(found)
