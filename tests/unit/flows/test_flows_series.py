"""Series hold every window, also the empty ones, and only what belongs to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flows.answers import Answers
from flows.facts import HISTORY, TOPIC_WEEKS, Facts, Newcomer
from flows.indicators.vocabulary import Metric, Subject
from flows.series import heartbeats, newcomer_mentions, perception_series, version_changes, volumes, year_pair
from flows.subjects import perception_subjects
from flows.windows import Window, parse_window

OCTOBER = parse_window("2026-10")
WEEK = parse_window("2026-W44")
ALDER = Subject("Alder Post")


def row(window: Window, level: str = "total", **values: Any) -> dict[str, Any]:
    """A row of cells.sql: ten answers, six of them happy."""
    counts = {"n": 10, "positive": 6, "negative": 4, "customers": 10}
    told = {"brand": "Alder Post", "topic": "", "metric": "nps", "window_start": window.start.date()}
    where = {"channel": "", "source": "", "language": "", "day": date(1970, 1, 1)}
    return {"level": level, **told, **where, **counts, **values}


def stratum(window: Window, channel: str = "email", **values: Any) -> dict[str, Any]:
    return row(window, "stratum", channel=channel, source="survey", language="en", **values)


def both(windows: list[Window], **values: Any) -> list[dict[str, Any]]:
    """Each window's whole, and its only stratum."""
    return [each for window in windows for each in (row(window, **values), stratum(window, **values))]


def facts(*rows: dict[str, Any], **known: Any) -> Facts:
    answers = Answers(rows)
    return Facts(**{"grain": "month", "answers": answers, "months": answers} | known)


def test_a_series_begins_with_the_first_answer_and_keeps_later_gaps() -> None:
    may = OCTOBER.shift(-5)
    series = perception_series(facts(row(may), stratum(may), row(OCTOBER), stratum(OCTOBER)), ALDER, "nps", OCTOBER)
    assert [period.window.start for period in series.periods] == [OCTOBER.shift(step).start for step in range(-5, 1)]
    assert [period.counts.n for period in series.periods] == [10, 0, 0, 0, 0, 10]


def test_what_was_never_answered_is_a_series_of_the_judged_window_alone() -> None:
    series = perception_series(facts(), ALDER, "nps", OCTOBER)
    assert [period.cells for period in series.periods] == [()]


def test_history_is_bounded() -> None:
    windows = [OCTOBER.shift(-step) for step in range(60)]
    series = perception_series(facts(*both(windows)), ALDER, "nps", OCTOBER)
    assert len(series.periods) == HISTORY["month"] + 1


def test_customers_of_a_whole_are_its_own_not_the_sum_of_its_strata() -> None:
    rows = [row(OCTOBER, customers=7), stratum(OCTOBER), stratum(OCTOBER, "app")]
    [period] = perception_series(facts(*rows), ALDER, "nps", OCTOBER).periods
    assert (period.counts.n, period.counts.customers) == (20, 7)


def test_a_channel_is_judged_by_its_own_strata_and_customers() -> None:
    rows = [stratum(OCTOBER), stratum(OCTOBER, "app", n=3, positive=1, negative=2, customers=3)]
    channel = row(OCTOBER, "channel", channel="app", n=3, positive=1, negative=2, customers=2)
    [period] = perception_series(facts(*rows, channel), Subject("Alder Post", channel="app"), "nps", OCTOBER).periods
    assert (period.counts.n, period.counts.customers) == (3, 2)


def test_a_year_pair_holds_both_sides_and_the_months_before() -> None:
    year_before, earliest = OCTOBER.shift(-12), OCTOBER.shift(-13)
    rows = [each(window) for window in (OCTOBER, earliest) for each in (row, stratum)]
    rows += [row(year_before, n=20), stratum(year_before, n=20)]
    pair = year_pair(facts(*rows), ALDER, "nps", OCTOBER)
    assert (pair.now.counts.n, pair.year_before.counts.n) == (10, 20)
    assert [pair.history[0].window.start, pair.history[-1].window.start] == [
        OCTOBER.shift(-13).start,
        OCTOBER.shift(-1).start,
    ]


def test_a_backfill_reads_more_weeks_and_says_the_same() -> None:
    weeks = [WEEK.shift(-step) for step in range(140)]
    known = facts(*both(weeks), *both(weeks, topic="price"), grain="week")
    assert len(perception_series(known, ALDER, "nps", WEEK).periods) == HISTORY["week"] + 1
    price = Subject("Alder Post", topic="price")
    assert len(perception_series(known, price, "nps", WEEK).periods) == TOPIC_WEEKS + 1


def days(first: date, *counts: int) -> dict[date, int]:
    return {first + timedelta(days=at): count for at, count in enumerate(counts) if count}


def told_by(sources: dict[str, dict[date, int]]) -> dict[str, Any]:
    """Days of sources that customers alone gave, of one brand."""
    return {
        "activity": {Subject(source=name): each for name, each in sources.items()},
        "customers": {(name, "Alder Post"): each for name, each in sources.items()},
    }


def test_a_heartbeat_holds_each_day_before_and_within_the_window() -> None:
    start = WEEK.start.date()
    activity = {
        Subject(source="stores"): days(start - timedelta(days=30), *[2] * 33),
        Subject(source="ended"): days(start - timedelta(days=150), *[1] * 30),
        Subject(source="new"): days(start, 1),
    }
    [beat] = heartbeats(facts(grain="week", activity=activity), WEEK)
    assert beat.subject == Subject(source="stores")
    assert beat.before == (2,) * 30
    assert beat.within == (2, 2, 2, 0, 0, 0, 0)


