"""Recommending, warning, promoters and broken promises against the months before: which side harms, how it is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flows.indicators import advocacy, promise_gap
from flows.indicators.conclude import conclude
from flows.indicators.inputs import Cell, Counts, Period, Stratum
from flows.indicators.intents import Measure, Said
from flows.indicators.outputs import Judgement
from flows.indicators.vocabulary import Subject
from tests.fixtures.judged import ALDER, CONFIG, LATER, month

CALM = [12.0, 13.0, 12.0, 11.5, 12.0, 12.5, 13.0, 12.0, 11.0, 12.0, 12.5, 12.0]
KEPT = [1.0, 1.5, 1.0, 0.5, 1.0, 1.0, 1.5, 1.0, 0.5, 1.0, 1.0, 1.0]


def months(shares: Sequence[float], texts: int = 800) -> tuple[Period, ...]:
    def counts(share: float) -> Counts:
        positive = round(texts * share / 100)
        return Counts(texts, positive, texts - positive, texts)

    return tuple(
        Period(month(at), (Cell(Stratum(source="reviews"), counts(share)),) if texts else ())
        for at, share in enumerate(shares)
    )


def advocated(measure: Measure, shares: Sequence[float], texts: int = 800) -> Judgement:
    said = Said(ALDER, measure, months(shares, texts), ("e1",))
    return conclude([advocacy.measure(said, CONFIG)], CONFIG, LATER)[0]


def promised(shares: Sequence[float], campaign: str = "", texts: int = 800) -> Judgement:
    said = Said(Subject("Alder", item=campaign), "broken_promise", months(shares, texts), ("e1", "e2"), campaign)
    return conclude([promise_gap.measure(said, CONFIG)], CONFIG, LATER)[0]


@pytest.mark.parametrize(
    ("measure", "last", "verdict"),
    [
        ("recommending", 4.0, "critical"),
        ("recommending", 20.0, "improved"),
        ("recommending", 12.0, "ok"),
        ("warning_others", 20.0, "critical"),
        ("warning_others", 6.0, "improved"),
        ("promoters", 3.0, "critical"),
    ],
)
def test_fewer_who_recommend_or_more_who_warn_is_the_harm(measure: Measure, last: float, verdict: str) -> None:
    assert advocated(measure, [*CALM, last], 8000).verdict == verdict


def test_fewer_promoters_because_more_answers_come_from_elsewhere_are_a_watch_at_most() -> None:
    def mixed(at: int, app: float) -> Period:
        parts = (("email", 1 - app, 0.6), ("app", app, 0.3))
        cells = []
        for channel, share, level in parts:
            n = round(1000 * share)
            cells.append(Cell(Stratum(channel=channel), Counts(n, round(n * level), n - round(n * level), n)))
        return Period(month(at), tuple(cells))

    periods = tuple(mixed(at, 0.66 if at == 12 else 0.2) for at in range(13))
    found = conclude([advocacy.measure(Said(ALDER, "promoters", periods), CONFIG)], CONFIG, LATER)[0]
    assert found.verdict == "watch"
    assert "more answers by app (20 % before, 66 % now)" in found.reason


def test_what_changed_is_told_with_its_interval_and_its_texts() -> None:
    found = advocated("warning_others", [*CALM, 20.0])
    assert found.reason.startswith(
        "The share of texts about Alder that warn others rose from 12.1 % to 20 % in January 2025"
    )
    assert "+7.9 percentage points" in found.reason
    assert found.evidence[0].event_ids == ("e1",)
    assert [piece.kind for piece in advocated("recommending", [*CALM, 4.0]).evidence] == ["channel", "stratum"]


def test_one_in_a_hundred_more_broken_promises_are_heard() -> None:
    found = promised([*KEPT, 4.0])
    assert found.verdict == "critical"
    assert "that speak of a broken promise rose from 1 % to 4 %" in found.reason
    assert found.evidence[0].event_ids == ("e1", "e2")


def test_a_campaign_is_named_and_held_against_the_months_before_it() -> None:
    found = promised([*KEPT, 4.0], "Before nine or free")
    assert "while “Before nine or free” ran or was new" in found.reason
    assert found.subject.text == "Alder/Before nine or free"
    assert promised([*KEPT, 1.0], "Before nine or free", 8000).verdict == "ok"


def test_kept_promises_are_no_gap_and_fewer_broken_ones_are_better() -> None:
    assert promised([*KEPT, 1.0], texts=8000).verdict == "ok"
    assert promised([value + 4 for value in KEPT] + [1.0]).verdict == "improved"


def test_a_short_past_is_a_watch_at_most() -> None:
    assert promised([*KEPT[:5], 5.0]).verdict == "watch"


@pytest.mark.parametrize(
    ("shares", "texts", "verdict"),
    [([1.0], 800, "insufficient_data"), ([1.0, 1.0], 800, "insufficient_data"), ([*KEPT, 1.0], 0, "no_data")],
)
def test_without_months_or_texts_nothing_is_said(shares: Sequence[float], texts: int, verdict: str) -> None:
    assert promised(shares, texts=texts).verdict == verdict
    assert advocated("promoters", shares, texts).verdict == verdict
