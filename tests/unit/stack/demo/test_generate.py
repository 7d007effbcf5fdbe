"""The demo's feed: the same for a seed, valid, and holding what planted.yaml declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import fmean
from typing import Any

import msgspec
import pytest

from schemas.errors import InvalidEvent
from schemas.identity import event_id_of
from schemas.parse import parse_event
from schemas.scored import Scores
from stack.demo.bad import bad_records
from stack.demo.calendar import months, weeks_back
from stack.demo.generate import SEED, generate
from stack.demo.planted import planted
from tests.fixtures.demo_feed import AS_OF, Record, scorer, told

Scored = list[tuple[Record, Scores]]


@pytest.fixture(scope="module")
def feed() -> list[Record]:
    return [one.record for one in told()]


@pytest.fixture(scope="module")
def scored(feed: list[Record]) -> Scored:
    return [
        (record, scorer()(record.get("text", ""), record.get("language_hint", ""), record["brand"])) for record in feed
    ]


def payload_of(record: Record) -> bytes:
    """As the pusher completes it."""
    event = {name: value for name, value in record.items() if name != "native_id"}
    native_id = str(record.get("native_id", "none"))
    return msgspec.json.encode(
        {"schema_version": 1, "event_id": event_id_of(record["source"], native_id), "received_at": _noon(AS_OF)} | event
    )


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def nps_by_month(scored: Scored, keep: Callable[[Record, Scores], bool]) -> dict[int, float]:
    """Months back → NPS of the answers kept."""
    backs = {month.first.strftime("%Y-%m"): month.back for month in months(AS_OF)}
    votes: dict[int, list[int]] = defaultdict(list)
    for record, scores in scored:
        if "nps" in record and keep(record, scores):
            votes[backs[record["occurred_at"][:7]]].append((record["nps"] >= 9) - (record["nps"] <= 6))
    return {back: 100 * fmean(cast) for back, cast in votes.items()}


def before(values: dict[int, float]) -> float:
    """The mean of the months 4 to 12 back: before anything planted began."""
    return fmean(values[back] for back in range(4, 13))


def test_the_same_seed_tells_the_same_story(feed: list[Record]) -> None:
    assert feed == list(generate(SEED, AS_OF))


def test_two_years_end_the_day_before(feed: list[Record]) -> None:
    times = [record["occurred_at"] for record in feed]
    assert times == sorted(times)
    assert times[0].startswith("2024-11-01")
    assert times[-1].startswith("2026-11-19")
    assert 28_000 <= len(feed) <= 36_000


def test_every_record_is_a_valid_event_of_its_own(feed: list[Record]) -> None:
    events = [parse_event(payload_of(record), _noon(AS_OF)) for record in feed]
    assert len({event.event_id for event in events}) == len(feed)


def test_every_bad_record_is_refused_for_its_own_reason() -> None:
    seen = []
    for record in bad_records(AS_OF):
        with pytest.raises(InvalidEvent) as caught:
            parse_event(payload_of(record), _noon(AS_OF))
        seen.append((caught.value.field, caught.value.reason))
    assert len(seen) == len(set(seen)) >= 6


def test_customers_answer_repeatedly_and_through_several_sources(feed: list[Record]) -> None:
    sources: dict[str, set[str]] = defaultdict(set)
    for record in feed:
        sources[record["customer_ref"]].add(record["source"])
    assert fmean(len(through) > 1 for through in sources.values()) > 0.5


@pytest.mark.parametrize("name", ["delivery_worse", "app_better"])
def test_a_planted_shift_shows_in_its_topic(scored: Scored, name: str) -> None:
    shift = next(each for each in planted().shifts if each.id == name)
    found = nps_by_month(scored, lambda record, scores: record["brand"] == shift.brand and shift.topic in scores.topics)
    change = found[1] - before(found)
    assert abs(change) > 40
    assert change * shift.months[1] > 0


def test_what_is_not_planted_stays_as_it_was(scored: Scored) -> None:
    busy = {shift.topic for shift in planted().shifts if shift.brand == "Alder Post"}
    found = nps_by_month(
        scored,
        lambda record, scores: (
            record["brand"] == "Alder Post" and bool(scores.topics) and busy.isdisjoint(scores.topics)
        ),
    )
    assert abs(fmean([found[1], found[2]]) - before(found)) < 8


def test_net_sentiment_of_english_texts_tells_the_same(scored: Scored) -> None:
    def net(first: date, end: date) -> float:
        felt = [
            (scores.sentiment == "positive") - (scores.sentiment == "negative")
            for record, scores in scored
            if record["brand"] == "Alder Post"
            and "delivery" in scores.topics
            and scores.sentiment != "unscored"
            and first.isoformat() <= record["occurred_at"] < end.isoformat()
        ]
        return 100 * fmean(felt)

    assert net(date(2026, 10, 1), date(2026, 11, 1)) < net(date(2025, 11, 1), date(2026, 8, 1)) - 40


def test_a_planted_mix_moves_the_whole_and_no_channel(scored: Scored) -> None:
    mix = next(each for each in planted().mixes if each.id == "more_app_answers")
    whole = nps_by_month(scored, lambda record, _: record["brand"] == mix.brand)
    assert whole[1] < before(whole) - 10
    for source in ["web_survey", "email_survey", "app_survey"]:
        through = [(record, scores) for record, scores in scored if record["source"] == source]
        within = nps_by_month(through, lambda record, _: record["brand"] == mix.brand)
        assert abs(within[1] - before(within)) < 8, source


@pytest.mark.parametrize("newcomer", planted().newcomers, ids=lambda newcomer: newcomer.id)
def test_a_newcomer_wins_at_least_five_customers_in_each_of_the_last_two_weeks(scored: Scored, newcomer: Any) -> None:
    leaving: dict[int, set[str]] = defaultdict(set)
    for record, scores in scored:
        day = date.fromisoformat(record["occurred_at"][:10])
        if any(each.brand == newcomer.name and each.switching and not each.known for each in scores.brand_mentions):
            leaving[weeks_back(day, AS_OF)].add(record["customer_ref"])
    assert len(leaving[1]) >= 5
    assert len(leaving[2]) >= 5
    assert max(leaving) == max(newcomer.weeks)


def test_nobody_else_unknown_is_mentioned(scored: Scored) -> None:
    unknown = {each.brand for _, scores in scored for each in scores.brand_mentions if not each.known}
    assert unknown == {newcomer.name for newcomer in planted().newcomers}


def test_every_source_is_heard_of_every_day(feed: list[Record]) -> None:
    days: dict[str, set[str]] = defaultdict(set)
    for record in feed:
        days[record["source"]].add(record["occurred_at"][:10])
    sparse = {*(silence.source for silence in planted().silences), *(teams.source for teams in planted().teams)}
    every = (AS_OF - date(2024, 11, 1)).days
    missed = {source: every - len(seen) for source, seen in days.items() if len(seen) < 0.97 * every}
    assert set(missed) <= sparse
