"""The promises of landing, kept by whatever is landed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import DatabaseError, OperationalError

from schemas.errors import Unavailable
from tests.fixtures.fake_warehouse import FakeClient
from tests.fixtures.made import NOON, case, dead_letter, fact, scored
from tests.fixtures.warehouse import value_of
from warehouse.client import connect
from warehouse.landing import land_cases, land_dead_letters, land_facts, land_feedback
from warehouse.settings import ClickHouseSettings

MORE_THAN_A_BLOCK = 70_000
"""The driver and the engine cut inserts at 65,536 rows: what is lost there is lost in silence."""


@dataclass(frozen=True)
class Landing:
    """One kind of row, how it is landed and where it shows."""

    land: Callable[[Client, Sequence[Any], datetime], int]
    make: Callable[[str], Any]
    table: str
    view: str

    def rows(self, count: int) -> list[Any]:
        return [self.make(f"id{number}") for number in range(count)]


LANDINGS = {
    "feedback": Landing(land_feedback, scored, "feedback_landed", "feedback"),
    "dead letters": Landing(land_dead_letters, dead_letter, "dead_letters_landed", "dead_letters"),
    "cases": Landing(land_cases, case, "cases_landed", "case_events"),
    "facts": Landing(land_facts, fact, "facts_landed", "facts"),
}


@pytest.fixture(params=LANDINGS.values(), ids=LANDINGS)
def landing(request: pytest.FixtureRequest) -> Landing:
    chosen: Landing = request.param
    return chosen


def shown(client: Client, landing: Landing) -> int:
    count: int = value_of(client, f"SELECT count() FROM {landing.view}")
    return count


def test_rows_can_be_read_when_the_call_returns(landed: Client, landing: Landing) -> None:
    assert landing.land(landed, landing.rows(3), NOON) == 3
    assert shown(landed, landing) == 3


def test_landing_the_same_again_changes_nothing_that_is_shown(landed: Client, landing: Landing) -> None:
    for _ in range(3):
        landing.land(landed, landing.rows(3), NOON)
    assert shown(landed, landing) == 3


def test_a_batch_larger_than_a_block_is_stored_whole(landed: Client, landing: Landing) -> None:
    landing.land(landed, landing.rows(MORE_THAN_A_BLOCK), NOON)
    assert shown(landed, landing) == MORE_THAN_A_BLOCK


def test_rows_say_when_they_were_landed(landed: Client, landing: Landing) -> None:
    landing.land(landed, landing.rows(1), NOON)
    assert value_of(landed, f"SELECT landed_at FROM {landing.view}") == NOON


def test_no_rows_are_no_insert(fake_client: FakeClient, landing: Landing) -> None:
    assert landing.land(fake_client, [], NOON) == 0  # type: ignore[arg-type]
    assert fake_client.inserted == []


def test_one_batch_is_one_synchronous_insert(fake_client: FakeClient, landing: Landing) -> None:
    landing.land(fake_client, landing.rows(2), NOON)  # type: ignore[arg-type]
    [(table, batch)] = fake_client.inserted
    assert (table, batch.num_rows) == (landing.table, 2)
    assert fake_client.settings == [{"async_insert": 0, "optimize_on_insert": 0}]


def test_fewer_rows_taken_than_sent_is_unavailable(fake_client: FakeClient, landing: Landing) -> None:
    fake_client.loses = 1
    with pytest.raises(Unavailable):
        landing.land(fake_client, landing.rows(2), NOON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "error", [OperationalError("refused"), DatabaseError("parts", code=252), DatabaseError("table", code=60)]
)
def test_what_may_be_retried_is_unavailable(fake_client: FakeClient, landing: Landing, error: Exception) -> None:
    fake_client.error = error
    with pytest.raises(Unavailable):
        landing.land(fake_client, landing.rows(1), NOON)  # type: ignore[arg-type]


def test_what_may_not_be_retried_is_raised(fake_client: FakeClient, landing: Landing) -> None:
    fake_client.error = DatabaseError("type mismatch", code=53)
    with pytest.raises(DatabaseError):
        landing.land(fake_client, landing.rows(1), NOON)  # type: ignore[arg-type]


def test_before_the_migrations_it_waits(fresh: ClickHouseSettings, landing: Landing) -> None:
    with pytest.raises(Unavailable):
        landing.land(connect(fresh, database="default"), landing.rows(1), NOON)
