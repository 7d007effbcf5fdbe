"""The SWOT says what is ours in four quadrants, trust first, and never sells what was not judged as good news."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from flows.indicators.register import REGISTER
from flows.names import Names
from flows.swot.content.point import QUADRANTS, Point
from flows.swot.findings import episode_of
from flows.swot.sections import sections
from flows.swot.sections_points import AT_ONCE, HOW_TO_READ
from flows.swot.words import TITLES
from tests.fixtures.swot import ACTION, episode, told
from tests.fixtures.swot import swot as swot_of


def subjects(points: tuple[Point, ...]) -> list[tuple[str, str]]:
    return [(point.subject, point.verdict) for point in points]


def test_each_finding_of_ours_stands_in_its_quadrant_the_strongest_first() -> None:
    swot = swot_of()
    assert subjects(swot.threats) == [
        ("Alder Post", "critical"),
        ("Alder Post / delivery", "warning"),
        ("Zippo", "warning"),
    ]
    assert subjects(swot.weaknesses) == [
        ("Alder Post / delivery", "critical"),
        ("Alder Post / processes, systems and products", "critical"),
        ("Alder Post", "warning"),
        ("Alder Post / complaint handling", "warning"),
    ]
    assert subjects(swot.strengths) == [("Hazelgate / staff", "strong"), ("Alder Post / staff", "strong")]
    assert subjects(swot.opportunities) == [("Alder Post / availability", "emerging")]
    assert subjects(swot.improved) == [("Alder Post / website app", "improved")]


def test_several_indicators_of_one_subject_are_one_point() -> None:
    [delivery] = [point for point in swot_of().weaknesses if point.subject == "Alder Post / delivery"]
    assert [one.indicator for one in delivery.findings] == ["weakness_topic", "delivery_gap"]


def test_a_rivals_fall_stands_apart_and_a_newcomer_is_a_threat() -> None:
    swot = swot_of()
    assert subjects(swot.rivals) == [("Brackenline", "critical")]
    assert "Brackenline" not in {point.subject for point in swot.threats}


def test_a_strength_is_cancelled_by_a_weakness_at_another_stage_and_by_none_of_another_brand_or_of_its_own_stage() -> (
    None
):
    hazelgate, alder = swot_of().strengths
    assert hazelgate.cancelled == ()
    [sentence] = alder.cancelled
    assert "delivery (stage receive)" in sentence
    assert "comes before it" in sentence
    mild = [
        one | {"verdict": "watch"} if one["indicator"] in ("weakness_topic", "delivery_gap") else one for one in told()
    ]
    assert all(not point.cancelled for point in swot_of(only=tuple(mild)).strengths)


def test_causes_stand_in_three_columns_and_those_usual_together_are_added_up() -> None:
    [causes] = swot_of().causes
    assert causes.subject == "Alder Post"
    assert causes.rows == (
        ("processes, systems and products", 27.0, 87.0, 50.0, 60.0),
        ("people", 37.0, 13.0, 20.0, 30.0),
        ("customers", 36.0, 0.0, 20.0, 30.0),
    )


def test_a_weak_topic_has_its_own_causes_also_where_nothing_is_usual_for_one() -> None:
    delivery = swot_of().weaknesses[0]
    assert delivery.causes is not None
    assert delivery.causes.rows == (("processes", 20.0, 70.0, 50.0, 60.0), ("people", 80.0, 30.0, None, None))


def test_the_widest_gap_comes_first_after_the_whole() -> None:
    assert [(one.topic, one.change) for one in swot_of().gaps] == [("", 22.0), ("delivery", 28.0)]


def test_the_silent_unhappy_are_a_range() -> None:
    [silent] = swot_of().silent
    assert silent.interval == (530.0, 2200.0)
    assert "530 to 2,200" in silent.reason


def test_what_cannot_be_trusted_is_said_first_with_what_waits_for_it() -> None:
    swot = swot_of()
    assert [one.subject for one in swot.trust.findings] == ["forum"]
    assert swot.trust.suppressed == (("perception_drop", 1),)
    first = next(sections(swot))
    assert first.title == "Can the data be trusted?"
    assert "1 finding of perception drop" in " ".join(first.sentences)


def test_the_report_begins_with_the_first_of_each_quadrant() -> None:
    swot = swot_of()
    _, glance, *_ = sections(swot)
    assert glance.title == "At a glance"
    for name in QUADRANTS:
        assert f"{TITLES[name]}: {len(swot.quadrant(name))}" in glance.sentences[0]
        named = [about for _, quadrant, about, _ in glance.rows if quadrant == TITLES[name]]
        assert named == [point.subject for point in swot.quadrant(name)[:AT_ONCE]]


def test_what_is_not_judged_is_counted_by_indicator_and_verdict_and_is_no_good_news() -> None:
    swot = swot_of()
    assert [(one.indicator, one.counts) for one in swot.unjudged] == [
        ("perception_drop", (("incomplete", 1), ("insufficient_data", 1))),
        ("reply_coverage", (("no_data", 1),)),
    ]
    assert "recovery" in swot.missing
    assert set(swot.missing) <= set(REGISTER)
    last = list(sections(swot))[-1]
    assert "Not judged: 3; that is no good news." in last.sentences[0]


def test_data_that_are_in_order_are_no_judgement_of_anything() -> None:
    only = tuple(one for one in told() if one["indicator"] in ("model_break", "emerging_theme"))
    swot = swot_of(only=only)
    assert (swot.judged, swot.steady) == (0, 0)


def test_that_nothing_was_found_is_only_said_where_something_was_judged() -> None:
    steady = tuple(one for one in told() if one["verdict"] == "ok")
    unjudged = tuple(one for one in told() if one["verdict"] == "insufficient_data")
    said = [sentence for each in sections(swot_of(only=steady)) for sentence in each.sentences]
    silent = [sentence for each in sections(swot_of(only=unjudged)) for sentence in each.sentences]
    assert "No threat was found among what could be judged." in said
    assert not [sentence for sentence in silent if "was found among" in sentence]


def test_before_the_first_run_the_report_says_what_to_do_and_nothing_else() -> None:
    [only] = sections(swot_of(only=(), goals=(), actions=(), episodes=()))
    assert only.sentences == ("Nothing has been computed yet: run `earshot run all`.",)


def test_an_open_episode_brings_its_owner_and_from_when_on_it_was_known() -> None:
    delivery = next(point for point in swot_of().threats if point.subject == "Alder Post / delivery")
    assert delivery.owner == "head of delivery"
    assert delivery.since == datetime(2026, 9, 1, tzinfo=UTC)
    assert "known since, owner" in next(each for each in sections(swot_of()) if each.title == "Threats").columns


def test_since_when_is_that_of_the_finding_that_is_told_and_of_no_other_of_the_same_subject() -> None:
    burst = dict(told()[1]) | {"indicator": "burst", "metric": "urgent_customers", "verdict": "critical"}
    delivery = next(point for point in swot_of(burst).threats if point.subject == "Alder Post / delivery")
    assert delivery.strongest.indicator == "burst"
    assert delivery.since is None
    assert delivery.owner == "head of delivery"


def test_kpis_and_base_service_show_what_could_not_be_judged_too() -> None:
    assert [(one.indicator, one.verdict) for one in swot_of().service] == [
        ("base_service", "ok"),
        ("reply_coverage", "no_data"),
    ]


def test_without_feedback_about_us_every_brand_counts_as_ours() -> None:
    only = tuple(one for one in told() if one.get("brand") == "Brackenline")
    assert subjects(swot_of(only=only).threats) == [("Brackenline", "critical")]


def test_an_indicator_that_is_no_longer_known_is_no_part_of_a_quadrant_and_breaks_nothing() -> None:
    strange = dict(told()[0]) | {"indicator": "horoscope"}
    swot = swot_of(strange)
    assert "horoscope" not in {one.indicator for point in swot.threats for one in point.findings}


def test_kpis_say_what_each_is_compared_with() -> None:
    recovered = dict(told()[0]) | {
        "indicator": "recovery",
        "metric": "recovered_gap",
        "value": 72.4,
        "comparison": 45.1,
    }
    [service] = [each for each in sections(swot_of(recovered)) if each.title == "KPIs and base service"]
    cells = [dict(zip(service.columns, row, strict=True)) for row in service.rows]
    assert not {"before", "now"} & set(service.columns)
    assert {(cell["value"], cell["compared with"]) for cell in cells} == {
        ("72.4", "45.1 without one"),
        ("94", "94.5 before"),
        ("–", "–"),
    }


def test_what_is_overdue_is_counted_to_the_reports_day() -> None:
    late = replace(ACTION, due=date(2026, 9, 20), days_late=63)
    [actions] = [each for each in sections(swot_of(actions=[late])) if each.title == "Actions"]
    assert "20 September 2026, 63 days overdue" in actions.rows[0]


def test_open_findings_can_be_told_apart_and_acknowledged() -> None:
    weekly = episode(told()[1], episode_id="0123456789abcdef", grain="week", indicator="perception_yoy")
    swot = swot_of(episodes=[episode_of(weekly), episode_of(episode(told()[1]))])
    [open_ones] = [each for each in sections(swot) if each.title == "Open findings"]
    cells = [dict(zip(open_ones.columns, row, strict=True)) for row in open_ones.rows]
    assert [(cell["id"], cell["found by"]) for cell in cells] == [
        ("01234567", "perception yoy, by week"),
        ("abcdef01", "perception drop, by month"),
    ]
    assert "earshot ack ID" in open_ones.sentences[0]


def test_how_an_event_is_read_is_said_once_where_one_is_named() -> None:
    told_how = [each for each in sections(swot_of()) if HOW_TO_READ in each.sentences]
    assert len(told_how) == 1
    steady = tuple(one for one in told() if one["verdict"] == "ok")
    assert not [each for each in sections(swot_of(only=steady)) if HOW_TO_READ in each.sentences]


def test_a_topic_has_one_name_wherever_it_is_named() -> None:
    names = Names({"delivery": "Delivery", "staff": "Staff attitude", "complaint_handling": "Complaint handling"})
    swot = swot_of(names=names)
    assert {point.subject for point in swot.weaknesses} == {
        "Alder Post",
        "Alder Post / Delivery",
        "Alder Post / processes, systems and products",
        "Alder Post / Complaint handling",
    }
    assert "Cancelled by Delivery (stage receive)" in swot.strengths[1].cancelled[0]
    assert "enjoy Staff attitude" in swot.strengths[1].cancelled[0]
    assert "Raise NPS of Alder Post on Delivery" in " ".join(one.sentence for one in swot.objectives)
    assert any("Delivery" in cell for each in sections(swot) if "delivery gap" in each.title for cell in each.rows[1])


def test_what_beats_its_target_or_a_rival_is_ahead_of_it_and_not_better_than_before() -> None:
    """An NPS of 60 in every window has not moved, whatever it was to be."""
    target = dict(told()[0]) | {"indicator": "kpi_breach", "metric": "nps_target", "verdict": "improved", "value": 60.0}
    rivals = dict(told()[0]) | {"indicator": "benchmark_gap", "metric": "csat", "verdict": "improved", "value": 80.0}
    swot = swot_of(only=(target, rivals))
    assert swot.improved == ()
    assert subjects(swot.ahead) == [("Alder Post", "improved")]
    tables = {each.title: each for each in sections(swot)}
    assert "Better than before" not in tables
    [row] = tables["Ahead of its target, of others, or of what was expected"].rows
    assert row[:2] == ("ahead", "Alder Post")
    assert {cells[0] for cells in tables["KPIs and base service"].rows} == {"ahead"}


def test_a_gap_is_told_to_the_decimal_that_it_has() -> None:
    small = dict(told()[11]) | {"value": 46.9, "comparison": 46.5, "change": 0.4}
    [gaps] = [each for each in sections(swot_of(only=(small,))) if "delivery gap" in each.title]
    assert gaps.rows[0][-3:] == ("46.9", "46.5", "+0.4")
