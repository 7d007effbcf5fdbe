"""Opportunity: praised at another brand, absent or poor at ours."""

from __future__ import annotations

import pytest

from flows.indicators.beside import Sides
from flows.indicators.conclude import conclude
from flows.indicators.inputs import Counts
from flows.indicators.outputs import Judgement
from flows.indicators.practice_gap import Practice, measure
from flows.indicators.vocabulary import Subject, Window
from tests.fixtures.judged import CONFIG, LATER, month

NOW = Window(month(9).start, month(11).end)
SUBJECT = Subject("Alder", "mobile_app", item="Teal Bank")


def praise(share: float, n: int) -> Counts:
    some = round(n * share)
    return Counts(n, some, n - some, n)


def judged(
    theirs: float, ours: float, n: int = 800, said: tuple[Counts, Counts] | None = None, sector: str = ""
) -> Judgement:
    known = said or (Counts(100, 50, 20, 100), Counts(100, 70, 10, 100))
    practice = Practice(
        subject=SUBJECT,
        frequency="quarter",
        sides=Sides(NOW, {"web": praise(ours, n)}, {"web": praise(theirs, n)}),
        said=known,
        sector=sector,
        sources={"a": 1.0},
        event_ids=("e1",),
    )
    return conclude([measure(practice, CONFIG)], CONFIG, LATER)[0]


def test_what_hardly_anybody_praises_at_ours_is_to_be_learnt() -> None:
    found = judged(0.2, 0.01, sector="banking")
    assert (found.verdict, found.subject.item) == ("strong", "Teal Bank")
    assert (found.value, found.comparison, found.change) == pytest.approx((20, 1, 19))
    assert found.reason.startswith(
        "20 % of the customers who write about Teal Bank (banking) praise mobile app, 1 % of those of Alder do"
    )
    assert "hardly anybody praises it at ours" in found.reason
    assert found.evidence[0].event_ids == ("e1",)


def test_what_is_poor_at_ours_is_to_be_learnt() -> None:
    poor = (Counts(100, 30, 60, 100), Counts(100, 70, 10, 100))
    found = judged(0.2, 0.12, n=3000, said=poor)
    assert found.verdict == "strong"
    assert "it is poor at ours" in found.reason


def test_what_is_good_at_ours_too_is_no_gap() -> None:
    found = judged(0.2, 0.12, n=3000)
    assert found.verdict == "none"
    assert "neither absent nor poor" in found.reason


def test_loud_talk_that_is_mostly_bad_is_no_practice() -> None:
    hated = (Counts(100, 1, 1, 100), Counts(500, 160, 300, 500))
    assert judged(0.2, 0.01, said=hated).verdict == "none"


def test_as_little_praise_there_is_none() -> None:
    assert judged(0.01, 0.01, n=5000).verdict == "none"


def test_few_customers_say_nothing() -> None:
    assert judged(0.5, 0.1, n=8).verdict == "insufficient_data"
    assert judged(0.5, 0.1, n=0).verdict == "no_data"
