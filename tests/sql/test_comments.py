"""Whoever opens the warehouse is told what each table, view and column means, and it is the same everywhere."""

from __future__ import annotations

import msgspec
import pytest
from clickhouse_connect.driver.client import Client

from schemas.case import CaseEvent
from schemas.dead_letter import DeadLetter
from schemas.fact import BusinessFact
from schemas.feedback import FeedbackEvent
from schemas.scored import Scores
from warehouse.access import VIEWS
from warehouse.query import Row, query_rows

FAMILIES = [
    {"feedback_landed", "feedback", "mentions", "brand_mentions"},
    {"dead_letters_landed", "dead_letters"},
    {"indicator_results", "indicators", "indicators_history"},
    {"indicator_evidence_landed", "indicator_evidence"},
    {"episodes_landed", "episodes"},
    {"episode_notes_landed", "episode_notes"},
    {"alerts_sent_landed", "alerts_sent"},
    {"ingest_log_landed", "ingest_log"},
    {"cases_landed", "case_events", "cases"},
    {"facts_landed", "facts"},
]


def columns(client: Client) -> list[Row]:
    sql = "SELECT table, name, type, comment FROM system.columns WHERE database = currentDatabase()"
    return query_rows(client, sql)


def tables(client: Client) -> dict[str, Row]:
    sql = "SELECT name, engine, comment FROM system.tables WHERE database = currentDatabase()"
    return {row["name"]: row for row in query_rows(client, sql)}


def test_the_views_are_those_that_an_analyst_may_read(landed: Client) -> None:
    assert {name for name, row in tables(landed).items() if row["engine"] == "View"} == set(VIEWS)


def test_every_column_of_every_table_and_view_has_a_comment(landed: Client) -> None:
    assert [f"{row['table']}.{row['name']}" for row in columns(landed) if not row["comment"]] == []


def test_every_view_states_its_grain_and_every_table_its_view(landed: Client) -> None:
    for name, row in tables(landed).items():
        assert row["comment"].startswith("Grain: one row per" if row["engine"] == "View" else "One row per"), name


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: min(sorted(family), key=len))
def test_a_column_means_the_same_in_a_table_and_its_views(landed: Client, family: set[str]) -> None:
    meanings: dict[str, set[str]] = {}
    for row in columns(landed):
        if row["table"] in family:
            meanings.setdefault(row["name"], set()).add(f"{row['type']}: {row['comment']}")
    assert {name: said for name, said in meanings.items() if len(said) > 1} == {}


def test_the_view_holds_every_field_of_an_event_and_its_scores(landed: Client) -> None:
    shown = {row["name"] for row in columns(landed) if row["table"] == "feedback"}
    fields = {field.name for model in (FeedbackEvent, Scores) for field in msgspec.structs.fields(model)}
    assert fields - {"brand_mentions", "mentions"} <= shown
    said = {"topics", "topic_sentiments", "topic_polarities", "topic_causes", "topic_excerpts"}
    assert said <= shown


@pytest.mark.parametrize(("view", "model"), [("case_events", CaseEvent), ("facts", BusinessFact)])
def test_the_view_holds_every_field_of_a_case_or_a_fact(landed: Client, view: str, model: type[msgspec.Struct]) -> None:
    shown = {row["name"] for row in columns(landed) if row["table"] == view}
    assert {field.name for field in msgspec.structs.fields(model)} <= shown


def test_the_table_holds_every_field_of_a_dead_letter(landed: Client) -> None:
    kept = {row["name"] for row in columns(landed) if row["table"] == "dead_letters_landed"}
    assert {field.name for field in msgspec.structs.fields(DeadLetter)} <= kept


def test_no_view_is_fed_by_inserts(landed: Client) -> None:
    assert not [name for name, row in tables(landed).items() if row["engine"] == "MaterializedView"]
