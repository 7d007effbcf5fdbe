"""KPIs on the real engine: what counts for each, in which window."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.collect.kpi_breach import collect
from flows.windows import parse_window
from schemas.fact import BusinessFact
from schemas.scored import ScoredEvent
from tests.fixtures.opinions import day
from tests.fixtures.served import AS_OF, Served, known, said, steps
from warehouse.settings import ClickHouseSettings

OCTOBER = day("2026-10-10")
SEPTEMBER = day("2026-09-10")
PERIOD = {"period_start": day("2026-10-01"), "period_end": day("2026-11-01")}


@pytest.fixture
def served(landed: Client, fresh: ClickHouseSettings) -> Served:
    return Served(landed, fresh.database)


def answer(name: str, moment: datetime = OCTOBER, **fields: Any) -> ScoredEvent:
    return said(name, moment, **{"kind": "survey", "source": "nps_survey"} | fields)


def test_scores_are_counted_by_customers_of_our_brands(served: Served) -> None:
    served.land(
        [
            answer("p", nps=9, csat=5, ces=7),
            answer("n", nps=7, csat=2, csat_direction="lower_is_better", ces=6),
            answer("d", nps=6, csat=2, ces=2, customer_ref="one"),
            answer("d again", nps=0, customer_ref="one"),
            answer("staff", nps=0, csat=1, respondent_role="employee"),
            answer("rival", nps=0, csat=1, brand="Brackenline"),
            answer("before", SEPTEMBER, nps=10),
            said("stars", OCTOBER, rating=4, rating_min=1, rating_max=5),
        ]
    )
    found = served.collected(collect, "2026-10")
    nps, csat = (found[metric].periods[-1].counts for metric in ("nps", "csat"))
    assert (nps.n, nps.positive, nps.negative, nps.customers) == (4, 1, 2, 3)
    assert (csat.n, csat.positive, csat.customers) == (4, 3, 4)
    ease = found["ces"].periods[-1]
    assert (ease.mean, ease.customers) == (5, 3)
    assert ease.sd == pytest.approx(7**0.5)
    assert found["nps"].periods[-2].counts.positive == 1
    assert found["csat"].sources == {"nps_survey": 0.75, "shop_reviews": 0.25}


def test_scores_are_told_by_channel_source_and_language_their_customers_counted_once(served: Served) -> None:
    served.land(
        [
            answer("app", nps=2, csat=5, ces=7, customer_ref="one", channel="app"),
            answer("email", nps=9, customer_ref="one", channel="email"),
            answer("more", nps=9, customer_ref="two", channel="email"),
        ]
    )
    now = served.collected(collect, "2026-10")["nps"].periods[-1]
    assert {cell.stratum.channel: (cell.counts.n, cell.counts.customers) for cell in now.cells} == {
        "app": (1, 1),
        "email": (2, 2),
    }
    assert {cell.stratum.source for cell in now.cells} == {"nps_survey"}
    assert now.counts.customers == 2
    [cell] = served.collected(collect, "2026-10")["ces"].periods[-1].cells
    assert (cell.stratum.channel, cell.counts.n, cell.counts.positive, cell.counts.customers) == ("app", 6, 6, 1)


def test_times_run_from_received_to_an_answer_and_to_a_solution(served: Served) -> None:
    served.land(
        steps("whole", OCTOBER, {"acknowledged": 1, "responded": 5, "resolved": 30}),
        steps("at once", OCTOBER, {"closed": 2}),
        steps("open", day("2026-10-31"), {"acknowledged": 1}),
        steps("later", day("2026-10-31"), {"responded": 30}),
        steps("ours", OCTOBER, {"responded": 1}, origin="proactive"),
        steps("asked", OCTOBER, {"responded": 1}, kind="special_request"),
    )
    found = served.collected(collect, "2026-10")
    response, resolution = (found[metric].periods[-1].times for metric in ("first_response", "resolution"))
    assert (response.ended.tolist(), response.open.tolist()) == ([2, 5], [24, 24])
    assert (resolution.ended.tolist(), resolution.open.tolist()) == ([2, 30], [24, 24])
    assert found["first_response"].hours is None


def test_first_contact_counts_only_what_can_no_longer_come_back(served: Served) -> None:
    soon, first = {"resolved": 1}, {"first_contact": True}
    served.land(
        steps("good", OCTOBER, soon, **first),
        steps("reopened", OCTOBER, {"resolved": 1, "reopened": 50}, **first),
        steps("reopened late", OCTOBER, {"resolved": 1, "reopened": 400}, **first),
        steps("not at first", OCTOBER, soon, first_contact=False),
        steps("unsaid", OCTOBER, soon),
        steps("again", OCTOBER, soon, customer_ref="x", topic="price", **first),
        steps("again 2", OCTOBER + timedelta(days=3), soon, customer_ref="x", topic="price", **first),
        steps("other topic", OCTOBER + timedelta(days=4), soon, customer_ref="x", topic="app", **first),
        steps("still may", day("2026-10-28"), soon, **first),
        steps("from september", day("2026-09-28"), soon, **first),
    )
    found = served.collected(collect, "2026-10")["first_contact_resolution"]
    now = found.periods[-1].counts
    assert (now.n, now.positive, now.customers) == (8, 5, 6)
    assert set(found.evidence[0].event_ids) == {
        f"{name} received 0.0" for name in ("reopened", "not at first", "again")
    }


def test_retention_is_of_the_customers_there_were(served: Served) -> None:
    left = [known(str(at), "customer_lapsed", OCTOBER, customer_ref=f"c-{at % 3}") for at in range(4)]
    served.land([known("there", "customers", OCTOBER, value=500, **PERIOD), *left])
    now = served.collected(collect, "2026-10")["retention"].periods[-1].counts
    assert (now.n, now.positive, now.customers) == (500, 497, 500)


def test_customers_told_anew_are_counted_once(served: Served) -> None:
    later = {"received_at": AS_OF + timedelta(hours=1)}
    served.land(
        [known("there", "customers", OCTOBER, value=500, **PERIOD), *gone("2026-10", 3)],
        [known("a correction", "customers", OCTOBER, value=510, **PERIOD, **later)],
    )
    assert served.collected(collect, "2026-10")["retention"].periods[-1].counts.n == 510


def customers(*months: str) -> list[BusinessFact]:
    """Five hundred in each of these months."""
    spans = [parse_window(month) for month in months]
    return [
        known(f"c {span.label}", "customers", span.start, value=500, period_start=span.start, period_end=span.end)
        for span in spans
    ]


def test_a_segment_told_alone_does_not_stand_for_all_customers(served: Served) -> None:
    core = known("core", "customers", OCTOBER, value=300, customer_segment="core", **PERIOD)
    served.land([*customers("2026-09"), core], gone("2026-09", 2), gone("2026-10", 3))
    found = served.collected(collect, "2026-10")["retention"]
    assert [each.counts.n for each in found.periods[-2:]] == [500, 0]


def gone(month: str, number: int) -> list[BusinessFact]:
    moment = parse_window(month).start + timedelta(days=9)
    return [known(f"l {month} {at}", "customer_lapsed", moment, customer_ref=f"{month} {at}") for at in range(number)]


def test_retention_is_told_from_the_first_month_on_in_which_anybody_was_told_to_have_left(served: Served) -> None:
    served.land(customers("2026-07", "2026-08", "2026-09", "2026-10"), gone("2026-08", 2), gone("2026-10", 3))
    found = served.collected(collect, "2026-10")["retention"]
    assert [each.counts.n for each in found.periods[-4:]] == [0, 500, 500, 500]
    assert found.periods[-2].counts.positive == 500
    assert found.sources == {"crm/customer_lapsed": 1.0}


def test_a_month_in_which_nobody_left_of_the_many_who_do_is_a_gap(served: Served) -> None:
    months = ("2026-07", "2026-08", "2026-09", "2026-10")
    served.land(customers(*months), gone("2026-07", 20), gone("2026-09", 24))
    found = served.collected(collect, "2026-10")["retention"]
    assert [each.counts.n for each in found.periods[-4:]] == [500, 0, 500, 0]


def test_answers_are_held_against_invitations_from_the_first_answer_on(served: Served) -> None:
    months = [parse_window(month) for month in ("2026-08", "2026-09", "2026-10")]
    sent = [
        known(month.label, "invitations_sent", month.start, survey_id="q4", value=100, period_start=month.start,
              period_end=month.end)
        for month in months
    ]  # fmt: skip
    served.land(sent, [answer(str(at), SEPTEMBER, nps=8, survey_id="q4") for at in range(30)])
    found = served.collected(collect, "2026-10")["response_rate"]
    assert [(each.counts.positive, each.counts.n) for each in found.periods[-3:]] == [(0, 0), (30, 100), (0, 100)]


def test_scores_name_a_source_that_fell_silent(served: Served) -> None:
    served.land([answer("a", nps=9), answer("b", SEPTEMBER, nps=9), answer("c", SEPTEMBER, nps=9, source="app")])
    assert served.collected(collect, "2026-10")["nps"].sources == {"app": 0.5, "nps_survey": 1.0}


def test_retention_is_not_told_where_nobody_says_who_left(served: Served) -> None:
    served.land([known("there", "customers", OCTOBER, value=500, **PERIOD)])
    assert "retention" not in served.collected(collect, "2026-10")


def test_answers_are_counted_for_the_surveys_that_were_sent(served: Served) -> None:
    served.land(
        [known("sent", "invitations_sent", OCTOBER, survey_id="q4", value=100, channel="email", **PERIOD)],
        [answer(str(at), nps=8, survey_id="q4") for at in range(30)],
        [answer("other", nps=8, survey_id="else")],
    )
    found = served.collected(collect, "2026-10")["response_rate"]
    assert (found.periods[-1].counts.n, found.periods[-1].counts.positive, found.blocked) == (100, 30, "")


def sent(name: str, start: str, end: str, value: float) -> BusinessFact:
    span = {"period_start": day(start), "period_end": day(end)}
    return known(name, "invitations_sent", day(end), survey_id="q4", value=value, **span)


def asked_and_answered(served: Served, *facts: BusinessFact) -> list[tuple[int, int]]:
    """Of the newest months, where thirty answered in each of the last two."""
    answers = [
        answer(f"{month} {at}", month, nps=8, survey_id="q4") for month in (SEPTEMBER, OCTOBER) for at in range(30)
    ]
    served.land(list(facts), answers)
    found = served.collected(collect, "2026-10")["response_rate"].periods[-2:]
    return [(each.counts.positive, each.counts.n) for each in found]


def test_a_wave_of_invitations_is_all_that_was_sent_in_its_month(served: Served) -> None:
    waves = sent("first", "2026-10-05", "2026-10-12", 100), sent("second", "2026-10-20", "2026-10-21", 50)
    assert asked_and_answered(served, *waves) == [(0, 0), (30, 150)]


def test_a_wave_over_the_turn_of_the_month_is_told_to_be_missing(served: Served) -> None:
    assert asked_and_answered(served, sent("wave", "2026-09-28", "2026-10-05", 100)) == [(0, 0), (0, 0)]


def test_part_of_a_month_is_not_a_month_where_invitations_are_told_by_months(served: Served) -> None:
    told = sent("september", "2026-09-01", "2026-10-01", 100), sent("october", "2026-10-01", "2026-10-08", 25)
    assert asked_and_answered(served, *told) == [(30, 100), (0, 0)]


def test_more_answers_than_invitations_are_not_judged(served: Served) -> None:
    served.land(
        [known("sent", "invitations_sent", OCTOBER, survey_id="q4", value=2, **PERIOD)],
        [answer(str(at), nps=8, survey_id="q4") for at in range(3)],
    )
    assert "more answers came in" in served.collected(collect, "2026-10")["response_rate"].blocked


def test_a_target_gives_a_second_series_held_against_it(served: Served) -> None:
    served.land([answer("p", nps=9)], steps("k", OCTOBER, {"responded": 5}))
    targets = {"nps": 40, "first_response_hours": 24}
    found = served.collected(collect, "2026-10", kpi_breach={"targets": targets})
    assert (found["nps"].target, found["nps_target"].target) == (None, 40)
    assert (found["first_response_target"].target, found["first_response_target"].hours) == (90, 24)
    assert (found["first_response"].target, found["first_response"].hours) == (None, 24)
    assert "resolution_target" not in found


def test_without_data_there_is_nothing_to_judge_and_a_day_of_them_is_one_window(served: Served) -> None:
    assert served.collected(collect, "2026-W43") == {}
    served.land([answer("p", nps=9)])
    assert [bool(each.cells) for each in served.collected(collect, "2026-10")["nps"].periods] == [False] * 12 + [True]
