"""The analyst gets the views, limits that cannot be lifted, and a password that no log shows."""

from __future__ import annotations

import pytest
from clickhouse_connect.driver.exceptions import DatabaseError

from tests.fixtures.fake_warehouse import FakeClient
from warehouse.access import VIEWS, access_statements, grant_access
from warehouse.settings import ClickHouseSettings

SETTINGS = ClickHouseSettings(analyst_password="correct horse", analyst_max_seconds=7)


def test_grants_are_for_views_alone() -> None:
    granted = [sql for sql in access_statements(SETTINGS, "s") if sql.startswith("GRANT") and " ON " in sql]
    assert granted == [f"GRANT SELECT ON earshot.{view} TO earshot_analyst" for view in VIEWS]


def test_limits_cannot_be_lifted() -> None:
    [profile] = [sql for sql in access_statements(SETTINGS, "s") if "PROFILE OR REPLACE" in sql]
    assert "readonly = 1 CONST" in profile
    assert "max_execution_time = 7 MIN 1 MAX 7" in profile


def test_the_password_is_sent_as_a_salted_hash() -> None:
    one, other = access_statements(SETTINGS, "one"), access_statements(SETTINGS, "other")
    assert not any("correct horse" in sql for sql in one)
    assert one != other


def test_on_a_cluster_every_node_knows_the_analyst() -> None:
    settings = ClickHouseSettings(analyst_password="x", cluster="north")
    assert all(" ON CLUSTER north" in sql for sql in access_statements(settings, "s"))
    assert not any("CLUSTER" in sql for sql in access_statements(SETTINGS, "s"))


def test_without_a_password_there_is_no_analyst(fake_client: FakeClient) -> None:
    said = grant_access(fake_client, ClickHouseSettings(analyst_password=""))  # type: ignore[arg-type]
    assert "EARSHOT_CLICKHOUSE_ANALYST_PASSWORD is not set" in said
    assert fake_client.commands == []


def test_a_server_that_manages_no_users_is_left_alone(fake_client: FakeClient) -> None:
    fake_client.error = DatabaseError("denied", code=497)
    assert "no analyst user in this server" in grant_access(fake_client, SETTINGS)  # type: ignore[arg-type]


def test_any_other_refusal_is_raised(fake_client: FakeClient) -> None:
    fake_client.error = DatabaseError("syntax", code=62)
    with pytest.raises(DatabaseError):
        grant_access(fake_client, SETTINGS)  # type: ignore[arg-type]
