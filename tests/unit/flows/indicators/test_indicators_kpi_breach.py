"""KPIs: every one in its own words, against the windows before and against targets."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import pytest

from flows.indicators.conclude import conclude
from flows.indicators.config.service import KpiBreach
from flows.indicators.inputs import Cell, Period
from flows.indicators.kpi_breach import EASE, TARGET, WORDS, measure
from flows.indicators.mean_mix import mean_cell
from flows.indicators.outputs import Judgement
from flows.indicators.register import REGISTER
from flows.indicators.service import AnySeries, Mean, MeanSeries, ShareSeries
from tests.fixtures.judged import ALDER, APP, CONFIG, EMAIL, LATER, satisfied, week
from tests.fixtures.service import waiting, waits, weekly


def judged(series: AnySeries) -> Judgement:
    return conclude([measure(series, CONFIG)], CONFIG, LATER)[0]


def ease(means: Sequence[float], customers: int = 200, sd: float = 1.4, **fields: object) -> Judgement:
    periods = tuple(Mean(week(at), mean, sd, customers) for at, mean in enumerate(means))
    known: dict[str, object] = {"metric": "ces", "words": WORDS["ces"], "delta": 0.3, "periods": periods}
    return judged(MeanSeries(subject=ALDER, frequency="week", **(known | fields)))  # type: ignore[arg-type]


CALM = [5.4, 5.5, 5.3, 5.4, 5.4, 5.5, 5.4, 5.3, 5.4, 5.5]


@pytest.mark.parametrize(("now", "verdict"), [(4.2, "critical"), (5.0, "warning"), (5.4, "ok"), (6.0, "improved")])
def test_ease_is_a_mean_judged_against_the_windows_before(now: float, verdict: str) -> None:
    assert ease([*CALM, now]).verdict == verdict


def test_ease_is_told_on_its_scale() -> None:
    found = ease([*CALM, 4.2])
    assert "Ease as customers of Alder told it on a scale of 1 to 7 fell from 5.4 to 4.2 in the week" in found.reason
    assert found.unit == "points"


def test_ease_against_a_target_is_z_of_the_mean() -> None:
    """(5.1 - 5.5) / (1.4 / sqrt(200)) = -4.04, by the standard library's normal tail."""
    found = ease([5.1], target=5.5)
    assert found.verdict == "warning"
    assert found.p_value == pytest.approx(NormalDist().cdf(-0.4 / (1.4 / 200**0.5)))


def test_ease_without_answers_or_of_one_opinion_is_not_judged() -> None:
    assert ease([*CALM, 0], customers=0).verdict == "no_data"
    assert ease([5.0]).verdict == "insufficient_data"
    assert ease([7.0], sd=0, target=5).verdict == "insufficient_data"


def test_nps_under_its_target_is_a_breach() -> None:
    found = judged(weekly([55], words=WORDS["nps"], metric="nps_target", target=40))
    assert found.verdict == "critical"
    assert "NPS of Alder was 10 in the week from 1 January 2024 against a target of 40" in found.reason


def shifted(**fields: object) -> Judgement:
    """Three answers in five by app, where there had been one in five; by either as content as ever."""
    app = satisfied(30, 80)
    usual, many = (satisfied(80, 320), app), (satisfied(80, 160), app + app + app)
    windows = [*[usual] * 12, many]
    periods = tuple(
        Period(week(at), (Cell(EMAIL, email), Cell(APP, by_app))) for at, (email, by_app) in enumerate(windows)
    )
    known: dict[str, object] = {"words": WORDS["csat"], "metric": "csat", "delta": 5.0, "periods": periods}
    return judged(ShareSeries(subject=ALDER, frequency="week", **(known | fields)))  # type: ignore[arg-type]


@pytest.mark.parametrize("metric", ["nps", "csat"])
def test_a_score_that_fell_because_answers_come_from_elsewhere_is_a_watch_at_most_and_says_so(metric: str) -> None:
    found = shifted(metric=metric, words=WORDS[metric])
    assert found.verdict == "watch"
    assert f"{metric.upper()} of Alder fell" in found.reason
    assert "but all of it comes from more answers by app (20 % before, 60 % now)" in found.reason
    assert found.decomposition is not None
    assert found.decomposition.within == pytest.approx(0)
    assert [each.name for each in found.evidence if each.kind == "channel"] == ["app", "email"]


def test_ease_that_fell_because_answers_come_from_elsewhere_is_a_watch_at_most_and_says_so() -> None:
    """By email 5.8, by app 3.8 as ever; a fifth by app before and three in five now: 5.4 to 4.6."""
    sides = [*[(320, 80)] * 12, (160, 240)]
    periods = tuple(
        Mean(
            week(at),
            (5.8 * email + 3.8 * app) / 400,
            1.4,
            400,
            tuple(
                mean_cell(stratum, n, round(mean * n), n, EASE)
                for stratum, n, mean in ((EMAIL, email, 5.8), (APP, app, 3.8))
            ),
        )
        for at, (email, app) in enumerate(sides)
    )
    found = ease([], periods=periods)
    assert found.verdict == "watch"
    assert "fell 0.8 points in the week" in found.reason
    assert "but all of it comes from more answers by app (20 % before, 60 % now)" in found.reason
    assert found.decomposition is not None
    assert (found.decomposition.mix, found.decomposition.within) == pytest.approx((-0.8, 0), abs=0.01)
    [app, _] = [each for each in found.evidence if each.kind == "channel"]
    assert (app.name, app.value, app.change) == ("app", pytest.approx(3.8), pytest.approx(0))
    plain = tuple(Mean(each.window, each.mean, each.sd, each.customers) for each in periods)
    assert ease([], periods=plain).verdict == "critical"
    assert ease([], periods=periods, target=5.4).decomposition is None


def test_a_score_that_fell_within_its_channels_stays_loud_and_a_level_under_its_target_is_no_change_of_mix() -> None:
    windows = [*[(70, 40)] * 12, (50, 20)]
    cells = [(Cell(EMAIL, satisfied(email)), Cell(APP, satisfied(app))) for email, app in windows]
    periods = tuple(Period(week(at), each) for at, each in enumerate(cells))
    series = ShareSeries(
        subject=ALDER, frequency="week", words=WORDS["csat"], metric="csat", delta=5.0, periods=periods
    )
    assert judged(series).verdict == "critical"
    held = shifted(metric="csat_target", target=80.0)
    assert (held.verdict, held.decomposition) == ("critical", None)


def test_slow_answers_under_a_limit_are_a_breach_of_the_share_that_it_is_to_hold_for() -> None:
    series = waiting([waits(20)], words=WORDS["first_response"], hours=24.0, target=90.0)
    found = judged(series)
    assert found.verdict == "critical"
    assert "complaints to Alder answered within 24 hours was 70 % in the week" in found.reason


def test_every_metric_is_registered() -> None:
    assert REGISTER["kpi_breach"].metrics == tuple(name for metric in WORDS for name in (metric, metric + TARGET))


def test_a_brands_target_goes_first() -> None:
    config = KpiBreach.model_validate({"targets": {"nps": 30, "csat": 80}, "brand_targets": {"Alder": {"nps": 45}}})
    assert [config.target_of(brand, "nps") for brand in ("Alder", "Hazel")] == [45, 30]
    assert config.target_of("Alder", "csat") == 80
    assert config.target_of("Alder", "retention") is None
