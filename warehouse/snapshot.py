"""The flows' own copy of feedback: each event once, in the order of time, brought up to date before a run reads it.

The view `feedback` finds the newest version of every event anew for each question, over all that ever landed: no date
may stand in the landing table's key. A run asks some fifty questions, so it asks them of a copy where this is done.

1. per month of the view and of the copy: how many events, and the sum of the hashes of their ids and versions
2. months that differ are dropped from the copy and copied anew, all in one reading of the view

Nothing else says what is up to date: no watermark that a late insert could slip under, no count of landed rows, which
doubles that wait to be merged can make up for. To compare takes half a CPU second at 3 million events. So whatever
happens to feedback reaches the copy with the next run: an edit that changes a date, a rescore, a deletion, an expiry;
and a refresh that was cut off is completed by the next. One refresh at a time, and nobody reads meanwhile: the flows
take turns.
"""

from __future__ import annotations

from clickhouse_connect.driver.client import Client

from warehouse.query import query_rows, run_statement
from warehouse.render import kept_in
from warehouse.settings import ClickHouseSettings

_MONTHS = "SELECT toYYYYMM(occurred_at) AS month, count() AS events, sum(cityHash64(event_id, version)) AS mark FROM"

_COPY = """
INSERT INTO feedback_snapshot
(
    event_id, source, kind, channel, brand, occurred_at, text, has_text, customer, rating_score, nps, csat_score,
    ces_score, survey_id, location, team, product, order_ref, respondent_role, customer_ref, customer_segment, reply_at,
    language, sentiment, topics, topic_sentiments, topic_causes, intents, urgent, expects, mentioned_brands,
    known_brands, switched_to, sentiment_version, taxonomy_version, landed_at, version
)
SELECT
    event_id, source, kind, channel, brand, occurred_at, text, text != '',
    sipHash64(if(customer_ref = '', event_id, customer_ref)), rating_score, nps, csat_score,
    ces_score, survey_id, location, team, product, order_ref, respondent_role, customer_ref, customer_segment, reply_at,
    language,
    sentiment,
    arrayDistinct(topics) AS each,
    -- what landed before topics had a sentiment of their own has that of the whole text
    arrayMap(at -> if(at <= length(topic_sentiments), topic_sentiments[at], sentiment), firsts),
    arrayMap(at -> topic_causes[at], arrayMap(name -> indexOf(topics, name), each) AS firsts),
    intents, urgent, notEmpty(expectations), mentioned_brands,
    known_brands, switched_to, sentiment_version, taxonomy_version, landed_at, version
FROM feedback
WHERE toYYYYMM(occurred_at) IN {months:Array(UInt32)}
"""
_OF_FEW = """
  AND event_id IN (SELECT event_id FROM feedback_landed WHERE toYYYYMM(occurred_at) IN {months:Array(UInt32)})
"""
"""Whatever has a row in these months, so that the other columns of all other events are not even read. On a cluster the
ids would have to go to all nodes first, and then it is no quicker than to read everything."""
FEW = 1_000_000
"""Events whose ids fit into a set of a hundred megabytes."""
_AT_ONCE = {
    "max_partitions_per_insert_block": 0,  # history may reach back decades
    "insert_deduplicate": 0,  # a month copied a second time is no repetition to be left out
    "optimize_move_to_prewhere_if_final": 1,  # the ids are looked at first, as all rows of an event have the same one
}


def refresh(client: Client, settings: ClickHouseSettings | None = None) -> list[int]:
    """Make the copy say what the view says now; the months (yyyymm) that were copied anew. Raises Unavailable."""
    settings = settings or ClickHouseSettings()
    shown, known = (_months(client, table) for table in ("feedback", "feedback_snapshot"))
    changed = sorted(month for month in shown.keys() | known.keys() if shown.get(month) != known.get(month))
    for month in changed:
        run_statement(client, drop_statement(month, settings))
    if changed:
        events = sum(shown[month][0] for month in changed if month in shown)
        few = events <= FEW and not settings.cluster
        run_statement(client, _COPY + _OF_FEW if few else _COPY, {"months": changed}, **_AT_ONCE)
    return changed


def drop_statement(month: int, settings: ClickHouseSettings) -> str:
    """What lets go of a month of the copy."""
    return f"ALTER TABLE {kept_in('feedback_snapshot', settings)} DROP PARTITION {month}"


def _months(client: Client, table: str) -> dict[int, tuple[int, int]]:
    rows = query_rows(client, f"{_MONTHS} {table} GROUP BY month")
    return {row["month"]: (row["events"], row["mark"]) for row in rows}
