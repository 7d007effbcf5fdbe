"""What a change of our prices moved, beside brands that changed none; what else happened is listed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from flows.indicators.conclude import conclude
from flows.indicators.event_effect import Side, Weeks
from flows.indicators.outputs import Judgement
from flows.indicators.price_impact import Beside, PriceChange, PriceRead, measure
from tests.fixtures.judged import CONFIG, LATER, day_at, week

CHANGE = PriceChange("Alder", ("standard",), day_at("2025-11-10"), 5.9, 6.7, "EUR", ("p1",))
BEFORE, AFTER = 60, 12


def spoken(level: float, fall: float = 0.0, n: int = 40, seed: int = 1) -> Side:
    """Weeks of n texts about prices, so many of a hundred negative and the rest positive or neither."""
    chance = np.random.default_rng(seed)
    share = np.full(BEFORE + AFTER, level)
    share[BEFORE:] += fall
    negative = chance.binomial(n, share).astype(float)
    positive = chance.binomial(n - negative.astype(int), 0.5).astype(float)
    return Side(positive, negative, np.full(len(share), float(n)), np.full(len(share), float(n)))


def counted(rate: float, after: float, seed: int = 3) -> Side:
    chance = np.random.default_rng(seed)
    counts = np.concatenate([chance.poisson(rate, BEFORE), chance.poisson(after, AFTER)]).astype(float)
    nothing = np.zeros(len(counts))
    return Side(counts, nothing, np.ones(len(counts)), nothing)


RESENTED = PriceRead(
    CHANGE,
    week(105),
    "price_sentiment",
    Weeks("net", BEFORE, spoken(0.3, 0.35), spoken(0.3, n=80, seed=2)),
    "points",
    "net sentiment about price",
    (Beside("c1", "campaign", "Alder", "Before nine", day_at("2025-11-24")),),
)


def judged(read: PriceRead) -> Judgement:
    [one] = conclude([measure(read, CONFIG)], CONFIG, LATER)
    return one


def test_a_price_that_is_resented_is_a_warning_and_names_what_else_happened() -> None:
    found = judged(RESENTED)
    assert found.verdict in ("warning", "critical")
    assert found.subject.text == "Alder/standard 2025-11-10"
    assert found.reason.startswith(
        "With the change of the price of standard from 5.9 to 6.7 EUR on 10 November 2025, net"
    )
    assert "at brands without one from" in found.reason
    piece, levels = found.evidence
    assert (piece.kind, piece.name) == ("fact", "campaign “Before nine” (Alder, 24 November 2025)")
    assert piece.event_ids == ("c1",)
    assert (levels.rank, levels.name, levels.value) == (2, "measured after and before", found.value)


def test_what_turned_for_every_brand_is_not_the_price() -> None:
    weeks = Weeks("net", BEFORE, spoken(0.3, 0.35), spoken(0.3, 0.35, n=80, seed=2))
    assert judged(replace(RESENTED, weeks=weeks)).severity <= 1


def test_without_a_brand_beside_us_it_is_a_watch_at_most() -> None:
    weeks = Weeks("net", BEFORE, spoken(0.3, 0.35))
    found = judged(replace(RESENTED, weeks=weeks))
    assert found.verdict == "watch"
    assert "a season or something else of those weeks may be behind" in found.reason


def test_more_customers_lost_are_worse() -> None:
    weeks = Weeks("rate", BEFORE, counted(6, 14), counted(8, 8, seed=4))
    found = judged(replace(RESENTED, metric="core_churn", weeks=weeks, unit="core customers lost a week"))
    assert found.verdict in ("warning", "critical")
    assert found.change is not None
    assert found.change > 0


@pytest.mark.parametrize("at", [20, 51])
def test_under_a_year_before_it_is_described(at: int) -> None:
    side = spoken(0.3, 0.35)
    weeks = Weeks("net", at, side.part(BEFORE - at, BEFORE + AFTER))
    found = judged(replace(RESENTED, weeks=weeks))
    assert (found.verdict, found.p_value) == ("insufficient_data", None)
    assert f"only {at} weeks before it are known" in found.reason


def test_six_weeks_after_it_is_too_early_to_say() -> None:
    weeks = Weeks("net", BEFORE, spoken(0.3, 0.35).part(0, BEFORE + 6))
    found = judged(replace(RESENTED, weeks=weeks))
    assert found.verdict == "insufficient_data"
    assert "6 weeks since the change of the price of standard" in found.reason


def test_without_a_text_there_is_no_data() -> None:
    assert judged(replace(RESENTED, weeks=None)).verdict == "no_data"


def test_several_products_of_one_day_are_one_change() -> None:
    assert replace(CHANGE, products=("locker", "standard", "express")).item == "locker and 2 more 2025-11-10"
    assert replace(CHANGE, products=("",)).item == "all products 2025-11-10"
