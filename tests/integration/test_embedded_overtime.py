"""An analyst cannot make the warehouse work without end: what overstays is ended, and the warehouse comes back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
import yaml

from tests.fixtures.warehouse import Warehouse, running
from warehouse.embedded.overtime import EXIT_CODE

ENDLESS = yaml.safe_load((Path(__file__).parents[1] / "data" / "guard" / "endless.yaml").read_text(encoding="utf-8"))
LIMITS = {"MAX_SECONDS": "1", "MAX_MEMORY_BYTES": "1000000000", "GRACE_SECONDS": "0.5", "HEED_SECONDS": "1"}
WITHIN_SECONDS = 30
"""Far more than the limits' sum, for a busy machine; far less than any of the statements would take."""


def doubled(times: int = 20) -> str:
    """Twenty lines that stand for a million tables."""
    tables = ["a0 AS (SELECT 1 AS x)"]
    tables += [f"a{n + 1} AS (SELECT x FROM a{n} UNION ALL SELECT x FROM a{n})" for n in range(times)]
    return f"WITH {', '.join(tables)} SELECT count() FROM a{times}"


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    variables = {f"EARSHOT_CLICKHOUSE_ANALYST_{name}": value for name, value in LIMITS.items()}
    with running(tmp_path_factory.mktemp("limited"), **variables) as server:
        server.ask("CREATE DATABASE earshot")
        yield server


@pytest.fixture
def server(limited: Warehouse) -> Warehouse:
    """Started again after a test that ended it, as the supervisor would."""
    assert limited.process is not None
    if limited.process.poll() is not None:
        limited.start()
    return limited


def ended(server: Warehouse) -> int:
    assert server.process is not None
    return server.process.wait(timeout=WITHIN_SECONDS)


@pytest.mark.parametrize("statement", [pytest.param(sql, id=name) for one in ENDLESS for name, sql in one.items()])
def test_no_statement_runs_without_end(server: Warehouse, statement: str) -> None:
    try:
        answer = server.ask(statement.replace("{doubled}", doubled()), "analyst", timeout=WITHIN_SECONDS)
    except urllib3.exceptions.ProtocolError:
        assert ended(server) == EXIT_CODE
    else:
        assert answer.status != 200, answer.data
        assert server.ask("SELECT 1").data == b"1\n", "and the engine is free again"


NEVER = "SELECT hasAny(arrayMap(x -> x * 2 + 1, range(5000000)), arrayMap(x -> x * 2 + 2, range(5000000)))"


def test_what_heeds_no_cancelling_ends_the_process_with_its_reason_and_without_its_words(server: Warehouse) -> None:
    server.ask("CREATE TABLE earshot.kept (n UInt64) ENGINE = MergeTree ORDER BY n")
    server.ask("INSERT INTO earshot.kept VALUES (1)")
    with pytest.raises(urllib3.exceptions.ProtocolError):
        server.ask(NEVER, "analyst", timeout=WITHIN_SECONDS, query_id="too-long")
    assert ended(server) == EXIT_CODE
    assert "too-long is still running after 1.5 s: cancelling" in server.log
    assert "too-long heeds no cancelling after 2.5 s: ending the process" in server.log
    assert "hasAny" not in server.log
    server.start()
    assert server.ask("SELECT n FROM earshot.kept").data == b"1\n"


def test_it_ends_also_when_its_client_has_gone(server: Warehouse) -> None:
    with pytest.raises(urllib3.exceptions.ReadTimeoutError):
        server.ask(NEVER, "analyst", timeout=0.5)
    assert ended(server) == EXIT_CODE


def test_the_owner_is_not_limited(server: Warehouse) -> None:
    began = time.monotonic()
    assert server.ask("SELECT sleepEachRow(1) FROM numbers(3)").status == 200
    assert time.monotonic() - began > sum(float(LIMITS[name]) for name in ("MAX_SECONDS", "GRACE_SECONDS"))
