"""A weakness elsewhere on the journey cancels a strength: nearest first, the later one of two as near."""

from __future__ import annotations

from flows.indicators.journey import Cancelled, cancels

STAGES = {
    "website": "order",
    "price": "order",
    "delivery": "receive",
    "product_quality": "use",
    "staff": "support",
    "loyalty": "stay",
    "odd": "elsewhere",
}


def test_the_nearest_weakness_of_another_stage_cancels_a_strength() -> None:
    [found] = cancels(["website"], ["staff", "delivery"], STAGES)
    assert found == Cancelled("website", "delivery", "order", "receive")
    assert not found.is_before


def test_one_that_comes_first_keeps_customers_from_getting_there() -> None:
    [found] = cancels(["staff"], ["delivery"], STAGES)
    assert found.is_before


def test_of_two_as_near_the_later_counts_and_of_one_stage_the_first_given() -> None:
    assert [found.weakness for found in cancels(["delivery"], ["website", "product_quality"], STAGES)] == [
        "product_quality"
    ]
    assert [found.weakness for found in cancels(["delivery"], ["price", "website"], STAGES)] == ["price"]


def test_the_same_stage_no_stage_and_nothing_cancel_nothing() -> None:
    assert cancels(["website"], ["price"], STAGES) == ()
    assert cancels(["website", "odd", "unknown"], ["odd", "unknown"], STAGES) == ()
    assert cancels([], ["delivery"], STAGES) == cancels(["website"], [], STAGES) == ()


def test_each_strength_is_told_once() -> None:
    assert len(cancels(["website", "website", "staff"], ["delivery"], STAGES)) == 2
