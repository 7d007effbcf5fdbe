"""What the gap indicators read of the warehouse, counted by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.brands import Brand, Brands
from flows.collect import (
    advocacy,
    delivery_gap,
    employee_link,
    employee_voice,
    practice_audit,
    promise_gap,
    silent_unhappy,
)
from flows.findings import find
from flows.indicators.belief import BeliefGap
from flows.indicators.config import IndicatorsConfig
from flows.indicators.intents import Said
from flows.indicators.practice import Begun, Checklist, Question
from flows.indicators.unhappy import Complaints, Lapsed
from flows.queries import Read
from flows.rows import Run
from flows.rules import Rules
from flows.windows import parse_window
from schemas.scored import ScoredEvent
from tests.fixtures.made import case, fact, scored
from tests.fixtures.opinions import day
from tests.fixtures.reading import reader
from warehouse.landing import land_cases, land_facts, land_feedback
from warehouse.settings import ClickHouseSettings

AS_OF = day("2026-11-02")
OURS = "Alder Post"
RULES = Rules(Brands((Brand(OURS, own=True), Brand("Brackenline"))), IndicatorsConfig(), AS_OF)
OCTOBER = parse_window("2026-10")
HALF = parse_window("2026-H2")
QUARTER = parse_window("2026-Q3")
THIRD, SECOND = day("2026-08-20"), day("2026-05-20")
NOW, BEFORE = day("2026-10-10"), day("2026-08-10")


@pytest.fixture
def read(landed: Client, fresh: ClickHouseSettings) -> Read:
    landed.database = fresh.database
    return reader(landed)


def said(event_id: str, scored_as: dict[str, Any] | None = None, **event: Any) -> ScoredEvent:
    told = {"occurred_at": NOW, "received_at": AS_OF, "customer_ref": f"c-{event_id}"} | event
    return scored(event_id, scored_as, **told)


def opened(number: int, **changes: Any) -> Any:
    told = {"case_id": f"C-{number}", "occurred_at": NOW, "received_at": AS_OF, "customer_ref": f"k-{number}"}
    return case(f"k{number}", **told | changes)


def silent(read: Read) -> tuple[Complaints, Lapsed]:
    first, second = silent_unhappy.collect(read, OCTOBER, RULES)
    assert isinstance(first, Complaints)
    assert isinstance(second, Lapsed)
    return first, second


COMPLAINT = {"intents": ["complaint"]}


def test_without_anything_nobody_was_heard(read: Read) -> None:
    complaints, lapsed = silent(read)
    assert (complaints.subject.brand, complaints.heard, complaints.past, complaints.customers) == (OURS, 0, (), None)
    assert (lapsed.customers, lapsed.complained) == (0, 0)


def test_a_customer_who_complains_in_two_ways_is_one(landed: Client, read: Read) -> None:
    land_feedback(landed, [said("a", COMPLAINT, customer_ref="one"), said("b", COMPLAINT), said("c")], AS_OF)
    land_cases(
        landed,
        [
            opened(1, customer_ref="one", channel="phone", cause="systems", occurred_at=NOW - timedelta(days=1)),
            opened(2, channel="phone", cause="systems"),
            opened(3, customer_ref="", feedback_event_id="d", channel="phone", cause="systems"),
            opened(4, kind="special_request"),
            opened(5, origin="proactive"),
            opened(6, brand="Brackenline"),
            opened(7, occurred_at=BEFORE),
        ],
        AS_OF,
    )
    complaints, _ = silent(read)
    assert complaints.now.complaining == 4
    assert complaints.heard == 4
    groups = {(each.cause, each.channel): (each.customers, each.event_ids) for each in complaints.groups}
    assert groups == {("systems", "phone"): (3, ("d",)), ("", "email"): (1, ("b",))}
    assert [each.complaining for each in complaints.past] == [1, 0]
    assert complaints.sources == {"helpdesk/cases": 1.0, "shop_reviews": 0.25}


def test_answers_that_a_survey_asked_for_are_no_complaints_and_say_who_is_unhappy(landed: Client, read: Read) -> None:
    asked: dict[str, Any] = {"kind": "survey", "source": "csat_survey"}
    land_feedback(
        landed,
        [
            said("a", COMPLAINT, **asked, csat=2, nps=9),
            said("b", **asked, csat=3),
            said("c", **asked, nps=6),
            said("d", **asked, nps=7),
            said("e", **asked, rating=1, rating_min=1, rating_max=5),
            said("f", **asked, ces=3, customer_ref=""),
            said("g", **asked, csat=5, csat_direction="lower_is_better"),
            said("h", **asked),
            said("i", **asked, csat=1, respondent_role="employee"),
            said("j", COMPLAINT, customer_ref="c-c"),
        ],
        AS_OF,
    )
    now = silent(read)[0].now
    assert (now.complaining, now.asked, now.unhappy) == (1, 7, 5)


def test_who_complains_within_thirty_days_of_an_unhappy_answer_is_one_of_those_who_complain(
    landed: Client, read: Read
) -> None:
    answered = day("2026-08-30")
    unhappy: dict[str, Any] = {"kind": "survey", "source": "csat_survey", "csat": 1, "occurred_at": answered}

    def later(days: int, **changes: Any) -> dict[str, Any]:
        return {"occurred_at": answered + timedelta(days=days), **changes}

    land_feedback(
        landed,
        [
            *(said(f"s{n}", **unhappy, customer_ref=f"u{n}") for n in range(6)),
            said("again", **unhappy | later(3), customer_ref="u0"),
            said("too new", **unhappy | later(40), customer_ref="u6"),
            said("content", **unhappy | {"csat": 5}, customer_ref="u7"),
            said("unnamed", **unhappy | {"customer_ref": ""}),
            said("c0", COMPLAINT, **later(29, customer_ref="u0")),
            said("c2", COMPLAINT, **later(31, customer_ref="u2")),
            said("c6", COMPLAINT, **later(41, customer_ref="u6")),
            said("c7", COMPLAINT, **later(1, customer_ref="u7")),
            said("c8", COMPLAINT, **later(33, customer_ref="")),
        ],
        AS_OF,
    )
    land_cases(landed, [opened(1, **later(-29, customer_ref="u1")), opened(2, **later(-31, customer_ref="u3"))], AS_OF)
    complaints = silent(read)[0]
    assert (complaints.known_unhappy, complaints.known_both) == (6, 2)
    months = {each.window.start.month: each for each in (*complaints.past, complaints.now)}
    assert {at: (each.complaining, each.known_complaining) for at, each in months.items()} == {
        7: (1, 1),
        8: (2, 2),
        9: (2, 2),
        10: (2, 1),
    }


def test_the_newest_count_of_all_customers_counts(landed: Client, read: Read) -> None:
    september: dict[str, Any] = {"period_start": day("2026-09-01"), "period_end": day("2026-10-01")}
    october: dict[str, Any] = {"period_start": day("2026-10-01"), "period_end": day("2026-11-01")}
    land_facts(
        landed,
        [
            fact("f1", value=100.0, **september),
            fact("f2", value=110.0, **october),
            fact("f3", value=10.0, **october, product="locker"),
            fact("f4", value=120.0, period_start=day("2026-11-01"), period_end=day("2026-12-01")),
        ],
        AS_OF,
    )
    assert silent(read)[0].customers == 110


def test_customers_told_by_segment_alone_are_added_up(landed: Client, read: Read) -> None:
    october = {"period_start": day("2026-10-01"), "period_end": day("2026-11-01")}
    segments = [
        fact(name, value=value, customer_segment=name, **october)
        for name, value in (("core", 6000.0), ("other", 4000.0))
    ]
    land_facts(landed, segments, day("2026-11-02"))
    assert silent(read)[0].customers == 10_000


def test_those_who_left_are_asked_whether_they_ever_complained_before(landed: Client, read: Read) -> None:
    def left(number: int, customer: str, **changes: Any) -> Any:
        told = {"kind": "customer_lapsed", "value": None, "customer_ref": customer, "occurred_at": NOW}
        return fact(f"l{number}", **told | changes)

    land_facts(
        landed,
        [left(1, "a"), left(2, "a"), left(3, "b"), left(4, "c"), left(5, "d"), left(6, "e", occurred_at=BEFORE)],
        AS_OF,
    )
    land_cases(landed, [opened(1, customer_ref="a", occurred_at=BEFORE), opened(2, customer_ref="x")], AS_OF)
    after = NOW + timedelta(days=2)
    land_feedback(
        landed,
        [
            said("s", COMPLAINT, customer_ref="b", kind="survey", occurred_at=BEFORE),
            said("t", COMPLAINT, customer_ref="c", occurred_at=after),
            said("u", customer_ref="d"),
        ],
        AS_OF,
    )
    lapsed = silent(read)[1]
    assert (lapsed.customers, lapsed.complained, lapsed.complainers) == (4, 2, 4)


def believed(number: int, role: str = "employee", value: float = 5, **changes: Any) -> Any:
    told = {"topic": "delivery", "scale_min": 1, "scale_max": 5, "occurred_at": NOW, "period_start": None}
    return fact(f"b{number}", kind="belief_score", respondent_role=role, value=value, **told | changes)


def gaps(read: Read) -> dict[str, BeliefGap]:
    return {each.subject.topic: each for each in delivery_gap.collect(read, HALF, RULES)}


def test_where_nobody_was_asked_there_is_one_gap_without_data(read: Read) -> None:
    found = gaps(read)
    assert list(found) == [""]
    assert (found[""].believed, found[""].perceived.answers) == ((), 0)


def test_beliefs_count_by_role_and_topic_on_their_own_scale(landed: Client, read: Read) -> None:
    land_facts(
        landed,
        [
            believed(1, value=4),
            believed(2, value=3),
            believed(3, "manager", 0, scale_min=10, scale_max=0),
            believed(4, "customer"),
            believed(5, cause="people", topic=""),
            believed(6, brand="Brackenline"),
            believed(7, occurred_at=day("2026-06-30")),
            believed(8, value=7, scale_min=0, scale_max=10, sample_size=30, topic="price"),
        ],
        AS_OF,
    )
    found = gaps(read)
    told = {
        topic: [(one.role, one.people, one.mean, one.believing) for one in each.believed]
        for topic, each in found.items()
    }
    assert told["delivery"] == [("employee", 2, 62.5, 1.0), ("manager", 1, 100.0, 1.0)]
    assert told["price"] == [("employee", 30, 70.0, None)]
    assert told[""] == [("employee", 30, 66.25, None), ("manager", 1, 100.0, 1.0)]


def test_who_is_asked_in_two_months_is_one_person(landed: Client, read: Read) -> None:
    land_facts(landed, [believed(n, value=5, occurred_at=moment) for n, moment in enumerate((BEFORE, NOW))], AS_OF)
    [one] = gaps(read)["delivery"].believed
    assert (one.people, one.believing) == (1, 1.0)


def test_each_customer_is_heard_once_about_what_staff_were_asked(landed: Client, read: Read) -> None:
    land_facts(landed, [believed(1)], AS_OF)
    about = {"topics": ["delivery"], "sentiment": "negative"}
    land_feedback(
        landed,
        [
            said("a", about, csat=4),
            said("b", about | {"sentiment": "positive"}, csat=5, customer_ref="c-a"),
            said("c", about, csat=1),
            said("d", about | {"sentiment": "unscored"}),
            said("e", about | {"topics": ["price"]}, rating=4, rating_min=0, rating_max=5, source="app_store"),
            said("f", about, csat=1, respondent_role="employee"),
        ],
        AS_OF,
    )
    found = gaps(read)
    delivery, whole = found["delivery"].perceived, found[""].perceived
    assert (delivery.answers, delivery.satisfied, delivery.mean) == (2, 1, 43.75)
    assert (delivery.speaking, delivery.positive) == (2, 0.5)
    assert (whole.answers, whole.satisfied) == (3, 2)
    assert delivery.event_ids == ("c",)
    assert found[""].sources == {"shop_reviews": 2 / 3, "app_store": 1 / 3}


def counts(said: Said) -> tuple[int, int, int]:
    last = said.periods[-1].counts
    return last.n, last.positive, last.customers


def test_who_recommends_warns_and_promotes_is_counted_in_texts_and_customers(landed: Client, read: Read) -> None:
    land_feedback(
        landed,
        [
            said("a", {"intents": ["recommending", "praise"]}, nps=9),
            said("b", {"intents": ["warning"]}, customer_ref="c-a", nps=8, source="app_store"),
            said("c", {"intents": []}),
            said("d", {"intents": ["recommending"]}, text="", nps=10),
            said("e", {"intents": ["recommending"]}, respondent_role="employee"),
            said("f", {"intents": ["recommending"]}, brand="Brackenline"),
            said("g", {"intents": ["recommending"]}, occurred_at=day("2026-09-30")),
        ],
        AS_OF,
    )
    found = {each.measure: each for each in advocacy.collect(read, OCTOBER, RULES)}
    assert {measure: counts(each) for measure, each in found.items()} == {
        "recommending": (3, 1, 2),
        "warning_others": (3, 1, 2),
        "promoters": (3, 2, 2),
    }
    assert found["recommending"].periods[-2].counts.positive == 1
    assert found["recommending"].event_ids == ("a",)
    assert [cell.stratum.source for cell in found["warning_others"].periods[-1].cells] == ["app_store", "shop_reviews"]
    assert len(found["promoters"].periods) == 37


def test_without_a_text_each_measure_is_said_to_be_empty(read: Read) -> None:
    found = [*advocacy.collect(read, OCTOBER, RULES), *promise_gap.collect(read, OCTOBER, RULES)]
    assert [(each.subject.brand, counts(each)) for each in found] == [(OURS, (0, 0, 0))] * 4


def test_a_campaign_has_the_texts_of_its_time_beside_the_months_before_it(landed: Client, read: Read) -> None:
    def campaign(number: int, name: str, start: str, end: str | None = None, **changes: Any) -> Any:
        times = {"start_at": day(start), "end_at": day(end) if end else None, "occurred_at": day(start), "value": None}
        return fact(f"x{number}", kind="campaign", name=name, **times | changes)

    land_facts(
        landed,
        [
            campaign(1, "New", "2026-10-05"),
            campaign(2, "Just over", "2026-08-10", "2026-09-10"),
            campaign(3, "Long over", "2026-05-01", "2026-08-01"),
            campaign(4, "Never ended", "2026-03-01"),
            campaign(5, "Theirs", "2026-10-01", brand="Brackenline"),
        ],
        AS_OF,
    )
    broken = {"intents": ["broken_promise"]}
    land_feedback(
        landed,
        [
            said("a", broken, occurred_at=day("2026-10-04")),
            said("b", broken, occurred_at=day("2026-10-05")),
            said("c", occurred_at=day("2026-10-31")),
            said("d", broken, occurred_at=day("2026-07-31")),
        ],
        AS_OF,
    )
    whole, *campaigns = promise_gap.collect(read, OCTOBER, RULES)
    assert (counts(whole), whole.campaign) == ((3, 2, 3), "")
    found = {each.campaign: each for each in campaigns}
    assert {name: counts(each) for name, each in found.items()} == {"New": (2, 1, 2), "Just over": (2, 2, 2)}
    assert [each.counts.positive for each in found["Just over"].periods[-3:]] == [0, 1, 2]
    assert found["New"].subject.item == "New"


def test_employees_are_counted_once_and_apart_from_customers(landed: Client, read: Read) -> None:
    staff: dict[str, Any] = {"respondent_role": "employee", "occurred_at": THIRD, "source": "staff_survey"}
    about = {"topics": ["staff"], "sentiment": "negative"}
    land_feedback(
        landed,
        [
            said("a", about, **staff),
            said("b", about | {"sentiment": "positive"}, **staff, customer_ref="c-a"),
            said("c", about | {"sentiment": "neutral"}, **staff),
            said("d", about | {"sentiment": "unscored"}, **staff),
            said("e", about, occurred_at=THIRD),
            said("f", about, **staff | {"occurred_at": SECOND}),
            *(said(f"g{n}", {"topics": ["price"], "sentiment": "positive"}, **staff) for n in range(10)),
        ],
        AS_OF,
    )
    whole, price = employee_voice.collect(read, QUARTER, RULES)
    now = whole.series.periods[-1].counts
    assert (now.n, now.positive, now.negative, now.customers) == (13, 11, 1, 12)
    assert whole.series.periods[-2].counts.negative == 1
    assert whole.event_ids == ("a",)
    assert (price.series.subject.topic, price.series.periods[-1].counts.positive) == ("price", 10)


def test_teams_are_scored_by_what_most_of_them_have(landed: Client, read: Read) -> None:
    def answers(team: str, role: str, people: int, moment: Any, **score: Any) -> list[ScoredEvent]:
        told = {"team": team, "respondent_role": role, "occurred_at": moment, "text": ""}
        scored_as: dict[str, Any] = {"sentiment": "unscored", "polarity": None, "subjectivity": None, "topics": []}
        return [said(f"{team} {role} {n} {list(score)} {moment:%m}", scored_as, **told | score) for n in range(people)]

    land_feedback(
        landed,
        [
            *answers("north", "employee", 5, SECOND, csat=4),
            *answers("south", "employee", 5, SECOND, csat=2),
            *answers("south", "employee", 5, SECOND, nps=9),
            *answers("west", "employee", 4, SECOND, csat=5),
            *answers("north", "customer", 10, THIRD, nps=9),
            *answers("south", "customer", 12, THIRD, nps=3),
            *answers("west", "customer", 12, THIRD, nps=3),
            *answers("north", "customer", 10, SECOND, nps=0),
        ],
        AS_OF,
    )
    [link] = employee_link.collect(read, QUARTER, RULES)
    assert (link.staff, link.customers) == ("csat", "nps")
    assert [(each.name, each.staff, each.customers, each.staff_asked, each.customers_asked) for each in link.teams] == [
        ("north", 75, 90, 5, 10),
        ("south", 25, 30, 5, 12),
    ]


def test_staff_that_nobody_heard_are_nobody(read: Read) -> None:
    assert [each.series.periods[-1].counts.n for each in employee_voice.collect(read, QUARTER, RULES)] == [0]
    assert [each.teams for each in employee_link.collect(read, QUARTER, RULES)] == [()]


def test_the_newest_answer_to_each_question_of_the_list_counts(landed: Client, read: Read) -> None:
    def answered(number: int, question: str, answer: Any, **changes: Any) -> Any:
        told = {"kind": "audit_answer", "question_id": question, "answer": answer, "value": None, "occurred_at": THIRD}
        return fact(f"q{number}", **told | changes)

    land_facts(
        landed,
        [
            answered(1, "rivals.watched", "yes", occurred_at=SECOND, url="https://alder.example/rivals"),
            answered(2, "rivals.watched", "no"),
            answered(3, "customers.asked", 0.5, url="https://alder.example/asked"),
            answered(4, "strategy.official", "yes", occurred_at=NOW),
            answered(5, "no.question.of.ours", "yes"),
            answered(6, "quality.measured", "yes", brand="Brackenline"),
        ],
        AS_OF,
    )
    land_cases(
        landed,
        [opened(1, occurred_at=THIRD), opened(2, occurred_at=THIRD, origin="proactive"), opened(3, occurred_at=SECOND)],
        AS_OF,
    )
    checklist, *questions, begun = practice_audit.collect(read, QUARTER, RULES)
    assert isinstance(checklist, Checklist)
    assert len(checklist.answers) == len(RULES.config.practice_audit.questions)
    told = [(each.answer, each.answered_at, each.has_proof) for each in checklist.answers if each.answer is not None]
    assert told == [(0.0, THIRD, False), (0.5, THIRD, True)]
    items = [each.subject.item for each in questions if isinstance(each, Question)]
    assert items == ["rivals.watched", "customers.asked"]
    assert isinstance(begun, Begun)
    assert (begun.cases, begun.proactive) == (2, 1)


OURS_ALL = {
    "silent_unhappy",
    "delivery_gap",
    "promise_gap",
    "employee_voice",
    "employee_link",
    "advocacy",
    "practice_audit",
}


def verdicts(read: Read) -> set[tuple[str, str, str]]:
    """Of all gap indicators over the newest windows, with their metric."""
    windows = [OCTOBER, QUARTER, parse_window("2026-H1")]
    rows = find(read, windows, RULES, Run("r", AS_OF), OURS_ALL).rows
    return {(row["indicator"], row["metric"], row["verdict"]) for row in rows if row["indicator"] in OURS_ALL}


METRICS = {
    ("silent_unhappy", "silent_unhappy"),
    ("silent_unhappy", "lapsed_silent"),
    ("delivery_gap", "delivery_gap"),
    ("promise_gap", "broken_promise"),
    ("employee_voice", "net_sentiment"),
    ("employee_link", "team_link"),
    ("advocacy", "recommending"),
    ("advocacy", "warning_others"),
    ("advocacy", "promoters"),
    ("practice_audit", "practice"),
    ("practice_audit", "proactive_share"),
}


def test_without_data_each_says_so_and_none_says_zero(read: Read) -> None:
    assert verdicts(read) == {(*metric, "no_data") for metric in METRICS}


def test_one_day_of_data_proves_nothing(landed: Client, read: Read) -> None:
    third: dict[str, Any] = {"occurred_at": THIRD, "respondent_role": "employee", "team": "north"}
    land_feedback(
        landed,
        [
            *(said(f"a{n}", COMPLAINT, nps=9) for n in range(30)),
            *(said(f"b{n}", **third) for n in range(30)),
        ],
        AS_OF,
    )
    land_facts(landed, [believed(n, occurred_at=SECOND) for n in range(20)], AS_OF)
    found = verdicts(read)
    assert {verdict for *_, verdict in found} == {"no_data", "insufficient_data"}
    assert ("silent_unhappy", "silent_unhappy", "insufficient_data") in found
    assert ("advocacy", "promoters", "insufficient_data") in found
