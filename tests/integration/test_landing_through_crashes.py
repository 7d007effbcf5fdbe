"""What was landed outlives a kill of the warehouse; what could not be landed says that it may be sent again."""

from __future__ import annotations

import pytest

from schemas.errors import Unavailable
from tests.fixtures.made import NOON, scored
from tests.fixtures.warehouse import PASSWORDS, Warehouse, value_of
from warehouse.client import connect
from warehouse.landing import land_feedback
from warehouse.migrate import migrate
from warehouse.settings import ClickHouseSettings


@pytest.fixture
def settings(warehouse: Warehouse) -> ClickHouseSettings:
    return ClickHouseSettings(host="127.0.0.1", port=warehouse.port, user="earshot", password=PASSWORDS["owner"])


def test_landed_rows_outlive_kill_9_and_a_lost_insert_is_sent_again(
    warehouse: Warehouse, settings: ClickHouseSettings
) -> None:
    client = connect(settings, database="default")
    migrate(client, settings)
    batch = [scored(f"e{number}") for number in range(1000)]
    land_feedback(client, batch, NOON)
    warehouse.kill()
    with pytest.raises(Unavailable):
        land_feedback(client, batch, NOON)
    with pytest.raises(Unavailable):
        connect(settings)
    warehouse.start()
    assert value_of(client, "SELECT count() FROM feedback") == 1000
    land_feedback(client, [*batch, scored("one more")], NOON)
    assert value_of(client, "SELECT count() FROM feedback") == 1001
    assert migrate(client, settings) == []
