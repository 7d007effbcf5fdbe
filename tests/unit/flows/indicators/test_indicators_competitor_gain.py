"""A rival's gain is a difference of differences: what moves everybody is none, the gap's own noise is allowed for."""

from __future__ import annotations

import numpy as np
import pytest

from flows.indicators.competitor_gain import Both, Rivalry, Voices, measure
from flows.indicators.conclude import conclude
from flows.indicators.inputs import Counts
from flows.indicators.outputs import Judgement
from flows.indicators.vocabulary import Subject
from tests.fixtures.judged import ALDER, CONFIG, LATER, month, period, satisfied, scored

RIVALRY = Subject("Alder", item="Birch")


def gap(
    ours: list[float], theirs: list[float], customers: int = 400, channels: tuple[str, ...] = ("web",)
) -> Judgement:
    windows = tuple(
        Both(
            month(at),
            {name: scored(mine, customers) for name in channels},
            {name: scored(other, customers) for name in channels},
        )
        for at, (mine, other) in enumerate(zip(ours, theirs, strict=True))
    )
    [one] = conclude([measure(Rivalry(RIVALRY, "month", windows), CONFIG)], CONFIG, LATER)
    return one


def calm(level: float, seed: int) -> list[float]:
    return [level + each for each in np.random.default_rng(seed).normal(0, 1, 12)]


def test_a_rival_who_gains_while_we_stay_is_heard() -> None:
    found = gap([*calm(30, 1), 30], [*calm(20, 2), 45])
    assert found.verdict in ("critical", "warning")
    assert found.change == pytest.approx(-25, abs=3)
    assert "that of Birch" in found.reason


def test_what_moves_both_is_no_gain_of_either() -> None:
    assert gap([*calm(30, 1), 0], [*calm(20, 2), -10], customers=3000).severity == 0


def test_our_own_gain_is_an_improvement() -> None:
    assert gap([*calm(30, 1), 60], [*calm(20, 2), 20]).verdict == "improved"


def test_only_channels_that_both_have_are_compared() -> None:
    windows = tuple(
        Both(month(at), {"web": scored(30), "app": scored(-60)}, {"web": scored(20), "forum": scored(60)})
        for at in range(13)
    )
    [one] = conclude([measure(Rivalry(RIVALRY, "month", windows), CONFIG)], CONFIG, LATER)
    assert one.value == pytest.approx(10)


def test_no_common_channel_or_few_customers_are_no_comparison() -> None:
    apart = tuple(Both(month(at), {"web": scored(30)}, {"forum": scored(20)}) for at in range(13))
    [one] = conclude([measure(Rivalry(RIVALRY, "month", apart), CONFIG)], CONFIG, LATER)
    assert (one.verdict, one.value) == ("insufficient_data", None)
    assert gap([*calm(30, 1), 30], [*calm(20, 2), 45], customers=8).verdict == "insufficient_data"


def test_a_share_of_voice_that_falls_is_heard() -> None:
    periods = tuple(period(month(at), satisfied(share, 2000)) for at, share in enumerate([*([40.0, 41.0] * 6), 30.0]))
    [one] = conclude([measure(Voices(ALDER, "month", periods), CONFIG)], CONFIG, LATER)
    assert (one.metric, one.verdict) == ("share_of_voice", "critical")
    assert one.value == pytest.approx(30, abs=0.2)


def test_nobody_who_is_spoken_of_is_no_data() -> None:
    nothing = Voices(ALDER, "month", (period(month(0), Counts(0, 0, 0, 0)),))
    [one] = conclude([measure(nothing, CONFIG)], CONFIG, LATER)
    assert one.verdict == "no_data"


def test_months_of_noise_cry_rarely() -> None:
    chance = np.random.default_rng(5)
    cries = sum(
        gap(list(chance.normal(30, 4, 13)), list(chance.normal(20, 4, 13)), customers=150).severity >= 3
        for _ in range(300)
    )
    assert cries <= 15
