"""A phrase that no topic covers: said by more customers than before, held against all phrases that were counted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pydantic import ValidationError

from flows.indicators.activity import PhrasePeriod, PhraseSeries
from flows.indicators.conclude import conclude
from flows.indicators.config import EmergingTheme
from flows.indicators.emerging_theme import measure
from flows.indicators.outputs import Judgement
from flows.indicators.vocabulary import Subject
from tests.fixtures.judged import CONFIG, LATER, month

PHRASE = Subject("Alder", phrase="parcel locker code", language="en")


def series(counts: Sequence[int], exposure: int = 850, tested: int = 20_000, subject: Subject = PHRASE) -> PhraseSeries:
    periods = tuple(PhrasePeriod(month(at), count, exposure) for at, count in enumerate(counts))
    return PhraseSeries(subject, "month", periods, tested)


def judged(counts: Sequence[int], exposure: int = 850, tested: int = 20_000) -> Judgement:
    return conclude([measure(series(counts, exposure, tested), CONFIG)], CONFIG, LATER)[0]


PAST = [0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0]


def test_a_phrase_that_more_customers_say_is_offered_as_a_topic_and_never_more_than_a_watch() -> None:
    judgement = judged([*PAST, 12])
    assert judgement.verdict == "watch"
    assert judgement.reason == (
        "12 customers of Alder said “parcel locker code” in January 2025, in texts that no topic covers: 14.1 per "
        "1,000 against 0.4 in the 12 months before; a topic for it can be added in taxonomy.yaml."
    )
    assert judged([0] * 12 + [400]).verdict == "watch"


def test_its_q_counts_all_phrases_that_were_counted() -> None:
    found = judged([*PAST, 12])
    assert found.p_value is not None
    assert found.q_value == pytest.approx(20_000 * found.p_value)
    assert found.family_size == 20_000
    assert judged([*PAST, 6], tested=1).verdict == "watch"
    assert judged([*PAST, 6]).severity == 0


def test_what_was_always_said_is_no_theme() -> None:
    assert judged([12, 11, 14, 9, 12, 13, 10, 12, 11, 14, 12, 13, 15], tested=1).severity == 0


def test_a_phrase_that_comes_and_goes_is_held_against_its_own_ups_and_downs() -> None:
    assert judged([*[4] * 12, 17], tested=100).verdict == "watch"
    assert judged([0, 14, 1, 0, 12, 0, 1, 0, 15, 0, 4, 1, 17], tested=100).severity == 0


def test_less_than_delta_is_none() -> None:
    assert judged([*[2] * 12, 30], exposure=30_000, tested=1).severity == 0


def test_more_texts_are_not_more_of_it() -> None:
    periods = tuple(PhrasePeriod(month(at), 5, 500) for at in range(12))
    grown = PhraseSeries(PHRASE, "month", (*periods, PhrasePeriod(month(12), 50, 5000)), 1)
    assert conclude([measure(grown, CONFIG)], CONFIG, LATER)[0].severity == 0


def test_what_comes_every_year_is_no_theme() -> None:
    assert judged([30, *[1] * 11, 33]).severity == 0
    assert judged([6, *[1] * 11, 33]).verdict == "watch"


def test_without_months_before_it_cannot_be_judged() -> None:
    whole = series([0], tested=0, subject=Subject("Alder", language="en"))
    [judgement] = conclude([measure(whole, CONFIG)], CONFIG, LATER)
    assert judgement.verdict == "insufficient_data"
    assert "no such texts of the same sources" in judgement.reason
    assert judgement.subject.text == "Alder/en"


def test_a_rise_that_cannot_be_told_is_called_a_rise() -> None:
    assert "a rise by 1 customer per 1,000 texts" in judged([*[10] * 12, 16], exposure=100_000, tested=1).reason


def test_fewer_than_five_customers_cannot_be_configured() -> None:
    with pytest.raises(ValidationError):
        EmergingTheme(minimum_customers=4)
