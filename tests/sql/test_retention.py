"""What is past its retention goes: a case as a whole, with its newest step, and facts where they name a customer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from tests.fixtures.made import NOON, case, fact
from warehouse import retention
from warehouse.landing import land_cases, land_facts
from warehouse.query import query_rows
from warehouse.retention import expire_cases, set_retention
from warehouse.settings import ClickHouseSettings

NOW = NOON + timedelta(days=100)
NINETY = ClickHouseSettings(retention_days=90)


def step(event_id: str, days: int, case_id: str, **changes: Any) -> Any:
    """Received so many days after noon of the first of June."""
    return case(event_id, case_id=case_id, received_at=NOON + timedelta(days=days), **changes)


def kept(client: Client) -> list[str]:
    return [row["event_id"] for row in query_rows(client, "SELECT event_id FROM cases_landed ORDER BY event_id")]


def test_a_case_goes_as_a_whole_with_its_newest_step(landed: Client) -> None:
    steps = [step("a1", 0, "old"), step("a2", 9, "old"), step("b1", 0, "alive"), step("b2", 11, "alive")]
    land_cases(landed, [*steps, step("c1", 0, "old", source="other_desk"), step("d1", 10, "just")], NOON)
    assert expire_cases(landed, NINETY, NOW) == 3
    assert kept(landed) == ["b1", "b2", "d1"]
    assert expire_cases(landed, NINETY, NOW) == 0


def test_a_step_that_was_sent_again_counts_from_its_last_receipt_and_goes_with_all_its_versions(landed: Client) -> None:
    for days in (0, 1, 11):
        land_cases(landed, [step("a1", days, "again"), step("b1", min(days, 5), "gone")], NOON)
    assert expire_cases(landed, NINETY, NOW) == 1
    assert set(kept(landed)) == {"a1"}


def test_many_are_deleted_in_several_statements(landed: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "STEPS_AT_ONCE", 3)
    land_cases(landed, [step(f"it's \\{n}", 0, f"case {n // 2}") for n in range(8)], NOON)
    assert expire_cases(landed, NINETY, NOW) == 8
    assert kept(landed) == []


def test_without_a_retention_everything_stays(landed: Client) -> None:
    land_cases(landed, [step("a1", 0, "old")], NOON)
    assert expire_cases(landed, ClickHouseSettings(), NOW) == 0
    assert kept(landed) == ["a1"]


def test_the_next_migration_lets_go_of_what_is_past_it(landed: Client, fresh: ClickHouseSettings) -> None:
    then = datetime(2020, 1, 1, tzinfo=UTC)
    kinds = ("order", "customer_lapsed", "revenue")
    land_facts(landed, [fact(kind, kind=kind, received_at=then) for kind in kinds], NOON)
    land_cases(landed, [case("a1", received_at=then)], NOON)
    landed.database = fresh.database
    set_retention(landed, fresh.model_copy(update={"retention_days": 1}))
    landed.command("OPTIMIZE TABLE facts_landed FINAL")
    assert kept(landed) == []
    assert [row["kind"] for row in query_rows(landed, "SELECT kind FROM facts_landed")] == ["revenue"]
