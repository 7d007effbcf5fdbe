"""View feedback: one row per event, its newest version, however often and in whatever order its versions land."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from clickhouse_connect.driver.client import Client

from schemas.scored import BrandMention, ScoredEvent
from tests.fixtures.made import NOON, scored
from warehouse.landing import land_feedback
from warehouse.query import Row, query_rows

LATER = NOON + timedelta(days=3)


def shown(client: Client, *batches: list[ScoredEvent]) -> list[Row]:
    """What the view shows once the batches have landed one after the other."""
    for number, batch in enumerate(batches):
        land_feedback(client, batch, NOON + timedelta(hours=number))
    return query_rows(client, "SELECT * FROM feedback ORDER BY event_id")


def test_an_event_that_lands_twice_shows_once(landed: Client) -> None:
    batch = [scored("e1"), scored("e2")]
    assert [row["event_id"] for row in shown(landed, batch, batch)] == ["e1", "e2"]


def test_an_event_twice_in_one_batch_shows_once(landed: Client) -> None:
    assert len(shown(landed, [scored(), scored()])) == 1


def test_an_edit_with_another_date_shows_alone(landed: Client) -> None:
    edited = scored(occurred_at=LATER, received_at=LATER, text="They have put it right.")
    [row] = shown(landed, [scored()], [edited])
    assert (row["occurred_at"], row["text"]) == (LATER, "They have put it right.")


def test_an_older_version_that_is_delivered_again_stays_hidden(landed: Client) -> None:
    edited = scored(received_at=LATER, text="They have put it right.")
    [row] = shown(landed, [scored()], [edited], [scored()])
    assert row["text"] == "They have put it right."


def test_a_rescore_wins_over_the_live_score_in_any_order(landed: Client) -> None:
    live, again = scored(), scored(scored_as={"sentiment": "neutral", "polarity": 0.0, "generation": 1})
    for batches in ([[live], [again]], [[again], [live]]):
        [row] = shown(landed, *batches)
        assert (row["sentiment"], row["generation"]) == ("neutral", 1)


def test_an_edit_wins_over_a_rescore_of_what_it_replaced(landed: Client) -> None:
    rescored = scored(scored_as={"generation": (1 << 20) - 1})
    [row] = shown(landed, [rescored], [scored(received_at=NOON + timedelta(seconds=61), text="edited")])
    assert row["text"] == "edited"


def test_two_sources_may_use_the_same_id(landed: Client) -> None:
    assert len(shown(landed, [scored("e1"), scored("e1", source="survey")])) == 2


@pytest.mark.parametrize(
    ("rating", "scale", "direction", "score"),
    [
        (5.0, (1.0, 5.0), "higher_is_better", 1.0),
        (1.0, (1.0, 5.0), "lower_is_better", 1.0),
        (3.0, (0.0, 10.0), "lower_is_better", 0.7),
    ],
)
def test_a_rating_is_scored_from_worst_to_best_whatever_its_scale(
    landed: Client, rating: float, scale: tuple[float, float], direction: str, score: float
) -> None:
    given = scored(rating=rating, rating_min=scale[0], rating_max=scale[1], rating_direction=direction)
    [row] = shown(landed, [given])
    assert row["rating_score"] == pytest.approx(score)


@pytest.mark.parametrize(
    ("direction", "answers", "oriented"),
    [
        ("higher_is_better", (5, 6), (5, 6)),
        ("lower_is_better", (5, 6), (1, 2)),
        ("lower_is_better", (None, None), (None, None)),
    ],
)
def test_survey_answers_are_oriented(
    landed: Client, direction: str, answers: tuple[int | None, int | None], oriented: tuple[int | None, int | None]
) -> None:
    csat, ces = answers
    [row] = shown(landed, [scored(csat=csat, csat_direction=direction, ces=ces, ces_direction=direction)])
    assert (row["csat"], row["ces"]) == answers
    assert (row["csat_score"], row["ces_score"]) == oriented


def test_what_is_missing_stays_missing(landed: Client) -> None:
    [row] = shown(landed, [scored(scored_as={"sentiment": "unscored", "polarity": None, "subjectivity": None})])
    missing = ("rating", "rating_score", "nps", "csat_score", "ces_score", "reply_at", "polarity", "subjectivity")
    assert {row[name] for name in missing} == {None}
    assert (row["handled_by"], row["attributes"]) == ("", {})


def test_times_keep_their_moment_and_their_milliseconds(landed: Client) -> None:
    moment = datetime.fromisoformat("2026-03-29T02:30:00.123+05:30")
    [row] = shown(landed, [scored(occurred_at=moment, received_at=moment, reply_at=moment)])
    assert row["occurred_at"] == row["received_at"] == row["reply_at"] == moment.astimezone(UTC)
    assert row["occurred_at"].utcoffset() == timedelta(0)


def test_words_of_any_script_and_every_string_map_come_back(landed: Client) -> None:
    text = "Ужасно… خیلی بد 😡 \u0000 \\ ' \t\n"
    [row] = shown(landed, [scored(text=text, attributes={"città": "è", "": "x"}, handled_by="bot")])
    assert (row["text"], row["attributes"], row["handled_by"]) == (text, {"città": "è", "": "x"}, "bot")


def test_brands_are_told_apart(landed: Client) -> None:
    mentions = [BrandMention(brand="Birch", known=True), BrandMention(brand="Sprig", switching=True)]
    [row] = shown(landed, [scored(scored_as={"brand_mentions": mentions})])
    assert row["mentioned_brands"] == ["Birch", "Sprig"]
    assert (row["known_brands"], row["switched_to"]) == (["Birch"], ["Sprig"])
