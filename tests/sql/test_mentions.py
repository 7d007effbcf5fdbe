"""Views mentions and brand_mentions: one row per event and what it mentions, never more for a mention said twice."""

from __future__ import annotations

from datetime import timedelta

from clickhouse_connect.driver.client import Client

from schemas.scored import BrandMention, Mention
from tests.fixtures.made import NOON, scored
from warehouse.landing import land_feedback
from warehouse.query import query_rows


def test_one_row_per_event_and_topic(landed: Client) -> None:
    batch = [
        scored("e1", {"topics": ["delivery", "price", "delivery"]}),
        scored("e2", {"topics": ["price"]}),
        scored("e3", {"topics": []}),
    ]
    land_feedback(landed, batch, NOON)
    land_feedback(landed, batch, NOON)
    rows = query_rows(landed, "SELECT event_id, topic FROM mentions ORDER BY event_id, topic")
    assert [tuple(row.values()) for row in rows] == [("e1", "delivery"), ("e1", "price"), ("e2", "price")]


def test_a_mention_carries_what_the_text_says_about_its_topic(landed: Client) -> None:
    said = [
        Mention(topic="staff", sentiment="positive", polarity=0.7, excerpt="The driver was lovely"),
        Mention(topic="waiting", sentiment="negative", polarity=-0.6, cause="processes", excerpt="two hours late"),
    ]
    land_feedback(landed, [scored("e1", {"topics": ["staff", "waiting"], "mentions": said})], NOON)
    columns = "topic, topic_sentiment, topic_polarity, cause, excerpt, sentiment"
    rows = query_rows(landed, f"SELECT {columns} FROM mentions ORDER BY topic")
    assert [tuple(row.values()) for row in rows] == [
        ("staff", "positive", 0.7, "", "The driver was lovely", "negative"),
        ("waiting", "negative", -0.6, "processes", "two hours late", "negative"),
    ]


def test_a_mention_scored_before_topics_had_their_own_sentiment_carries_the_texts(landed: Client) -> None:
    land_feedback(landed, [scored("e1", {"topics": ["delivery"]})], NOON)
    rows = query_rows(landed, "SELECT topic_sentiment, topic_polarity, cause, excerpt FROM mentions")
    assert rows == [{"topic_sentiment": "negative", "topic_polarity": -0.4, "cause": "", "excerpt": ""}]


def test_a_rescore_takes_back_the_topics_that_it_no_longer_finds(landed: Client) -> None:
    land_feedback(landed, [scored(scored_as={"topics": ["delivery", "price"]})], NOON)
    land_feedback(landed, [scored(scored_as={"topics": ["price"], "generation": 1})], NOON + timedelta(days=1))
    assert query_rows(landed, "SELECT topic FROM mentions") == [{"topic": "price"}]


def test_one_row_per_event_and_mentioned_brand(landed: Client) -> None:
    mentions = [
        BrandMention(brand="Birch", known=True),
        BrandMention(brand="Birch", known=True, switching=True),
        BrandMention(brand="Sprig"),
    ]
    land_feedback(landed, [scored("e1", {"brand_mentions": mentions}), scored("e2")], NOON)
    columns = "event_id, brand, mentioned_brand, known, switching"
    rows = query_rows(landed, f"SELECT {columns} FROM brand_mentions ORDER BY mentioned_brand")
    assert [tuple(row.values()) for row in rows] == [
        ("e1", "Alder Post", "Birch", True, True),
        ("e1", "Alder Post", "Sprig", False, False),
    ]