def test_volume_is_what_customers_said() -> None:
    start = WEEK.start.date() - timedelta(days=28)
    everybody, theirs = days(start, *[9] * 35), days(start, *[9] * 28)
    known = facts(
        grain="week", activity={Subject(source="stores"): everybody}, customers={("stores", "Alder Post"): theirs}
    )
    assert [count for _, count in next(volumes(known, WEEK, set())).counts] == [63] * 4 + [0]
    assert next(heartbeats(known, WEEK)).within == (9,) * 7


def test_volume_leaves_out_what_ended_long_ago() -> None:
    first = OCTOBER.shift(-12).start.date()
    gone = days(first, *[9] * 200)
    known = {"stores": days(first, *[1] * 396), "retired": gone}
    [found] = volumes(facts(**told_by(known)), OCTOBER, set())
    assert {count for _, count in found.counts} == {28, 30, 31}


def test_volume_leaves_out_sources_that_went_silent() -> None:
    start = WEEK.start.date() - timedelta(days=28)
    known = facts(grain="week", **told_by({"stores": days(start, *[3] * 35), "survey": days(start, *[9] * 28)}))
    assert [count for _, count in next(volumes(known, WEEK, set())).counts] == [84, 84, 84, 84, 21]
    assert [count for _, count in next(volumes(known, WEEK, {"survey"})).counts] == [21] * 5
    assert not list(volumes(known, WEEK, {"survey", "stores"}))


def test_a_helpdesk_that_sends_no_cases_is_no_silence_of_the_survey_that_it_sends_too() -> None:
    start = WEEK.start.date() - timedelta(days=28)
    known = facts(grain="week", **told_by({"helpdesk": days(start, *[9] * 35)}))
    cases = {Subject(source="helpdesk", item="cases"): days(start, *[4] * 28)}
    known = replace(known, activity={**known.activity, **cases})
    assert [(beat.subject.text, beat.within[0]) for beat in heartbeats(known, WEEK)] == [
        ("helpdesk", 9),
        ("helpdesk/cases", 0),
    ]
    assert [count for _, count in next(volumes(known, WEEK, {"helpdesk/cases"})).counts] == [63] * 5
    assert [beat.subject.text for beat in heartbeats(known, parse_window("2026-10-28"))] == ["helpdesk"]


def test_versions_compare_the_window_with_those_before_it_and_a_year_before() -> None:
    october, now = OCTOBER.start.date(), Counter({"s2": 5})
    versions = {
        ("Alder Post", october): {"sentiment": now, "taxonomy": Counter()},
        ("Alder Post", OCTOBER.shift(-1).start.date()): {"sentiment": Counter({"s1": 3})},
        ("Alder Post", OCTOBER.shift(-12).start.date()): {"sentiment": Counter({"s1": 4})},
        ("Alder Post", OCTOBER.shift(-20).start.date()): {"sentiment": Counter({"s0": 9})},
    }
    [found] = version_changes(facts(versions=versions), OCTOBER)
    assert (found.model, found.now, found.before) == ("sentiment", {"s2": 5}, {"s1": 7})


def test_a_newcomers_weeks_without_a_mention_are_zeros() -> None:
    weeks = [WEEK.shift(-step).start.date() for step in range(4)]
    mentions = {"Zippo": {weeks[0]: Newcomer(6, 5, ("e1",))}, "Old": {weeks[3]: Newcomer(9, 9, ())}}
    mentions |= {"Maria Lopez": {weeks[0]: Newcomer(2, 2, ()), weeks[1]: Newcomer(5, 5, ())}}
    known = facts(grain="week", newcomers=mentions, texts=dict.fromkeys(weeks, 100))
    [series] = newcomer_mentions(known, WEEK, 3)
    assert series.subject == Subject("Zippo")
    assert [(each.customers, each.switching, each.exposure) for each in series.periods] == [(0, 0, 100)] * 3 + [
        (6, 5, 100)
    ]


def subjects(*rows: dict[str, Any]) -> list[tuple[str, Metric]]:
    return [(each.text, metric) for each, metric in perception_subjects(Answers(rows), OCTOBER, ["Alder Post"], 10)]


def test_a_listed_brand_is_always_judged_another_one_when_enough_customers_answered() -> None:
    assert subjects() == [("Alder Post", metric) for metric in ("nps", "csat", "net_sentiment")]
    few, many = row(OCTOBER, brand="Few", customers=9), row(OCTOBER.shift(-3), brand="Many")
    assert subjects(few, many)[3:] == [("Many", "nps")]


def test_topics_and_channels_are_judged_under_brands_that_are() -> None:
    parts = [row(OCTOBER, topic="price"), row(OCTOBER, topic="rare", customers=2)]
    channels = [row(OCTOBER, "channel", channel=name) for name in ("app", "email")]
    assert subjects(row(OCTOBER), *parts, *channels)[:4] == [
        ("Alder Post", "nps"),
        ("Alder Post/price", "nps"),
        ("Alder Post/app", "nps"),
        ("Alder Post/email", "nps"),
    ]
    assert subjects(row(OCTOBER, customers=9), *parts)[:2] == [("Alder Post", "nps"), ("Alder Post", "csat")]


def test_the_only_channel_of_a_brand_is_the_brand() -> None:
    channel = row(OCTOBER, "channel", channel="app")
    assert ("Alder Post/app", "nps") not in subjects(row(OCTOBER), channel)
