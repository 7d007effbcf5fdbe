"""What customers buy for: reasons they give, and what their rating goes with."""

from __future__ import annotations

import numpy as np
import pytest

from flows.indicators.conclude import conclude
from flows.indicators.formulas.importance import Moments
from flows.indicators.outputs import Judgement
from flows.indicators.value_drivers import Driver, Reason, measure
from flows.indicators.vocabulary import Subject, Window
from tests.fixtures.judged import CONFIG, LATER, month

NOW = Window(month(9).start, month(11).end)
TOPICS = ("price", "delivery", "website")


def reason(naming: int, giving: int) -> Judgement:
    given = Reason(
        subject=Subject("Alder", "price", item="reason to buy"),
        frequency="quarter",
        window=NOW,
        naming=naming,
        giving=giving,
        sources={"a": 1.0},
        event_ids=("e1",),
    )
    return conclude([measure(given, CONFIG)], CONFIG, LATER)[0]


def moments(slopes: tuple[float, ...], n: int = 2000) -> Moments:
    """Ratings that depend on what is said (1, 0, -1) by these slopes, with an error of one; in 40 groups."""
    generator = np.random.default_rng(3)
    said = generator.integers(-1, 2, (n, len(slopes))).astype(float)
    rating = said @ np.array(slopes) + generator.standard_normal(n)
    group = np.arange(n) % 40
    rows = [(said[group == each], rating[group == each]) for each in range(40)]
    return Moments(
        n=np.array([float(len(y)) for _, y in rows]),
        y=np.array([y.sum() for _, y in rows]),
        yy=np.array([(y**2).sum() for _, y in rows]),
        xx=np.array([x.T @ x for x, _ in rows]),
        xy=np.array([x.T @ y for x, y in rows]),
        x=np.array([x.sum(axis=0) for x, _ in rows]),
    )


def driver(place: int | None, slopes: tuple[float, ...] = (1.0, 0.5, 0.0), raters: int = 2000) -> Judgement:
    given = Driver(
        subject=Subject("Alder", "" if place is None else TOPICS[place], item="rating"),
        frequency="quarter",
        window=NOW,
        moments=moments(slopes),
        topics=TOPICS,
        place=place,
        raters=raters,
        sources={"a": 1.0},
    )
    return conclude([measure(given, CONFIG)], CONFIG, LATER)[0]


def test_what_many_buy_for_is_a_strong_reason() -> None:
    found = reason(60, 100)
    assert (found.verdict, found.value, found.p_value) == ("strong", 60, None)
    assert found.reason.startswith(
        "60 of 100 customers who say why they buy from Alder name price in October to December"
    )
    assert found.evidence[0].event_ids == ("e1",)


def test_what_some_buy_for_is_emerging_and_what_few_do_none() -> None:
    assert reason(12, 100).verdict == "emerging"
    assert reason(2, 100).verdict == "none"


def test_few_reasons_say_nothing() -> None:
    assert reason(5, 8).verdict == "insufficient_data"


def test_each_topic_has_its_share_of_the_variance() -> None:
    """Of independent topics a share is slope^2 var(x) / var(y): var(x) = 2/3, var(y) = 1 + 2/3 (1 + 1/4)."""
    total = 1 + 2 / 3 * 1.25
    price, delivery, website = driver(0), driver(1), driver(2)
    assert price.value == pytest.approx(100 * (2 / 3) / total, abs=4)
    assert delivery.value == pytest.approx(100 * (2 / 3) * 0.25 / total, abs=3)
    assert website.value == pytest.approx(0, abs=1)
    assert [each.verdict for each in (price, delivery, website)] == ["strong", "strong", "none"]
    assert "praise goes with 1 points of 100 more, all else the same" in price.reason


def test_all_topics_together_have_their_sum_and_rank_them() -> None:
    whole = driver(None)
    parts = [driver(place).value or 0 for place in range(3)]
    assert whole.value == pytest.approx(sum(parts))
    assert [piece.name for piece in whole.evidence] == ["price", "delivery", "website"]


def test_few_raters_and_equal_ratings_say_nothing() -> None:
    assert driver(0, raters=50).verdict == "insufficient_data"
    nothing = np.zeros(4)
    flat = Moments(nothing, nothing, nothing, np.zeros((4, 3, 3)), np.zeros((4, 3)))
    given = Driver(
        subject=Subject("Alder", "price", item="rating"),
        frequency="quarter",
        window=NOW,
        moments=flat,
        topics=TOPICS,
        place=0,
        raters=500,
        sources={},
    )
    found = conclude([measure(given, CONFIG)], CONFIG, LATER)[0]
    assert "all ratings are the same" in found.reason
