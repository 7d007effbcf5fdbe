"""Connecting: as whom, to what, and what is said where it cannot be."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from clickhouse_connect.driver.client import Client

from schemas.errors import Unavailable
from stack.ports import free_ports
from tests.fixtures.warehouse import value_of
from warehouse.access import VIEWS
from warehouse.client import NotAdmitted, connect
from warehouse.migrate import migrate
from warehouse.settings import ClickHouseSettings


def test_nobody_there_is_unavailable(fresh: ClickHouseSettings) -> None:
    with pytest.raises(Unavailable):
        connect(fresh.model_copy(update={"port": free_ports(1)[0]}))


def test_a_database_that_is_not_made_yet_is_unavailable(fresh: ClickHouseSettings) -> None:
    with pytest.raises(Unavailable):
        connect(fresh)


@pytest.mark.parametrize("role", ["owner", "analyst"])
def test_a_wrong_password_is_said_without_being_shown(fresh: ClickHouseSettings, role: str) -> None:
    wrong = fresh.model_copy(update={"password": "mistyped", "analyst_password": "mistyped"})
    with pytest.raises(NotAdmitted, match="check EARSHOT_CLICKHOUSE_") as raised:
        connect(wrong, role)  # type: ignore[arg-type]
    assert "mistyped" not in str(raised.value)


def test_threads_may_share_a_client(landed: Client) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: value_of(landed, "SELECT {n:UInt32}", {"n": n}), range(20)))
    assert answers == list(range(20))


def test_the_analyst_reads_what_the_owner_migrated(fresh: ClickHouseSettings) -> None:
    settings = fresh.model_copy(update={"database": ClickHouseSettings().database})  # the one that analysts are let in
    migrate(connect(settings, database="default"), settings)
    analyst = connect(settings, "analyst")
    assert {value_of(analyst, f"SELECT count() FROM {view}") for view in VIEWS} == {0}
