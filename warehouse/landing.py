"""Lands what the lander reads: one batch of one kind of row, one insert, done when the call returns.

Whoever calls commits its offsets only afterwards. Landing the same rows again changes nothing that a view shows: an
event's newest version wins (version = received_at in ms times 2^20 plus generation), and equal versions are equal rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
from clickhouse_connect.driver.client import Client

from schemas.case import CaseEvent
from schemas.dead_letter import DeadLetter
from schemas.errors import Unavailable
from schemas.fact import BusinessFact
from schemas.feedback import FeedbackEvent
from schemas.limits import MAX_GENERATION
from schemas.scored import BrandMention, Mention, ScoredEvent, Scores
from warehouse.columns import (
    Build,
    Values,
    binaries,
    booleans,
    counts,
    fields_of,
    floats,
    in_lists,
    integers,
    laid_out,
    lists,
    maps,
    names,
    offsets_of,
    strings,
    text_lists,
    times,
)
from warehouse.errors import retryable

GENERATION_BITS = MAX_GENERATION.bit_length()
SYNCHRONOUS = {"async_insert": 0}
"""Done when the call returns."""
LANDING = {**SYNCHRONOUS, "optimize_on_insert": 0}
"""Doubles within one insert are left to merges and FINAL, as those of two inserts are: to look for them first is a
third of what an insert costs the warehouse.
"""

EVENT_COLUMNS: dict[Build, str] = {
    strings: "event_id text question agent_ref order_ref customer_ref url",
    names: "source kind channel brand language_hint rating_direction csat_direction ces_direction survey_id"
    " journey_stage location team handled_by product respondent_role customer_segment",
    times: "occurred_at received_at reply_at",
    floats: "rating rating_min rating_max",
    counts: "nps csat ces schema_version",
    maps: "attributes",
    booleans: "history",
}
SCORES_COLUMNS: dict[Build, str] = {
    names: "language sentiment sentiment_version taxonomy_version",
    floats: "language_confidence polarity subjectivity confidence",
    lists: "topics intents",
    text_lists: "expectations",
    booleans: "urgent contradicts_rating",
    times: "scored_at",
    counts: "generation",
}
MENTION_COLUMNS: dict[Build, str] = {names: "sentiment cause", floats: "polarity", strings: "excerpt"}
MENTION_LISTS = {
    "topic_sentiments": "sentiment",
    "topic_polarities": "polarity",
    "topic_causes": "cause",
    "topic_excerpts": "excerpt",
}
DEAD_LETTER_COLUMNS: dict[Build, str] = {
    strings: "dead_letter_id event_id detail",
    names: "stage origin source field reason",
    integers: "partition offset line",
    binaries: "payload",
    times: "failed_at",
    counts: "schema_version",
}
CASE_COLUMNS: dict[Build, str] = {
    strings: "event_id case_id customer_ref order_ref feedback_event_id",
    names: "source stage brand kind origin severity cause topic channel product location team customer_segment",
    times: "occurred_at received_at",
    maps: "attributes",
    booleans: "first_contact history",
    counts: "schema_version",
}
ANSWERS: dict[Any, float] = {"no": 0.0, "yes": 1.0}
FACT_COLUMNS: dict[Build, str] = {
    strings: "event_id name order_ref customer_ref figure_source url action_id objective",
    names: "source kind brand product location channel team topic metric cause sector unit currency"
    " customer_segment survey_id respondent_role question_id action_type owner",
    times: "occurred_at received_at period_start period_end start_at end_at promised_at delivered_at due_at done_at",
    floats: "value old_price new_price scale_min scale_max",
    counts: "sample_size schema_version",
    maps: "attributes",
    booleans: "history",
}


def load() -> None:
    """Whatever pyarrow loads with the first array (pandas, most of a second of it): call it before rows wait."""
    pa.array([0])


def land_feedback(client: Client, events: Sequence[ScoredEvent], landed_at: datetime) -> int:
    """Insert the events into feedback_landed; how many. Raises Unavailable: then send the same again."""
    # apart from each other: reaching through each row for each column misses the processor's cache, four times slower
    event = fields_of([row.event for row in events], FeedbackEvent)
    scores = fields_of([row.scores for row in events], Scores)
    arrays = laid_out(event, EVENT_COLUMNS) | laid_out(scores, SCORES_COLUMNS)
    arrays |= _of_mentions(scores["mentions"]) | _of_brands(scores["brand_mentions"])
    arrays["version"] = versions(arrays["received_at"], arrays["generation"])
    return _land(client, "feedback_landed", arrays, landed_at, len(events))


def versions(received_at: Any, generations: Any) -> Any:
    """Of arrays of times and counts: later receipt wins, then the higher generation of scores."""
    return pa.array((_milliseconds(received_at).to_numpy() << np.uint64(GENERATION_BITS)) | generations.to_numpy())


def land_dead_letters(client: Client, letters: Sequence[DeadLetter], landed_at: datetime) -> int:
    """Insert the dead letters into dead_letters_landed; how many. Raises Unavailable: then send the same again."""
    arrays = laid_out(fields_of(letters, DeadLetter), DEAD_LETTER_COLUMNS)
    arrays["version"] = _milliseconds(arrays["failed_at"])
    return _land(client, "dead_letters_landed", arrays, landed_at, len(letters))


def land_cases(client: Client, events: Sequence[CaseEvent], landed_at: datetime) -> int:
    """Insert the steps into cases_landed; how many. Raises Unavailable: then send the same again."""
    arrays = laid_out(fields_of(events, CaseEvent), CASE_COLUMNS)
    arrays["version"] = _milliseconds(arrays["received_at"])
    return _land(client, "cases_landed", arrays, landed_at, len(events))


def land_facts(client: Client, facts: Sequence[BusinessFact], landed_at: datetime) -> int:
    """Insert the facts into facts_landed; how many. Raises Unavailable: then send the same again."""
    fields = fields_of(facts, BusinessFact)
    arrays = laid_out(fields, FACT_COLUMNS)
    arrays["answer"] = floats([ANSWERS.get(answer, answer) for answer in fields["answer"]])
    arrays["version"] = _milliseconds(arrays["received_at"])
    return _land(client, "facts_landed", arrays, landed_at, len(facts))


def _of_mentions(mentions: Sequence[Sequence[Mention]]) -> dict[str, Any]:
    offsets = offsets_of(mentions)
    items = laid_out(fields_of(list(chain.from_iterable(mentions)), Mention), MENTION_COLUMNS)
    return {column: in_lists(offsets, items[field]) for column, field in MENTION_LISTS.items()}


def _of_brands(mentions: Sequence[Sequence[BrandMention]]) -> dict[str, Any]:
    brands: dict[str, list[Values]] = {
        # most texts name nobody: a new list for each would wake the garbage collector over the whole batch
        "mentioned_brands": [[m.brand for m in each] if each else () for each in mentions],
        "known_brands": [[m.brand for m in each if m.known] if each else () for each in mentions],
        "switched_to": [[m.brand for m in each if m.switching] if each else () for each in mentions],
    }
    return {column: lists(values) for column, values in brands.items()}


def _milliseconds(moments: Any) -> Any:
    """Of an array of times: since 1970, for a version."""
    return moments.cast(pa.int64()).cast(pa.uint64())


def _land(client: Client, table: str, arrays: dict[str, Any], landed_at: datetime, rows: int) -> int:
    if rows:
        insert_table(client, table, pa.table(arrays | {"landed_at": times([landed_at] * rows)}), LANDING)
    return rows


def insert_table(client: Client, table: str, batch: Any, settings: Mapping[str, int] = SYNCHRONOUS) -> None:
    """Insert a pyarrow.Table by column names, synchronously: rows count as landed only when the server has them.

    Raises Unavailable, also where the table is not there yet and where the server has seen fewer rows than were sent.
    """
    with retryable(before_migration=True):
        summary = client.insert_arrow(table, batch, settings=dict(settings))
    written = int(summary.summary.get("written_rows", batch.num_rows))
    if written < batch.num_rows:
        raise Unavailable(f"the warehouse took {written} of {batch.num_rows} rows for {table}")
