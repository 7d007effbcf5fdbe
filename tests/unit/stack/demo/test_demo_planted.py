"""Everything planted is in the feed at its size, and the table of verdicts speaks of all of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import fmean, mean

import pytest
from scipy.stats import spearmanr

from flows.indicators.register import REGISTER
from stack.demo.calendar import month_back, months, quarters_back, weeks_back
from stack.demo.company import company, sayings
from stack.demo.planted import Adding, Replies, Silence, Turn, planted
from stack.demo.plants import plants
from tests.fixtures.demo_feed import AS_OF, told
from tests.fixtures.demo_table import table

TABLE = Path(__file__).parents[3] / "data" / "demo_verdicts.yaml"
CATALOGUE = {*REGISTER, "price_whatif"}


def test_the_table_speaks_of_every_indicator_of_the_catalogue_and_of_no_other() -> None:
    assert {row.indicator for row in table(TABLE)} == CATALOGUE


def test_the_table_says_nothing_twice() -> None:
    counted = Counter((row.indicator, row.planted, str(row.subject), str(row.metric)) for row in table(TABLE))
    assert [key for key, count in counted.items() if count > 1] == []


def test_what_is_planted_is_named_once_and_stands_in_the_table_with_the_verdict_it_is_meant_for() -> None:
    names = [plant.id for plant in plants()]
    assert len(names) == len(set(names))
    rows = defaultdict(set)
    for row in table(TABLE):
        rows[row.indicator, row.planted].update(row.expected)
    meant = [(name, plant.id, verdict) for plant in plants() for name, verdict in plant.meant_for.items()]
    assert [each for each in meant if each[2] not in rows[each[0], each[1]]] == []
    assert {row.planted for row in table(TABLE)} - {"", *names} == set()


def test_every_brand_topic_source_and_saying_that_is_planted_exists() -> None:
    assert {adding.saying for adding in planted().added} <= set(sayings())
    heard = {(one.said.brand, one.said.source.name) for one in told()}
    assert {(mix.brand, source) for mix in planted().mixes for source in mix.sources} <= heard


@pytest.mark.parametrize("adding", planted().added, ids=lambda adding: adding.id)
def test_a_saying_is_added_as_often_as_planted(adding: Adding) -> None:
    found: Counter[int] = Counter()
    people: dict[int, set[str]] = defaultdict(set)
    stems = [each.split("{")[0] for name in company().languages for each in sayings()[adding.saying].of(name)]
    for one in told():
        if one.said.brand == adding.brand and any(stem in one.said.text for stem in stems):
            back = month_back(one.said.occurred_at.date(), AS_OF)
            found[back] += 1
            people[back].add(one.said.customer.ref)
    for month in months(AS_OF)[:-1]:
        wanted = adding.months.get(month.back, adding.quarters.get(max(month.quarter, 1), adding.a_month))
        assert abs(found[month.back] - wanted) <= max(4, 0.2 * wanted), month.back
        assert len(people[month.back]) >= 0.8 * found[month.back]


@pytest.mark.parametrize("turn", planted().turns, ids=lambda turn: turn.id)
def test_a_location_becomes_better_and_the_others_stay(turn: Turn) -> None:
    content: dict[tuple[bool, bool], list[bool]] = defaultdict(list)
    for one in told():
        back = month_back(one.said.occurred_at.date(), AS_OF)
        if one.said.brand == turn.brand and 4 <= back <= 12 and one.said.topic != "delivery":
            here = one.said.customer.location == turn.location
            content[here, back <= turn.since_month].append(one.said.feeling == "positive")
    assert fmean(content[True, True]) - fmean(content[True, False]) > 0.1
    assert abs(fmean(content[False, True]) - fmean(content[False, False])) < 0.04


@pytest.mark.parametrize("silence", planted().silences, ids=lambda silence: silence.id)
def test_a_source_falls_silent(silence: Silence) -> None:
    days = sorted({one.said.occurred_at.date() for one in told() if one.said.source.name == silence.source})
    assert (AS_OF - days[-1]).days >= silence.days
    assert max((later - day).days for day, later in pairwise(days)) < 8


@pytest.mark.parametrize("replies", planted().replies, ids=lambda replies: replies.id)
def test_reviews_are_answered_less(replies: Replies) -> None:
    answered: dict[bool, list[bool]] = defaultdict(list)
    for one in told():
        back = weeks_back(one.said.occurred_at.date(), AS_OF)
        if one.said.brand == replies.brand and one.said.source.kind == "review" and back >= 1:
            answered[back in replies.weeks].append("reply_at" in one.record)
    assert abs(fmean(answered[False]) - replies.share) < 0.04
    assert fmean(answered[True]) < replies.share - 0.3


def test_staff_answer_in_their_own_survey_and_fall_in_the_last_quarter() -> None:
    staff = [one for one in told() if one.record.get("respondent_role") == "employee"]
    content: dict[int, list[bool]] = defaultdict(list)
    for one in staff:
        content[quarters_back(one.said.occurred_at.date(), AS_OF)].append(one.said.feeling == "positive")
    assert {one.record["team"] for one in staff} == set(planted().teams[0].levels)
    assert len(planted().teams[0].levels) >= 10
    assert fmean(content[1]) < mean(fmean(content[back]) for back in range(2, 8)) - 0.12
    assert {one.record["customer_ref"][0] for one in staff} == {"e"}


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_customers_follow_their_team_a_quarter_later(quarter: int) -> None:
    scores: dict[bool, dict[str, list[int]]] = {True: defaultdict(list), False: defaultdict(list)}
    for one in told():
        is_staff = one.record.get("respondent_role") == "employee"
        back = quarters_back(one.said.occurred_at.date(), AS_OF)
        if "team" in one.record and "nps" in one.record and back == quarter + is_staff:
            scores[is_staff][one.record["team"]].append(one.record["nps"])
    teams = sorted(planted().teams[0].levels)
    staff, customers = ([fmean(scores[side][team]) for team in teams] for side in (True, False))
    assert spearmanr(staff, customers).statistic > 0.5


def test_the_newest_records_are_of_the_day_before() -> None:
    assert told()[-1].said.occurred_at.date() < AS_OF
    assert told()[0].said.occurred_at.date() >= date(2024, 11, 1)
