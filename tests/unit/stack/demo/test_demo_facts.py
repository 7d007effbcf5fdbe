"""The demo's facts: the same for a seed, valid, of every kind, and holding what facts.yaml declares."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from statistics import fmean
from typing import Any

import msgspec
import pytest

from schemas.fact import KINDS
from schemas.identity import event_id_of
from schemas.parse import parse_fact
from stack.demo.fact_plan import Belief, Changing, Invited, fact_plan
from stack.demo.facts import facts
from stack.demo.generate import SEED
from tests.fixtures.demo_feed import AS_OF, Record, back, business, steps, told

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def of_kind(kind: str, **asked: Any) -> list[Record]:
    return [
        fact
        for fact in business()
        if fact["kind"] == kind and all(fact.get(name) == value for name, value in asked.items())
    ]


def payload(fact: Record) -> bytes:
    fields = {name: value for name, value in fact.items() if name != "native_id"}
    event_id = event_id_of(fact["source"], fact["native_id"])
    return msgspec.json.encode({"schema_version": 1, "event_id": event_id, "received_at": NOON} | fields)


def test_the_same_seed_tells_the_same_facts() -> None:
    assert business() == list(facts(SEED, AS_OF, told()))


def test_every_fact_is_a_valid_event_of_its_own_and_there_is_one_of_each_kind() -> None:
    events = [parse_fact(payload(fact), NOON) for fact in business()]
    assert len({event.event_id for event in events}) == len(events)
    assert {event.kind for event in events} == set(KINDS)


def test_every_month_has_its_figures_once() -> None:
    figures = Counter(
        (fact["kind"], fact["brand"]) for fact in business() if fact["kind"] in ("customers", "orders", "revenue")
    )
    assert set(figures.values()) == {24}
    assert len(figures) == 6


@pytest.mark.parametrize("late", fact_plan().planted.lateness, ids=lambda late: late.id)
def test_orders_are_late_as_planted(late: Changing) -> None:
    on_time: dict[int, list[bool]] = defaultdict(list)
    for order in of_kind("order", brand=late.brand):
        on_time[back(order["delivered_at"])].append(order["delivered_at"] <= order["promised_at"])
    usual = next(each.on_time for each in fact_plan().brands if each.name == late.brand)
    assert all(abs(fmean(on_time[month]) - usual - change) < 0.05 for month, change in late.months.items())
    assert abs(fmean(fmean(on_time[month]) for month in range(5, 20)) - usual) < 0.02


def test_orders_are_those_that_customers_were_asked_about() -> None:
    asked = {one.record["order_ref"]: one.record["customer_ref"] for one in told() if "order_ref" in one.record}
    assert all(asked[order["order_ref"]] == order["customer_ref"] for order in of_kind("order"))


@pytest.mark.parametrize("invited", fact_plan().planted.invitations, ids=lambda invited: invited.id)
def test_a_surveys_response_rate_is_as_planted(invited: Invited) -> None:
    source = next(one.said.source for one in told() if one.said.source.name == invited.source)
    answered = Counter(
        back(one.record["occurred_at"])
        for one in told()
        if (one.said.brand, one.said.source.name) == (invited.brand, invited.source)
    )
    for fact in of_kind("invitations_sent", brand=invited.brand, survey_id=source.survey_id):
        month = back(fact["period_start"])
        assert abs(answered[month] / fact["value"] - invited.months.get(month, invited.share)) < 0.01


@pytest.mark.parametrize("belief", fact_plan().planted.beliefs, ids=lambda belief: belief.id)
def test_staff_believe_what_is_planted(belief: Belief) -> None:
    scores = of_kind("belief_score", brand=belief.brand, topic=belief.topic)
    assert abs(fmean(score["value"] >= 4 for score in scores) - belief.share) < 0.05
    assert {score["respondent_role"] for score in scores} == {"employee", "manager"}
    assert len(scores) >= 4 * 32


def test_what_staff_put_trouble_down_to_adds_up() -> None:
    scores: dict[str, float] = defaultdict(float)
    for score in business():
        if score["kind"] == "belief_score" and "cause" in score:
            scores[f"{score['respondent_role']}/{score['occurred_at'][:7]}"] += score["value"]
    assert all(abs(total - 100) < 11 for total in scores.values())
    assert len(scores) >= 8


def test_most_who_left_never_complained_and_left_once() -> None:
    left = [fact["customer_ref"] for fact in of_kind("customer_lapsed", brand="Alder Post")]
    complained = {step["customer_ref"] for step in steps() if "customer_ref" in step}
    assert len(left) == len(set(left)) > 500
    assert abs(fmean(ref not in complained for ref in left) - fact_plan().lapsed_without_complaint) < 0.05


def test_a_price_changed_with_a_year_before_it_and_another_that_is_too_new() -> None:
    days = [(AS_OF - date.fromisoformat(fact["occurred_at"][:10])).days for fact in of_kind("price_change")]
    first = (date.fromisoformat(of_kind("price_change")[0]["occurred_at"][:10]) - date(2024, 11, 1)).days
    assert first >= 52 * 7
    assert max(days) >= 365
    assert min(days) <= 70


def test_actions_are_done_with_effect_done_in_vain_and_overdue() -> None:
    newest = {fact["action_id"]: fact for fact in of_kind("action")}
    assert {name: "done_at" in action for name, action in newest.items()} == {"A-1": True, "A-2": True, "A-3": False}
    assert newest["A-3"]["due_at"] < AS_OF.isoformat()
    assert (AS_OF - date.fromisoformat(newest["A-2"]["done_at"][:10])).days > 12 * 7
    assert all("@" not in action["owner"] and action["action_type"] for action in newest.values())


def test_revenue_grows_while_customers_are_less_content() -> None:
    revenue = {back(fact["period_start"]): fact["value"] for fact in of_kind("revenue", brand="Alder Post")}
    assert all(revenue[month] > 1.1 * revenue[month + 12] for month in range(1, 10))
