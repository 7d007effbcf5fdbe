"""Lands what the lander reads: one batch of one kind of row, one insert, done when the call returns.

Whoever calls commits its offsets only afterwards. Landing the same rows again changes nothing that a view shows: an
event's newest version wins (version = received_at in ms times 2^20 plus generation), and equal versions are equal rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
from clickhouse_connect.driver.client import Client

from schemas.case import CaseEvent
from schemas.dead_letter import DeadLetter
from schemas.errors import Unavailable
from schemas.fact import BusinessFact
from schemas.limits import MAX_GENERATION
from schemas.scored import BrandMention, ScoredEvent
from warehouse.columns import (
    Column,
    arrays_of,
    binaries,
    booleans,
    columns_of,
    counts,
    float_lists,
    floats,
    integers,
    lists,
    maps,
    milliseconds,
    names,
    strings,
    text_lists,
    times,
)
from warehouse.errors import retryable

GENERATION_BITS = MAX_GENERATION.bit_length()

EVENT_COLUMNS = columns_of(
    {
        strings: "event_id text question agent_ref order_ref customer_ref url",
        names: "source kind channel brand language_hint rating_direction csat_direction ces_direction survey_id"
        " journey_stage location team handled_by product respondent_role customer_segment",
        times: "occurred_at received_at reply_at",
        floats: "rating rating_min rating_max",
        counts: "nps csat ces schema_version",
        maps: "attributes",
        booleans: "history",
    }
)
SCORES_COLUMNS = (
    *columns_of(
        {
            names: "language sentiment sentiment_version taxonomy_version",
            floats: "language_confidence polarity subjectivity confidence",
            lists: "topics intents",
            text_lists: "expectations",
            booleans: "urgent contradicts_rating",
            times: "scored_at",
            counts: "generation",
        }
    ),
    Column("topic_sentiments", lists, lambda scores: [said.sentiment for said in scores.mentions]),
    Column("topic_polarities", float_lists, lambda scores: [said.polarity for said in scores.mentions]),
    Column("topic_causes", lists, lambda scores: [said.cause or "" for said in scores.mentions]),
    Column("topic_excerpts", text_lists, lambda scores: [said.excerpt for said in scores.mentions]),
    Column("mentioned_brands", lists, lambda scores: _brands(scores.brand_mentions)),
    Column("known_brands", lists, lambda scores: _brands(scores.brand_mentions, "known")),
    Column("switched_to", lists, lambda scores: _brands(scores.brand_mentions, "switching")),
)
DEAD_LETTER_COLUMNS = (
    *columns_of(
        {
            strings: "dead_letter_id event_id detail",
            names: "stage origin source field reason",
            integers: "partition offset line",
            binaries: "payload",
            times: "failed_at",
            counts: "schema_version",
        }
    ),
    Column("version", counts, lambda letter: milliseconds(letter.failed_at)),
)
ANSWERS: dict[Any, float] = {"no": 0.0, "yes": 1.0}
RECEIVED = Column("version", counts, lambda event: milliseconds(event.received_at))
CASE_COLUMNS = (
    *columns_of(
        {
            strings: "event_id case_id customer_ref order_ref feedback_event_id",
            names: "source stage brand kind origin severity cause topic channel product location team customer_segment",
            times: "occurred_at received_at",
            maps: "attributes",
            booleans: "first_contact history",
            counts: "schema_version",
        }
    ),
    RECEIVED,
)
FACT_COLUMNS = (
    *columns_of(
        {
            strings: "event_id name order_ref customer_ref figure_source url action_id objective",
            names: "source kind brand product location channel team topic metric cause sector unit currency"
            " customer_segment survey_id respondent_role question_id action_type owner",
            times: "occurred_at received_at period_start period_end start_at end_at promised_at delivered_at due_at"
            " done_at",
            floats: "value old_price new_price scale_min scale_max",
            counts: "sample_size schema_version",
            maps: "attributes",
            booleans: "history",
        }
    ),
    Column("answer", floats, lambda fact: ANSWERS.get(fact.answer, fact.answer)),
    RECEIVED,
)


def version_of(received_at: datetime, generation: int) -> int:
    """Later receipt wins, then the higher generation of scores."""
    return milliseconds(received_at) << GENERATION_BITS | generation


def land_feedback(client: Client, events: Sequence[ScoredEvent], landed_at: datetime) -> int:
    """Insert the events into feedback_landed; how many. Raises Unavailable: then send the same again."""
    # apart from each other: reaching through each row for each column misses the processor's cache, four times slower
    arrays = arrays_of([row.event for row in events], EVENT_COLUMNS)
    arrays |= arrays_of([row.scores for row in events], SCORES_COLUMNS)
    arrays["version"] = counts([version_of(row.event.received_at, row.scores.generation) for row in events])
    return _land(client, "feedback_landed", arrays, landed_at, len(events))


def land_dead_letters(client: Client, letters: Sequence[DeadLetter], landed_at: datetime) -> int:
    """Insert the dead letters into dead_letters_landed; how many. Raises Unavailable: then send the same again."""
    return _land(client, "dead_letters_landed", arrays_of(letters, DEAD_LETTER_COLUMNS), landed_at, len(letters))


def land_cases(client: Client, events: Sequence[CaseEvent], landed_at: datetime) -> int:
    """Insert the steps into cases_landed; how many. Raises Unavailable: then send the same again."""
    return _land(client, "cases_landed", arrays_of(events, CASE_COLUMNS), landed_at, len(events))


def land_facts(client: Client, facts: Sequence[BusinessFact], landed_at: datetime) -> int:
    """Insert the facts into facts_landed; how many. Raises Unavailable: then send the same again."""
    return _land(client, "facts_landed", arrays_of(facts, FACT_COLUMNS), landed_at, len(facts))


def _brands(mentions: Sequence[BrandMention], which: str = "") -> Sequence[str]:
    # most texts name nobody: a new list for each would wake the garbage collector over the whole batch
    return [m.brand for m in mentions if not which or getattr(m, which)] if mentions else ()


def _land(client: Client, table: str, arrays: dict[str, Any], landed_at: datetime, rows: int) -> int:
    if rows:
        insert_table(client, table, pa.table(arrays | {"landed_at": times([landed_at] * rows)}))
    return rows


def insert_table(client: Client, table: str, batch: Any) -> None:
    """Insert a pyarrow.Table by column names, synchronously: rows count as landed only when the server has them.

    Raises Unavailable, also where the table is not there yet and where the server has seen fewer rows than were sent.
    """
    with retryable(before_migration=True):
        summary = client.insert_arrow(table, batch, settings={"async_insert": 0})
    written = int(summary.summary.get("written_rows", batch.num_rows))
    if written < batch.num_rows:
        raise Unavailable(f"the warehouse took {written} of {batch.num_rows} rows for {table}")
