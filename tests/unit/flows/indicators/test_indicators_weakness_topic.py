"""Weakness: more bad words about a topic, what they cost in rating, and whom and what they put at risk."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from flows.indicators.conclude import conclude
from flows.indicators.inputs import Cell, Period, share_period
from flows.indicators.outputs import Estimate, Evidence, Judgement
from flows.indicators.topic_talk import AtRisk, BadTalk, Rated
from flows.indicators.vocabulary import Subject
from flows.indicators.weakness_topic import measure
from tests.fixtures.judged import ALDER, APP, CONFIG, EMAIL, LATER, month, satisfied

DELIVERY = Subject("Alder", "delivery")
CALM = [20, 21, 19, 20, 22, 18, 20, 21, 19, 20]


def talk(bad: Sequence[int], subject: Subject = ALDER, of: int = 100, causes: tuple[Evidence, ...] = ()) -> BadTalk:
    windows = tuple(share_period(month(at), count, of, of) for at, count in enumerate(bad))
    return BadTalk(
        subject=subject, frequency="month", windows=windows, sources={"web": 1.0}, event_ids=("e1",), causes=causes
    )


def rated(lost: float, n: int = 400, share: float = 0.2, subject: Subject = ALDER) -> Rated:
    """`share` of `n` customers, in 64 groups, rate so much lower than the rest that the average loses `lost` points."""
    generator = np.random.default_rng(5)
    everyone, naming = np.zeros((64, 2)), np.zeros((64, 2))
    for at in range(n):
        is_bad = at < n * share
        rating = 70 - (lost / share if is_bad else 0) + 15 * generator.standard_normal()
        group = generator.integers(64)
        everyone[group] += 1, rating
        naming[group] += (1, rating) if is_bad else (0, 0)
    return Rated(
        subject=subject,
        frequency="month",
        window=month(12),
        everyone=everyone,
        naming=naming,
        customers=(round(n * share), n),
        sources={"web": 1.0},
    )


def judged(*given: BadTalk | AtRisk | Rated) -> Judgement:
    return conclude([measure(each, CONFIG) for each in given], CONFIG, LATER)[-1]


def test_more_bad_words_than_in_the_months_before_are_a_weakness_that_grew() -> None:
    found = judged(talk([*CALM, 45]))
    assert (found.verdict, found.metric, found.unit) == ("critical", "negative_rate", "percentage points")
    assert (found.value, found.comparison) == pytest.approx((45, 20), abs=0.5)
    assert "he share of what customers say about Alder that is bad rose from 20 % to 45 %" in found.reason


def test_as_many_bad_words_as_ever_are_none() -> None:
    assert judged(talk([*CALM, 20], of=1000)).verdict == "ok"


def test_a_short_past_is_a_watch_at_most() -> None:
    assert judged(talk([20, 21, 19, 20, 45])).verdict == "watch"


def shifted(within: float = 0.0) -> BadTalk:
    """Of 400 who write, one in five by app and then three, of whom half speak badly, and one in ten by email."""
    windows = [*[(320, 80)] * 12, (160, 240)]
    periods = []
    for at, (email, app) in enumerate(windows):
        more = within if at == 12 else 0.0
        cells = ((EMAIL, satisfied(10 + more, email)), (APP, satisfied(50 + more, app)))
        periods.append(Period(month(at), tuple(Cell(*cell) for cell in cells)))
    whole = [share_period(each.window, each.counts.positive, each.counts.n) for each in periods]
    return BadTalk(subject=ALDER, frequency="month", windows=tuple(whole), sources={}, strata=tuple(periods))


def test_more_bad_words_because_texts_come_from_elsewhere_are_a_watch_at_most_and_say_so() -> None:
    for within in (0, 3):
        share = judged(shifted(within))
        risk = judged(AtRisk(talk=shifted(within), amount=50_000, unit="customers"))
        assert (share.verdict, risk.verdict) == ("watch", "watch")
        assert "more answers by app (20 % before, 60 % now)" in share.reason
        assert "What is at risk through Alder rose" in risk.reason
    assert risk.decomposition is not None
    assert risk.decomposition.mix == pytest.approx(8000, rel=0.01)
    assert "8,000 of them come from more answers by app" in risk.reason
    assert [each.name for each in share.evidence if each.kind == "channel"] == ["app", "email"]


def test_more_bad_words_within_the_channels_stay_loud() -> None:
    assert judged(shifted(25)).verdict == "critical"
    assert judged(AtRisk(talk=shifted(25), amount=50_000, unit="customers")).verdict == "critical"


def test_a_topic_names_itself_and_the_events_to_read() -> None:
    found = judged(talk(CALM), talk([*CALM, 45], DELIVERY))
    assert found.evidence[0].event_ids == ("e1",)
    assert "about Alder, delivery" in found.reason


def test_what_bad_words_are_put_down_to_stands_with_the_brand() -> None:
    cause = Evidence(1, "cause", "people", 30.0, 10.0, 20.0, 9, 0)
    assert judged(talk([*CALM, 20], causes=(cause,))).evidence == (cause,)


def test_customers_and_revenue_at_risk_are_told_as_such_and_tested_as_a_share() -> None:
    share, risk, money = (
        measure(talk([*CALM, 45]), CONFIG),
        measure(AtRisk(talk=talk([*CALM, 45]), amount=5000, unit="customers"), CONFIG),
        measure(AtRisk(talk=talk([*CALM, 45]), amount=90_000, unit="EUR"), CONFIG),
    )
    assert (risk.value, money.value) == pytest.approx((2250, 40_500), rel=0.01)
    assert risk.p_harm == money.p_harm == share.p_harm
    assert (risk.metric, risk.delta, money.metric, money.delta) == ("customers_at_risk", 50, "revenue_at_risk", 900)
    [found] = conclude([money], CONFIG, LATER)
    assert found.verdict == "critical"
    assert found.reason.startswith(
        "40,500 of 90,000 EUR of Alder are at risk in November 2024 if all customers feel as"
    )
    assert found.reason.endswith("surely more than the 900 EUR that count.")


def test_what_goes_with_a_lower_rating_is_a_weakness() -> None:
    found = judged(rated(6))
    assert found.verdict == "critical"
    assert found.harm == pytest.approx(6, abs=1.5)
    assert found.value is not None
    assert found.comparison == pytest.approx(found.value + (found.harm or 0))
    assert "20 % of the ratings of Alder in January 2025 come with bad words about something" in found.reason


def test_bad_words_that_cost_no_rating_are_no_weakness() -> None:
    assert judged(rated(0, n=4000)).verdict == "ok"


def test_the_loss_is_the_share_times_how_much_lower_those_rate() -> None:
    ratings = rated(6)
    named_n, named_sum = ratings.naming.sum(axis=0)
    n, total = ratings.everyone.sum(axis=0)
    gap = (total - named_sum) / (n - named_n) - named_sum / named_n
    assert judged(ratings).harm == pytest.approx(named_n / n * gap)


def test_the_bootstraps_error_is_that_of_the_formula_for_independent_raters() -> None:
    """Delta method for a difference of means times a share (G. Casella and R. Berger, 2002, section 5.5.4)."""
    n, share = 6400, 0.2
    found = judged(rated(6, n=n))
    error = ((found.ci_high or 0) - (found.ci_low or 0)) / 2 / 1.998  # t.975 of 63 degrees
    gap = 30.0
    expected = np.sqrt(gap**2 * share * (1 - share) / n + 15**2 * share / (1 - share) / n)
    assert error == pytest.approx(expected, rel=0.25)


@pytest.mark.parametrize("given", [rated(6, n=40), talk([5] * 11, of=6), talk([20])])
def test_too_few_customers_or_months_say_nothing(given: BadTalk | Rated) -> None:
    found = judged(given)
    assert found.verdict == "insufficient_data"
    assert "cannot be judged" in found.reason


def test_nothing_said_is_no_data() -> None:
    assert judged(talk([0], of=0)).verdict == "no_data"


def test_one_customer_who_writes_often_counts_as_one() -> None:
    often = tuple(share_period(month(at), 60 if at == 10 else 20, 100, 8 if at == 10 else 60) for at in range(11))
    given = BadTalk(subject=ALDER, frequency="month", windows=often, sources={})
    found: Estimate = measure(given, CONFIG)
    assert found.n == 8
    assert judged(given).verdict == "insufficient_data"
