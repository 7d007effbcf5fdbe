"""What may be retried is told from what may not, and no server message gets out with it."""

from __future__ import annotations

import pytest
from clickhouse_connect.driver.exceptions import DatabaseError, OperationalError, StreamFailureError

from schemas.errors import Unavailable
from warehouse.errors import retryable
from warehouse.settings import ClickHouseSettings

WORDS = "what a customer wrote"


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(OperationalError("connection refused"), id="connection refused"),
        pytest.param(ConnectionResetError(), id="connection reset"),
        pytest.param(TimeoutError(), id="timeout"),
        pytest.param(StreamFailureError("cut off"), id="answer cut off"),
        pytest.param(DatabaseError(WORDS, code=252), id="too many parts"),
        pytest.param(DatabaseError(WORDS, code=241), id="memory"),
        pytest.param(DatabaseError(WORDS, code=242), id="replica lost its keeper"),
        pytest.param(OperationalError(WORDS, code=202), id="too many queries"),
    ],
)
def test_is_unavailable(error: Exception) -> None:
    with pytest.raises(Unavailable) as raised, retryable():
        raise error
    assert WORDS not in str(raised.value)


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(DatabaseError("syntax", code=62), id="syntax"),
        pytest.param(OperationalError("denied", code=497), id="access denied"),
        pytest.param(DatabaseError("no table", code=60), id="unknown table"),
        pytest.param(ValueError("ours"), id="our own mistake"),
    ],
)
def test_is_raised_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as raised, retryable():
        raise error
    assert raised.value is error


def test_a_writer_waits_for_the_table_that_it_writes() -> None:
    with pytest.raises(Unavailable), retryable(before_migration=True):
        raise DatabaseError("no table", code=60)


@pytest.mark.parametrize(
    "error", [OperationalError("connection refused"), ConnectionResetError()], ids=["none", "lost"]
)
def test_a_warehouse_that_does_not_answer_is_named_with_its_variables(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_CLICKHOUSE_HOST", "warehouse.example")
    monkeypatch.setenv("EARSHOT_CLICKHOUSE_PORT", "8123")
    variables = "(EARSHOT_CLICKHOUSE_HOST, EARSHOT_CLICKHOUSE_PORT)"
    with pytest.raises(Unavailable) as raised, retryable():
        raise error
    assert str(raised.value) == f"the warehouse at warehouse.example:8123 does not answer {variables}"
    with pytest.raises(Unavailable) as raised, retryable(settings=ClickHouseSettings(host="other.example", port=1)):
        raise error
    assert str(raised.value) == f"the warehouse at other.example:1 does not answer {variables}"
