"""What flows/sql adds up, on the real engine: counts that can be checked by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.queries import sql
from schemas.scored import BrandMention, Mention, ScoredEvent
from tests.fixtures.made import scored
from tests.fixtures.opinions import day
from tests.fixtures.reading import reader
from warehouse.landing import land_feedback
from warehouse.settings import ClickHouseSettings

Ask = Callable[..., list[dict[str, Any]]]
OCTOBER = {"from": day("2026-10-01"), "to": day("2026-11-01"), "topics_from": day("2026-10-01"), "grain": "month"}


@pytest.fixture
def ask(landed: Client, fresh: ClickHouseSettings) -> Ask:
    """Lands events, then runs one of the queries over October."""

    def run(name: str, *events: ScoredEvent, **parameters: Any) -> list[dict[str, Any]]:
        land_feedback(landed, events, datetime.now(UTC))
        landed.database = fresh.database
        return reader(landed)(sql(name), OCTOBER | parameters)

    return run


def answer(event_id: str, scores: dict[str, Any] | None = None, **event: Any) -> ScoredEvent:
    """A survey answer of October without text, not scored."""
    silent: dict[str, Any] = {"sentiment": "unscored", "polarity": None, "subjectivity": None, "topics": []}
    noon = day("2026-10-10") + timedelta(hours=12)
    told = {"occurred_at": noon, "received_at": noon, "text": "", "kind": "survey", "source": "survey"} | event
    return scored(event_id, silent | (scores or {}), **told)


def only(rows: list[dict[str, Any]], **equal: Any) -> dict[str, Any]:
    [row] = [row for row in rows if all(row[name] == value for name, value in equal.items())]
    return row


def test_promoters_detractors_and_the_rest_are_counted_for_nps(ask: Ask) -> None:
    rows = ask("cells", *(answer(f"e{score}", nps=score) for score in range(11)))
    total = only(rows, level="total", metric="nps", topic="")
    assert (total["n"], total["positive"], total["negative"], total["customers"]) == (11, 2, 7, 11)
    assert total["window_start"] == date(2026, 10, 1)


def test_satisfied_is_top_two_of_five_after_orientation_and_three_quarters_of_a_ratings_scale(ask: Ask) -> None:
    stars: dict[str, Any] = {"kind": "review", "rating_min": 1.0, "rating_max": 5.0}
    rows = ask(
        "cells",
        *(answer(f"c{score}", csat=score) for score in range(1, 6)),
        *(answer(f"r{score}", csat=score, csat_direction="lower_is_better", channel="kiosk") for score in (1, 2, 3)),
        *(answer(f"s{score}", rating=float(score), channel="stars", **stars) for score in range(1, 6)),
        answer("both", rating=1.0, csat=5, channel="both", **stars),
    )
    found = {row["channel"]: (row["positive"], row["negative"]) for row in rows if row["level"] == "channel"}
    assert found == {"email": (2, 3), "kiosk": (2, 1), "stars": (2, 3), "both": (1, 0)}


def test_an_unscored_text_is_no_neutral_one(ask: Ask) -> None:
    kinds = ("positive", "neutral", "negative", "negative", "unscored")
    rows = ask("cells", *(answer(f"e{n}", {"sentiment": kind}, text="x", nps=9) for n, kind in enumerate(kinds)))
    total = only(rows, level="total", metric="net_sentiment")
    assert (total["n"], total["positive"], total["negative"]) == (4, 1, 2)
    assert only(rows, level="total", metric="nps")["n"] == 5


def test_a_topics_net_sentiment_is_what_is_said_about_it_not_about_the_rest(ask: Ask) -> None:
    mixed = {
        "sentiment": "negative",
        "topics": ["staff", "waiting"],
        "mentions": [Mention(topic="staff", sentiment="positive"), Mention(topic="waiting", sentiment="negative")],
    }
    unsaid = {"sentiment": "negative", "topics": ["staff", "staff"]}
    rows = ask("cells", answer("e1", mixed, text="x"), answer("e2", unsaid, text="x"))
    staff = only(rows, level="total", metric="net_sentiment", topic="staff")
    assert (staff["n"], staff["positive"], staff["negative"]) == (2, 1, 1)
    whole = only(rows, level="total", metric="net_sentiment", topic="")
    assert (whole["n"], whole["positive"], whole["negative"]) == (2, 0, 2)


def test_only_customers_count_and_each_once(ask: Ask) -> None:
    rows = ask(
        "cells",
        answer("a", nps=9, customer_ref="one"),
        answer("b", nps=9, customer_ref="one", channel="app"),
        answer("c", nps=9),
        answer("d", nps=9),
        *(answer(role, nps=0, respondent_role=role) for role in ("employee", "manager", "supplier")),
    )
    total = only(rows, level="total", metric="nps")
    assert (total["n"], total["negative"], total["customers"]) == (4, 0, 3)
    assert [row["customers"] for row in rows if row["level"] == "stratum"] == [1, 3]


def test_windows_begin_and_end_at_midnight_utc(ask: Ask) -> None:
    moments = {
        "before": day("2026-10-01") - timedelta(milliseconds=1),
        "first": day("2026-10-01"),
        "last": day("2026-11-01") - timedelta(milliseconds=1),
        "after": day("2026-11-01"),
    }
    events = [answer(name, nps=9, occurred_at=at, received_at=at) for name, at in moments.items()]
    rows = ask("cells", *events)
    assert only(rows, level="total")["n"] == 2
    assert [row["day"] for row in rows if row["level"] == "day"] == [date(2026, 10, 1), date(2026, 10, 31)]
    weeks = ask("cells", grain="week")
    assert [row["window_start"] for row in weeks if row["level"] == "total"] == [date(2026, 9, 28), date(2026, 10, 26)]


def test_an_event_counts_once_for_each_of_its_topics_and_once_for_all(ask: Ask) -> None:
    rows = ask("cells", answer("a", {"topics": ["price", "delivery", "price"]}, nps=9), answer("b", nps=2))
    totals = {row["topic"]: row["n"] for row in rows if row["level"] == "total"}
    assert totals == {"": 2, "delivery": 1, "price": 1}


def test_examples_are_few_readable_first_then_the_newest_and_always_the_same(ask: Ask) -> None:
    events = [
        answer(f"e{n}", nps=2, occurred_at=day("2026-10-02") + timedelta(days=n), text="late again" if n < 2 else "")
        for n in range(9)
    ]
    wanted = {"windows": [date(2026, 10, 1)], "brands": ["Alder Post"], "topics": [""], "metrics": ["nps"]}
    rows = ask("examples", *events, **wanted)
    assert only(rows, level="all", metric="nps")["event_ids"] == ["e1", "e0", "e8", "e7", "e6"]
    assert ask("examples", **wanted) == rows


def test_activity_counts_everybody_and_customers_apart(ask: Ask) -> None:
    roles = ("customer", "customer", "employee", "manager", "supplier")
    [row] = ask("activity", *(answer(f"e{n}", nps=9, respondent_role=role) for n, role in enumerate(roles)))
    assert (row["source"], row["brand"], row["day"]) == ("survey", "Alder Post", date(2026, 10, 10))
    assert (row["events"], row["from_customers"], row["texts"], row["scored"]) == (5, 2, 0, 0)


def test_activity_tells_versions_apart_and_how_new_the_rows_are(ask: Ask) -> None:
    kinds = (("s1", "positive"), ("s1", "unscored"), ("s2", "negative"))
    rows = ask(
        "activity",
        *(
            answer(f"e{n}", {"sentiment": kind, "sentiment_version": version}, text="x")
            for n, (version, kind) in enumerate(kinds)
        ),
    )
    assert [(row["sentiment_version"], row["texts"], row["scored"]) for row in rows] == [("s1", 2, 1), ("s2", 1, 1)]
    assert all(datetime.now(UTC) - row["newest_landing"] < timedelta(minutes=5) for row in rows)


def test_newcomers_are_brands_that_nobody_listed(ask: Ask) -> None:
    def said(event_id: str, *mentions: BrandMention, **event: Any) -> ScoredEvent:
        return answer(event_id, {"brand_mentions": list(mentions)}, **({"text": "x"} | event))

    zippo, listed = BrandMention(brand="Zippo"), BrandMention(brand="Brackenline")
    rows = ask(
        "newcomers",
        said("a", zippo, BrandMention(brand="Known", known=True), listed, customer_ref="one"),
        said("b", BrandMention(brand="Zippo", switching=True), customer_ref="one"),
        said("c", zippo),
        said("d", zippo, respondent_role="employee"),
        said("e"),
        said("f", zippo, text=""),
        known=["Brackenline"],
    )
    assert {row["mentioned"] for row in rows} == {"", "Zippo"}
    found = only(rows, mentioned="Zippo")
    assert (found["customers"], found["switching_customers"], found["texts"]) == (2, 1, 3)
    assert found["event_ids"] == ["b", "a", "c"]
    assert only(rows, mentioned="")["texts"] == 4


def test_an_empty_warehouse_gives_no_rows(ask: Ask) -> None:
    for name in ("cells", "activity"):
        assert ask(name) == []
    assert ask("newcomers", known=[]) == []
