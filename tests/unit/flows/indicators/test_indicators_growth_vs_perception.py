"""Growth while perception warns is a warning; what is not known is not called growth."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.indicators.conclude import conclude
from flows.indicators.growth_vs_perception import Figure, Found, Growth, measure
from flows.indicators.outputs import Judgement
from flows.indicators.vocabulary import Verdict, Window
from tests.fixtures.judged import ALDER, CONFIG, LATER, day_at

REVENUE = Figure("revenue", "EUR", 1_150_000.0, 1_000_000.0)
ORDERS = Figure("orders", "orders", 50_000.0, 49_900.0)


def found(verdict: Verdict, topic: str = "", metric: str = "nps") -> Found:
    return Found("perception_drop", topic, metric, "month", verdict, 10.0, 30.0, -20.0, 400, 4800)


def judged(*findings: Found, figures: tuple[Figure, ...] = (REVENUE, ORDERS)) -> Judgement:
    window = Window(day_at("2026-07-01"), day_at("2026-10-01"))
    [one] = conclude([measure(Growth(ALDER, window, figures, findings), CONFIG)], CONFIG, LATER)
    return one


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ((found("critical", "delivery"), found("ok")), "warning"),
        ((found("watch"), found("ok", "delivery")), "watch"),
        ((found("ok"), found("improved", "staff")), "ok"),
        ((found("ok"), found("incomplete", metric="csat")), "ok"),
        ((found("insufficient_data"),), "insufficient_data"),
        ((), "insufficient_data"),
    ],
)
def test_the_worst_of_perception_decides_while_revenue_grows(findings: tuple[Found, ...], verdict: Verdict) -> None:
    assert judged(*findings).verdict == verdict


@pytest.mark.parametrize(
    ("brand", "verdict", "told"),
    [
        (("incomplete", "insufficient_data"), "incomplete", "NPS by the month (incomplete)"),
        (("insufficient_data", "insufficient_data"), "insufficient_data", "NPS by the month (insufficient data)"),
        (("no_data", "inconclusive"), "insufficient_data", "CSAT by the month (inconclusive)"),
    ],
)
def test_a_topic_that_is_well_is_no_good_news_of_a_brand_that_was_not_judged(
    brand: tuple[Verdict, Verdict], verdict: Verdict, told: str
) -> None:
    whole = (found(brand[0]), found(brand[1], metric="csat"))
    one = judged(*whole, found("ok", "billing"))
    assert one.verdict == verdict
    assert told in one.reason
    assert judged(*whole, found("critical", "billing")).verdict == "warning"


def test_the_reason_names_both_sides() -> None:
    one = judged(found("critical", "website_app"))
    assert one.reason == (
        "Revenue of Alder rose by 15 % in July to September 2026 against a year before (from 1,000,000 to 1,150,000 "
        "EUR) while perception warns: NPS on website app by the month (critical)."
    )
    assert [piece.kind for piece in one.evidence] == ["fact"]


def test_without_growth_there_is_no_contradiction() -> None:
    calm = judged(found("critical"), figures=(replace(REVENUE, now=1_010_000.0),))
    assert calm.verdict == "ok"
    assert "not the 2 % that count as growth" in calm.reason
    assert judged(found("critical"), figures=(replace(REVENUE, now=900_000.0),)).verdict == "ok"


def test_orders_tell_it_where_revenue_is_not_known() -> None:
    one = judged(found("warning"), figures=(replace(REVENUE, before=None), replace(ORDERS, now=60_000.0)))
    assert (one.verdict, one.metric) == ("warning", "orders")


def test_a_side_that_is_missing_is_not_judged() -> None:
    assert judged(found("warning"), figures=(replace(REVENUE, before=None),)).verdict == "insufficient_data"
    assert judged(found("warning"), figures=(replace(REVENUE, now=None, before=None),)).verdict == "no_data"
