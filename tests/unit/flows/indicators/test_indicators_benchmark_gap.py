"""Us beside others: like for like, and against published figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.indicators.benchmark_gap import WORDS, PeerPair, measure
from flows.indicators.conclude import conclude
from flows.indicators.inputs import Counts, Stratum
from flows.indicators.outputs import Judgement
from flows.indicators.service import ShareSeries
from flows.indicators.vocabulary import Window
from tests.fixtures.judged import ALDER, CONFIG, LATER, month, satisfied, scored
from tests.fixtures.service import weekly

QUARTER = Window(month(0).start, month(2).end)
APP, EMAIL = Stratum(channel="app", language="en"), Stratum(channel="email", language="en")


def pair(ours: dict[Stratum, Counts], theirs: dict[Stratum, Counts], metric: str = "nps") -> PeerPair:
    return PeerPair(
        subject=ALDER,
        metric=metric,
        frequency="quarter",
        window=QUARTER,
        ours=ours,
        theirs=theirs,  # type: ignore[arg-type]
    )


def judged(given: PeerPair | ShareSeries) -> Judgement:
    return conclude([measure(given, CONFIG)], CONFIG, LATER)[0]


@pytest.mark.parametrize(("ours", "verdict"), [(10, "critical"), (29, "warning"), (44, "ok"), (60, "improved")])
def test_a_gap_is_judged_by_its_size(ours: float, verdict: str) -> None:
    assert judged(pair({APP: scored(ours, 900)}, {APP: scored(40, 900)})).verdict == verdict


def test_the_reason_names_both_sides() -> None:
    found = judged(pair({APP: scored(10, 900)}, {APP: scored(40, 900)}))
    assert (
        "NPS of Alder was 10 in January to March 2024, that of its rivals 40, like for like on the one" in found.reason
    )
    assert "900 customers of ours, 900 of theirs" in found.reason


def test_another_mix_of_channels_is_no_gap() -> None:
    """Equal on each channel; all together ours would be 30 points behind."""
    ours = {APP: scored(0, 1500), EMAIL: scored(50, 300)}
    theirs = {APP: scored(0, 300), EMAIL: scored(50, 1500)}
    found = judged(pair(ours, theirs))
    assert found.change == pytest.approx(0)
    assert found.severity == 0


def test_channels_of_one_side_do_not_count() -> None:
    found = judged(pair({APP: scored(10, 900), EMAIL: scored(60)}, {APP: scored(10, 900)}))
    assert (found.n, found.change) == (900, pytest.approx(0))
    alone = judged(pair({EMAIL: scored(60)}, {APP: scored(10)}))
    assert alone.verdict == "insufficient_data"
    assert "no channel and language with 10 customers of us and of rivals" in alone.reason


def test_shares_are_told_in_per_cent() -> None:
    assert "CSAT of Alder was 70 % in" in judged(pair({APP: satisfied(70)}, {APP: satisfied(85)}, "csat")).reason


def test_a_published_figure_is_a_watch_at_most_and_named_with_its_source() -> None:
    figure = {
        "words": WORDS["nps"],
        "metric": "nps",
        "target": 40,
        "target_name": "the published figure (Review, 2026) of",
    }
    far = weekly([55], **figure)
    found = judged(replace(far, subject=replace(ALDER, item="Review, 2026")))
    assert found.verdict == "watch"
    assert (
        "NPS of Alder was 10 in the week from 1 January 2024 against the published figure (Review, 2026) of 40"
        in found.reason
    )
    assert judged(weekly([72], **figure)).severity == 0
