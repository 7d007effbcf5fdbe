"""Whether the data can be trusted, and what depends on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import get_args, get_type_hints

import numpy as np
import pytest

from flows.brands import Brand, Brands
from flows.collected import COLLECTED
from flows.indicators.activity import Heartbeat, Versions, VolumeSeries
from flows.indicators.catalogue import CATALOGUE, MODEL_BREAK, RESPONSE_BIAS, SOURCE_OUTAGE, VOLUME_DROP
from flows.indicators.conclude import conclude
from flows.indicators.inputs import Cell, PerceptionSeries, Period
from flows.indicators.outputs import Estimate, Judgement
from flows.indicators.register import REGISTER, rests_on
from flows.indicators.trust import suppress
from flows.indicators.vocabulary import Subject
from flows.metric_names import METRICS
from flows.rules import Rules
from flows.windows import last_closed
from tests.fixtures.judged import ALDER, APP, CONFIG, EMAIL, LATER, estimate, month, scored, week
from warehouse.query import Row

DAILY = (30, 25, 28, 31, 27, 5, 3) * 8


def one(found: Estimate) -> Judgement:
    return conclude([found], CONFIG, LATER)[0]


def outage(within: tuple[int, ...], before: tuple[int, ...] = DAILY) -> Judgement:
    beat = Heartbeat(Subject(source="app_store"), "week", week(8), before, within)
    return one(SOURCE_OUTAGE.measure(beat, CONFIG))


def test_a_daily_source_silent_for_three_days_is_out() -> None:
    judgement = outage((30, 25, 0, 0, 0, 4, 2))
    assert judgement.verdict == "warning"
    assert "sent nothing for 3 days running in the week from" in judgement.reason
    assert judgement.subject.text == "app_store"


def test_a_silence_that_began_before_the_window_counts_whole() -> None:
    judgement = outage((0, 0, 30, 25, 28, 3, 4), (*DAILY[:-2], 0, 0))
    assert judgement.value == 4


def test_a_silence_longer_than_the_window_is_not_told_as_one_within_it() -> None:
    lasting = outage((0,) * 7, (*DAILY[:-6], *(0,) * 6))
    assert "sent nothing for 13 days running up to the end of the week from" in lasting.reason
    over = outage((0, 0, 0, 25, 28, 3, 4), (*DAILY[:-6], *(0,) * 6))
    assert "sent nothing for 9 days running reaching into the week from" in over.reason


def test_a_silence_that_was_over_before_the_window_is_no_outage_of_it() -> None:
    judgement = outage((30, 25, 28, 31, 27, 5, 3), (*DAILY[:-5], 0, 0, 0, 0, 0))
    assert (judgement.verdict, judgement.value, judgement.comparison) == ("ok", 0, 5)


@pytest.mark.parametrize(
    ("before", "within"),
    [((1, 0, 0, 1, 0, 0, 0) * 8, (1, 0, 0, 1, 0, 0, 0)), ((20, 20, 20, 20, 20, 0, 0) * 8, (20, 20, 20, 20, 20, 0, 0))],
    ids=["a rare source", "a source without weekends"],
)
def test_silence_as_usual_is_no_outage(before: tuple[int, ...], within: tuple[int, ...]) -> None:
    assert outage(within, before).verdict == "ok"


def test_a_source_too_new_is_not_judged() -> None:
    assert outage((0,) * 7, DAILY[:20]).verdict == "insufficient_data"


def weeks_after_the_end(weeks: int) -> Judgement:
    """A daily source that was retired in the middle of week 0, judged so many weeks later."""
    days = (*DAILY, *DAILY, 30, 25, 28, *[0] * (4 + 7 * weeks))
    return outage(days[-7:], days[:-7][-112:])


def test_a_source_that_stays_silent_is_out_for_two_windows_and_has_ended_then() -> None:
    assert [weeks_after_the_end(week).verdict for week in range(16)] == ["warning"] * 2 + ["ok"] * 14
    ended = weeks_after_the_end(5)
    assert ended.value == 39
    assert "has sent nothing for 39 days and counts as ended" in ended.reason


def test_a_month_waits_for_a_retired_source_as_many_windows_as_a_week_does() -> None:
    found = []
    for months in range(4):
        days = (*DAILY, *DAILY, *[20] * 15, *[0] * (15 + 30 * months))
        beat = Heartbeat(Subject(source="web"), "month", month(8), days[:-30][-112:], days[-30:])
        found.append(one(SOURCE_OUTAGE.measure(beat, CONFIG)).verdict)
    assert found == ["warning", "warning", "ok", "ok"]


def volume(counts: list[int]) -> Judgement:
    series = VolumeSeries(ALDER, "week", tuple((week(at), count) for at, count in enumerate(counts)))
    return one(VOLUME_DROP.measure(series, CONFIG))


STEADY = [500, 480, 510, 530, 470, 500, 510, 490, 505, 480, 530, 500]


def test_half_of_the_events_are_a_volume_drop() -> None:
    judgement = volume([*STEADY, 250])
    assert judgement.verdict == "warning"
    assert "50 % of the 500 that the 12 weeks before let expect" in judgement.reason


def test_the_loss_of_all_events_is_a_finding_and_no_lack_of_data() -> None:
    judgement = volume([*STEADY, 0])
    assert judgement.verdict == "warning"
    assert (judgement.value, judgement.n, judgement.n_comparison) == (0, 7, 84)
    assert "0 events about Alder arrived" in judgement.reason


@pytest.mark.parametrize(
    "counts", [[*STEADY, 450], [5, 4, 6, 5, 3, 7, 5, 4, 6, 5, 4, 6, 2], [900, 100, 500] * 4 + [150]]
)
def test_noise_is_no_volume_drop(counts: list[int]) -> None:
    assert volume(counts).severity == 0


def test_a_quarter_left_is_heard_where_volume_varies_by_a_fifth() -> None:
    varying = [520, 400, 610, 480, 350, 560, 700, 450, 510, 390, 620, 430]
    assert volume([*varying, 125]).verdict == "warning"
    assert volume([*varying, 330]).severity == 0


def test_a_loss_that_would_show_is_told_with_the_variation_that_was_seen() -> None:
    calm, varying = volume([*STEADY, 460]), volume([520, 400, 610, 480, 350, 560, 700, 450, 510, 390, 620, 430, 460])
    assert calm.detectable_change is not None
    assert varying.detectable_change is not None
    assert 100 < calm.detectable_change < 200
    assert 250 < varying.detectable_change < 450


def test_of_so_few_that_silence_proves_nothing_all_would_not_be_enough() -> None:
    found = volume([5, 4, 6, 5, 3, 7, 5, 4, 6, 5, 4, 6, 3])
    assert found.verdict == "insufficient_data"
    assert (found.detectable_change or 0) > 5
    assert "would show" in found.reason


def test_without_a_past_volume_nothing_is_expected() -> None:
    assert volume([500, 10]).verdict == "insufficient_data"


def test_a_seasonal_low_is_expected_after_two_years() -> None:
    swing = [round(500 * float(np.exp(0.8 * np.cos(2 * np.pi * at / 12)))) for at in range(31)]
    series = VolumeSeries(ALDER, "month", tuple((month(at), count) for at, count in enumerate(swing)))
    found = VOLUME_DROP.measure(series, CONFIG)
    assert found.comparison == pytest.approx(swing[-1], rel=0.1)
    assert one(found).severity == 0


def mixed(app_shares: list[float]) -> Judgement:
    periods = tuple(
        Period(
            week(at), (Cell(EMAIL, scored(40, round(1000 * (1 - share)))), Cell(APP, scored(10, round(1000 * share))))
        )
        for at, share in enumerate(app_shares)
    )
    return one(RESPONSE_BIAS.measure(PerceptionSeries(ALDER, "nps", "week", periods), CONFIG))


def test_a_drifted_mix_is_said_with_its_channel() -> None:
    assert mixed([0.2] * 12 + [0.2]).verdict == "ok"
    assert mixed([0.2] * 12 + [0.26]).verdict == "watch"
    loud = mixed([0.2] * 12 + [0.5])
    assert loud.verdict == "warning"
    assert "was 20 % of them and is 50 % now" in loud.reason


def test_a_mix_that_always_swings_has_not_drifted() -> None:
    assert mixed([0.1, 0.3] * 6 + [0.26]).severity == 0


def versions(model: str, now: dict[str, int], before: dict[str, int]) -> Judgement:
    assert model in ("sentiment", "taxonomy")
    given = Versions(ALDER, "month", month(12), "sentiment" if model == "sentiment" else "taxonomy", now, before)
    return one(MODEL_BREAK.measure(given, CONFIG))


def test_two_versions_are_a_watch_and_one_is_ok() -> None:
    assert versions("sentiment", {"b": 10}, {"a": 90}).verdict == "watch"
    assert versions("sentiment", {"a": 10}, {"a": 90}).verdict == "ok"
    assert versions("sentiment", {}, {}).verdict == "no_data"


PERCEPTION = estimate(sources={"survey": 0.9, "app_store": 0.1, "forum": 0.04})
TOPIC = replace(PERCEPTION, subject=Subject("Alder", topic="delivery"))
NET = replace(PERCEPTION, metric="net_sentiment")
NEWCOMER = estimate(indicator="new_entrant", subject=Subject("Nimbo"), metric="mentions")
PRAISE = estimate(indicator="advocacy", subject=Subject("Alder", topic="app", item="Birch"), metric="recommending")
BAD_WORDS = estimate(indicator="cause_mix", subject=Subject("Alder", item="people"), metric="cause_share")
THEME = estimate(
    indicator="emerging_theme",
    subject=Subject("Alder", phrase="locker code", language="en"),
    metric="mentions_without_topic",
)
SILENT = estimate(indicator="silent_unhappy", metric="silent_unhappy", sources={"crm": 0.9, "app_store": 0.1})
STAFF = estimate(indicator="employee_voice", metric="net_sentiment", sources={"staff_survey": 1.0})


def finding(indicator: str, metric: str, subject: Subject = ALDER) -> Judgement:
    loud = estimate(indicator=indicator, metric=metric, subject=subject, signal="look")
    return one(loud)


@pytest.mark.parametrize(
    ("broken", "incomplete"),
    [
        (finding("response_bias", "nps"), []),
        (finding("model_break", "sentiment_versions"), [NET, BAD_WORDS, STAFF]),
        (finding("model_break", "taxonomy_versions"), [TOPIC, PRAISE, BAD_WORDS, THEME]),
        (finding("volume_drop", "volume"), [PERCEPTION, TOPIC, NET]),
        (finding("volume_drop", "volume", Subject("Birch")), []),
        (finding("source_outage", "silent_days", Subject(source="app_store")), [PERCEPTION, TOPIC, NET, SILENT]),
        (finding("source_outage", "silent_days", Subject(source="forum")), []),
    ],
    ids=lambda value: value.indicator + " " + value.subject.text if isinstance(value, Judgement) else "",
)
def test_only_what_depends_on_it_is_suppressed(broken: Judgement, incomplete: list[Estimate]) -> None:
    everything = [PERCEPTION, TOPIC, NET, PRAISE, BAD_WORDS, NEWCOMER, THEME, SILENT, STAFF]
    marked = suppress(everything, [broken], CONFIG)
    assert [before for before, after in zip(everything, marked, strict=True) if after.incomplete] == incomplete
    assert all(one(each).verdict == "incomplete" for each in marked if each.incomplete)


def test_calm_findings_suppress_nothing() -> None:
    calm = one(estimate(indicator="volume_drop", metric="volume", subject=ALDER))
    assert suppress([PERCEPTION], [calm], CONFIG) == [PERCEPTION]


def test_where_nothing_came_in_a_silent_source_alone_can_be_why() -> None:
    nothing = replace(PERCEPTION, n=0, value=None)
    silent = finding("source_outage", "silent_days", Subject(source="app_store"))
    (held,) = suppress([nothing], [silent], CONFIG)
    assert one(held).verdict == "incomplete"
    (kept,) = suppress([nothing], [finding("volume_drop", "volume")], CONFIG)
    assert one(kept).verdict == "no_data"


def test_a_silence_of_cases_holds_up_what_rests_on_the_cases_of_that_source_alone() -> None:
    cases = replace(PERCEPTION, sources={"helpdesk/cases": 1.0})
    surveys = replace(PERCEPTION, sources={"helpdesk": 1.0})
    silent = finding("source_outage", "silent_days", Subject(source="helpdesk", item="cases"))
    assert [bool(each.incomplete) for each in suppress([cases, surveys], [silent], CONFIG)] == [True, False]


def test_every_indicator_is_registered_under_its_name() -> None:
    assert all(name == indicator.name for name, indicator in CATALOGUE.items())
    assert list(CATALOGUE) == list(REGISTER)
    assert list(COLLECTED) == [name for name in REGISTER if name in COLLECTED]


@pytest.mark.parametrize("name", sorted(COLLECTED))
def test_what_is_collected_is_what_is_measured(name: str) -> None:
    (collected,) = get_args(get_type_hints(COLLECTED[name])["return"])
    (measured, _config, _estimate) = get_type_hints(CATALOGUE[name].measure).values()
    assert set(get_args(collected) or [collected]) <= set(get_args(measured) or [measured])


def test_a_complaint_channel_that_closed_is_said_though_volume_fell() -> None:
    closed = replace(SILENT, signal="complaints fell by a third, and no fewer customers are unhappy")
    (kept,) = suppress([closed], [finding("volume_drop", "volume")], CONFIG)
    assert one(kept).verdict == "watch"


def test_every_metric_has_a_name_for_people_and_no_name_is_left_over() -> None:
    assert {metric for entry in REGISTER.values() for metric in entry.metrics} == set(METRICS)


READS_SENTIMENT = {
    "burst": {"negative_customers"},
    "competitor_gain": {"sentiment_gap"},
    "weakness_topic": {"negative_rate", "rating_lost", "customers_at_risk", "revenue_at_risk"},
    "cause_mix": {"cause_share"},
    "recurring_problem": {"naming_customers"},
    "delivery_gap": {"delivery_gap"},
    "employee_voice": {"net_sentiment"},
    "employee_link": set[str](),  # ranks teams within each side: a version moves all of them alike
    "strength_topic": {"net_sentiment_gap", "net_sentiment_gap_change"},
    "practice_gap": {"praise_gap"},
    "value_drivers": {"rating_variance"},
    "price_impact": {"price_sentiment", "net_sentiment"},
    "benchmark_gap": {"net_sentiment"},
    "goal_progress": {"net_sentiment"},
    "action_effect": {"net_sentiment"},
    **{name: {"net_sentiment"} for name in CATALOGUE if name.startswith("perception")},
}
"""Indicators whose SQL reads sentiment, with the metrics that count it."""


@pytest.mark.parametrize("name", sorted(REGISTER))
def test_every_entry_says_which_of_its_metrics_count_good_and_bad_words(name: str) -> None:
    told = {metric for metric in REGISTER[name].metrics if rests_on(name, metric, "sentiment")}
    assert told == READS_SENTIMENT.get(name, set())


@pytest.mark.parametrize("name", sorted(COLLECTED))
def test_whatever_reads_sentiment_is_told_above(name: str) -> None:
    texts: list[str] = []

    def read(text: str, _parameters: Mapping[str, object]) -> list[Row]:
        texts.append(text)
        return []

    rules = Rules(Brands((Brand("Alder", own=True), Brand("Birch"))), CONFIG, LATER)
    list(COLLECTED[name](read, last_closed(LATER, CONFIG.windows_of(name)[0]), rules))
    reads = any(re.search(r"\bsentiment\b", text) for text in texts)
    assert not reads or name in READS_SENTIMENT
