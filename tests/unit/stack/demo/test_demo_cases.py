"""The demo's cases: the same for a seed, valid, in ISO 10002's stages, and holding what cases.yaml declares."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from statistics import fmean, median
from typing import Any

import msgspec
import pytest

from schemas.identity import event_id_of
from schemas.parse import parse_case
from stack.demo.calendar import weeks_back
from stack.demo.case_plan import Wave, case_plan
from stack.demo.cases import cases
from stack.demo.generate import SEED
from tests.fixtures.demo_feed import AS_OF, Record, back, steps, told

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def whole() -> dict[str, Record]:
    """case_id -> all that its steps say, with a time per stage (the first)."""
    found: dict[str, Record] = defaultdict(dict)
    for step in steps():
        case = found[step["case_id"]]
        case.setdefault(step["stage"], datetime.fromisoformat(step["occurred_at"]))
        case |= {name: value for name, value in step.items() if name not in ("stage", "occurred_at", "native_id")}
    return found


def test_the_same_seed_tells_the_same_cases() -> None:
    assert steps() == list(cases(SEED, AS_OF, told()))


def test_every_step_is_a_valid_event_of_its_own() -> None:
    events = [parse_case(payload(step), NOON) for step in steps()]
    assert len({event.event_id for event in events}) == len(events)
    assert max(event.occurred_at for event in events) < datetime(2026, 11, 20, tzinfo=UTC)


def payload(step: Record) -> bytes:
    fields = {name: value for name, value in step.items() if name != "native_id"}
    event_id = event_id_of(step["source"], step["native_id"])
    return msgspec.json.encode({"schema_version": 1, "event_id": event_id, "received_at": NOON} | fields)


def test_there_are_some_of_everything(whole: dict[str, Record]) -> None:
    assert 2_000 <= len(whole) <= 2_700
    assert Counter(step["stage"] for step in steps()).keys() == {
        "received", "acknowledged", "assessed", "investigated", "responded", "resolved", "reopened", "closed",
    }  # fmt: skip
    shares = {
        "special_request": fmean(case["kind"] == "special_request" for case in whole.values()),
        "proactive": fmean(case["origin"] == "proactive" for case in whole.values()),
        "first_contact": fmean(case.get("first_contact", False) for case in whole.values()),
        "reopened": fmean("reopened" in case for case in whole.values()),
        "linked": fmean("feedback_event_id" in case for case in whole.values()),
    }
    wanted = {"special_request": 0.12, "proactive": 0.06, "first_contact": 0.25, "reopened": 0.05, "linked": 0.3}
    assert {name: abs(share - wanted[name]) < 0.08 and share > 0.02 for name, share in shares.items()} == (
        dict.fromkeys(wanted, True)
    )
    causes = {case["cause"] for case in whole.values() if "cause" in case}
    assert causes == {"people", "systems", "processes", "products", "customers"}


def test_a_case_begins_with_its_receipt_and_reaches_its_stages_in_order(whole: dict[str, Record]) -> None:
    order = ["received", "acknowledged", "assessed", "investigated", "responded", "resolved", "closed"]
    for case in whole.values():
        times = [case[stage] for stage in order if stage in case]
        assert times == sorted(times)
        assert "received" in case


def test_some_are_open(whole: dict[str, Record]) -> None:
    assert 5 <= sum("resolved" not in case for case in whole.values()) <= 120


def test_who_complains_is_a_customer_of_the_feed(whole: dict[str, Record]) -> None:
    heard = {one.record["customer_ref"] for one in told()}
    assert fmean(case["customer_ref"] in heard for case in whole.values()) > 0.95
    ids = {event_id_of(one.record["source"], one.record["native_id"]): one.said for one in told()}
    linked = [case for case in whole.values() if "feedback_event_id" in case]
    assert all(ids[case["feedback_event_id"]].customer.ref == case["customer_ref"] for case in linked)
    assert all(ids[case["feedback_event_id"]].occurred_at < case["received"] for case in linked)


def test_whoever_was_recovered_in_time_is_rather_content_next_time(whole: dict[str, Record]) -> None:
    said: dict[str, list[Any]] = defaultdict(list)
    for one in told():
        said[one.said.customer.ref].append((one.said.occurred_at, one.said.feeling == "positive"))
    quick, late = [], []
    for case in whole.values():
        if "closed" in case and "feedback_event_id" not in case:
            after = [content for moment, content in said[case["customer_ref"]] if moment > case["closed"]]
            (quick if case["resolved"] - case["received"] < timedelta(days=5) else late).extend(after[:1])
    assert fmean(quick) > fmean(late) + 0.2


@pytest.mark.parametrize("wave", case_plan().planted.waves, ids=lambda wave: wave.id)
def test_a_planted_wave_is_there_at_its_size(whole: dict[str, Record], wave: Wave) -> None:
    found = Counter(
        back(case["received"].isoformat())
        for case in whole.values()
        if (case["brand"], case["topic"], case.get("cause", wave.cause)) == (wave.brand, wave.topic, wave.cause)
        and wave.location in ("", case["location"])
        and wave.product in ("", case["product"])
    )
    assert all(found[month] >= count for month, count in wave.months.items())
    usual = next((kind.share for kind in case_plan().complaints if kind.topic == wave.topic), 0)
    calm = [found[month] for month in range(1, 25) if not wave.months.get(month)]
    assert not calm or fmean(calm) < 3 + 1.5 * usual * case_plan().brands[wave.brand]


@pytest.mark.parametrize("slow", case_plan().planted.slow, ids=lambda slow: slow.id)
def test_a_first_answer_takes_longer_in_the_planted_weeks(whole: dict[str, Record], slow: Any) -> None:
    hours: dict[bool, list[float]] = defaultdict(list)
    for case in whole.values():
        if case["brand"] == slow.brand and "acknowledged" in case and not case.get("first_contact", False):
            is_slow = weeks_back(case["received"].date(), AS_OF) in slow.weeks
            hours[is_slow].append((case["acknowledged"] - case["received"]) / timedelta(hours=1))
    assert median(hours[True]) > 5 * median(hours[False])
    assert len(hours[True]) > 15
