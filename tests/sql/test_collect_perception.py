"""What the warehouse adds up of bursts, rivals, expectations and growth, counted by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.brands import Brand, Brands
from flows.collect import burst, competitor_gain, expectation_shift
from flows.indicators import competitor_gain as competitor
from flows.indicators.conclude import conclude
from flows.indicators.config import IndicatorsConfig
from flows.indicators.inputs import Counts
from flows.queries import Read
from flows.rules import Rules
from flows.windows import parse_window
from schemas.scored import ScoredEvent
from tests.fixtures.made import scored
from tests.fixtures.opinions import day
from tests.fixtures.reading import reader
from warehouse.landing import land_feedback
from warehouse.settings import ClickHouseSettings

AS_OF = day("2026-11-02")
RULES = Rules(Brands((Brand("Alder Post", own=True), Brand("Brackenline"))), IndicatorsConfig(), AS_OF)


def said(event_id: str, at: datetime, scores: dict[str, Any] | None = None, **fields: Any) -> ScoredEvent:
    known = {"brand": "Alder Post", "source": "forum", "kind": "social", "channel": "web", "text": "Words."}
    times = {"occurred_at": at, "received_at": at, "customer_ref": f"c-{event_id}"}
    return scored(event_id, {"sentiment": "negative"} | (scores or {}), **(known | times | fields))


@pytest.fixture
def read(landed: Client, fresh: ClickHouseSettings) -> Read:
    landed.database = fresh.database
    return reader(landed)


def land(client: Client, *events: ScoredEvent) -> None:
    land_feedback(client, list(events), AS_OF)


def test_an_hour_is_counted_beside_the_same_hour_of_the_days_before(landed: Client, read: Read) -> None:
    window = parse_window("2026-11-01T14")
    at = window.start
    land(
        landed,
        said("now-1", at),
        said("now-2", at + timedelta(minutes=59, seconds=59), customer_ref="c-now-1"),  # the same customer
        said("now-3", at + timedelta(minutes=5), {"sentiment": "positive", "urgent": True}),
        said("yesterday", at - timedelta(days=1)),
        said("an hour before", at - timedelta(hours=1)),
        said("an hour later", at + timedelta(hours=1)),
        said("three days before", at - timedelta(days=3)),
        said("staff", at, respondent_role="employee"),
        said("rival", at, brand="Brackenline"),
    )
    negative, urgent = burst.collect(read, window, RULES)
    assert (negative.customers, negative.texts, negative.before) == (1, 3, (1, 0, 1))  # nothing was written before
    assert (urgent.customers, urgent.before) == (1, (0, 0, 0))
    assert set(negative.event_ids) == {"now-1", "now-2"}
    assert urgent.event_ids == ("now-3",)


def test_a_day_is_counted_beside_the_same_weekday_of_the_weeks_before(landed: Client, read: Read) -> None:
    window = parse_window("2026-10-30")
    land(
        landed, said("now", window.start), *(said(f"w{week}", window.start - timedelta(weeks=week)) for week in (1, 2))
    )
    land(landed, said("the day before", window.start - timedelta(hours=1)))
    negative, _ = burst.collect(read, window, RULES)
    assert (negative.customers, negative.before) == (1, (1, 1))


def test_what_comes_in_batches_is_no_burst_and_a_flood_from_a_quiet_source_is(landed: Client, read: Read) -> None:
    window = parse_window("2026-10-31")
    for back in range(4):
        batch = window.start - timedelta(days=31 * back)
        land(landed, *(said(f"b-{back}-{n}", batch, source="survey_of_wards", kind="survey") for n in range(12)))
        land(landed, said(f"quiet {back}", batch - timedelta(days=3), source="letters"))
    land(landed, *(said(f"flood-{n}", window.start + timedelta(hours=n), source="letters") for n in range(20)))
    negative, _ = burst.collect(read, window, RULES)
    assert (negative.customers, set(negative.sources)) == (20, {"letters"})
    assert negative.left_out == ("survey_of_wards",)


def test_nothing_in_the_window_is_no_burst(read: Read) -> None:
    assert list(burst.collect(read, parse_window("2026-11-01T14"), RULES)) == []


def test_voices_and_gaps_are_counted_by_month_and_channel_in_public_only(landed: Client, read: Read) -> None:
    window = parse_window("2026-10")
    at, before = window.start, window.shift(-1).start
    land(
        landed,
        said("ours-1", at),
        said("ours-2", at, {"sentiment": "positive"}, customer_ref="c-ours-1"),  # one customer, two texts
        said("ours-app", at, {"sentiment": "unscored"}, channel="app", kind="review"),
        said("survey", at, kind="survey"),
        said("theirs", at, brand="Brackenline"),
        said("unlisted", at, brand="Somebody Else"),
        said("theirs before", before, {"sentiment": "positive"}, brand="Brackenline"),
        said("ours before", before, {"sentiment": "positive"}, source="blog"),
        said("theirs alone", window.shift(-2).start, brand="Brackenline"),  # a month without us tells no share
    )
    voices, rivalry = competitor_gain.collect(read, window, RULES)
    assert isinstance(voices, competitor.Voices)
    assert isinstance(rivalry, competitor.Rivalry)
    assert [(each.counts.positive, each.counts.n) for each in voices.periods] == [(1, 2), (2, 3)]
    assert rivalry.subject.item == "Brackenline"
    assert rivalry.windows[-1].ours == {"web": Counts(2, 1, 1, 1)}
    assert rivalry.windows[-1].theirs == {"web": Counts(1, 0, 1, 1)}
    assert voices.sources == {"forum": 6 / 7, "blog": 1 / 7}  # also those that were heard before: one may have died


def test_the_share_of_voice_is_of_all_listed_brands_of_the_sector(landed: Client, read: Read) -> None:
    window = parse_window("2026-10")
    mine = (Brand("Alder Post", own=True, sector="parcels"), Brand("Alder Express", own=True, sector="parcels"))
    others = (Brand("Brackenline", sector="parcels"), Brand("Cressbank", sector="banks"))
    for brand in (*mine, *others):
        land(landed, said(brand.name, window.start, brand=brand.name))
    rules = Rules(Brands((*mine, *others)), IndicatorsConfig(), AS_OF)
    voices = [each for each in competitor_gain.collect(read, window, rules) if isinstance(each, competitor.Voices)]
    assert [(each.periods[-1].counts.positive, each.periods[-1].counts.n) for each in voices] == [(1, 3), (1, 3)]


def test_rivals_that_fall_silent_make_no_gain_of_ours(landed: Client, read: Read) -> None:
    window = parse_window("2026-10")
    land(landed, said("ours", window.start), said("theirs", window.shift(-1).start, brand="Brackenline"))
    voices, _ = competitor_gain.collect(read, window, RULES)
    [found] = conclude([competitor.measure(voices, RULES.config)], RULES.config, AS_OF)
    assert found.verdict == "no_data"


def test_expectations_are_counted_by_topic_among_all_who_write(landed: Client, read: Read) -> None:
    window = parse_window("2026-Q3")
    asks = {"intents": ["request"], "topics": ["tracking"]}
    land(
        landed,
        *(said(f"ask-{number}", window.start, asks) for number in range(10)),
        said("expects", window.start, {"topics": ["price"], "expectations": ["should be cheaper"]}),
        said("praise", window.start, {"topics": ["tracking"], "intents": ["praise"]}),
        said("no text", window.start, {"topics": []}, text="", nps=9),
        said("before", window.shift(-1).start, {"topics": ["tracking"]}),
    )
    whole, tracking = expectation_shift.collect(read, window, RULES)
    assert [(each.counts.positive, each.counts.n) for each in whole.periods] == [(0, 1), (11, 12)]
    assert (tracking.subject.topic, len(tracking.event_ids)) == ("tracking", 5)
    assert [(each.counts.positive, each.counts.n) for each in tracking.periods] == [(0, 1), (10, 12)]


def test_an_empty_warehouse_has_a_voice_without_data_and_no_gap_that_could_be_judged(read: Read) -> None:
    found = [
        competitor.measure(each, RULES.config) for each in competitor_gain.collect(read, parse_window("2026-10"), RULES)
    ]
    assert [one.verdict for one in conclude(found, RULES.config, AS_OF)] == ["no_data", "no_data"]
    assert list(expectation_shift.collect(read, parse_window("2026-Q3"), RULES)) == []
