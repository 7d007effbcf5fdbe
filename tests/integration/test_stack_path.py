"""The straight path by the command line alone: a file in, rows and a report out, on the real stack."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.stack import Stack

SOURCE = "stack_path"
GOOD = [
    {
        "native_id": str(number),
        "source": SOURCE,
        "kind": "review",
        "channel": "web",
        "brand": "Alder Post",
        "occurred_at": "2026-11-02T10:00:00Z",
        "text": "The parcel came late and the box was wet.",
        "rating": 2,
        "rating_min": 1,
        "rating_max": 5,
    }
    for number in range(30)
]
BAD = [GOOD[0] | {"native_id": "naive", "occurred_at": "2026-11-02T10:00:00"}]


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in GOOD + BAD))
    return path


def asked(stack: Stack, sql: str) -> list[dict[str, Any]]:
    answer = stack.earshot("sql", sql, "--format", "json")
    assert answer.returncode == 0, answer.stderr
    rows: list[dict[str, Any]] = json.loads(answer.stdout)
    return rows


def landed(stack: Stack) -> int:
    [row] = asked(stack, f"SELECT count() AS n FROM feedback WHERE source = '{SOURCE}'")
    return int(row["n"])


def test_init_prepares_a_kafka_and_a_warehouse_that_are_there_and_changes_nothing_the_next_time(stack: Stack) -> None:
    elsewhere = {"EARSHOT_KAFKA_PREFIX": "prepared.", "EARSHOT_CLICKHOUSE_DATABASE": "prepared"}
    first = stack.earshot("init", **elsewhere)
    assert first.returncode == 0, first.stderr
    assert "created prepared.feedback.dead_letters, prepared.feedback.raw, prepared.feedback.scored" in first.stderr
    assert "applied 0001" in first.stderr
    assert "analyst" in first.stderr
    second = stack.earshot("init", **elsewhere)
    assert second.returncode == 0, second.stderr
    assert "all are there" in second.stderr
    assert "0 migrations applied now" in second.stderr
    shown = stack.earshot("sql", "SHOW TABLES FROM prepared", "--owner", "--format", "json")
    assert "feedback" in {row["name"] for row in json.loads(shown.stdout)}


def test_init_says_in_one_line_what_it_cannot_reach(stack: Stack) -> None:
    refused = stack.earshot("init", EARSHOT_CLICKHOUSE_PORT="1")
    assert refused.returncode == 3
    assert refused.stderr.splitlines()[1:] == ["earshot: the warehouse does not answer (127.0.0.1:1)"]


def test_what_is_pushed_and_waited_for_can_be_queried_and_what_is_refused_is_said(stack: Stack, feed: Path) -> None:
    pushed = stack.earshot("push", str(feed), "--wait")
    assert pushed.returncode == 1, "one row was refused"
    assert "feed.jsonl:31" in pushed.stderr
    assert "31 rows: 30 events, 1 dead letters, all queryable" in pushed.stderr
    assert landed(stack) == 30
    [refused] = asked(stack, f"SELECT field, reason, line FROM dead_letters WHERE source = '{SOURCE}'")
    assert (refused["field"], refused["line"]) == ("occurred_at", 31)


def test_pushing_the_same_again_changes_no_count(stack: Stack, feed: Path) -> None:
    stack.earshot("push", str(feed), "--wait")
    before = landed(stack)
    stack.earshot("push", str(feed), "--wait")
    assert landed(stack) == before


def test_standard_input_is_pushed(stack: Stack) -> None:
    record = json.dumps(GOOD[0] | {"native_id": "from standard input"})
    pushed = stack.earshot("push", "-", "--wait", input_=f"{record}\n")
    assert pushed.returncode == 0, pushed.stderr


def test_sql_prints_a_table_or_csv_or_json(stack: Stack) -> None:
    sql = "SELECT 1 AS one, 'a,b' AS text, [1, 2] AS list, NULL AS nothing"
    assert asked(stack, sql) == [{"one": 1, "text": "a,b", "list": [1, 2], "nothing": None}]
    header, row = csv.reader(StringIO(stack.earshot("sql", sql, "--format", "csv").stdout))
    assert header == ["one", "text", "list", "nothing"]
    assert row == ["1", "a,b", "[1,2]", ""]
    assert "a,b" in stack.earshot("sql", sql).stdout


@pytest.mark.parametrize(
    "sql", ["SELECT nonsense FROM feedback", "SELEC 1", "DROP TABLE feedback", "SELECT * FROM feedback_landed"]
)
def test_what_the_warehouse_refuses_is_one_line_and_a_failure(stack: Stack, sql: str) -> None:
    refused = stack.earshot("sql", sql)
    assert refused.returncode == 1
    [line] = refused.stderr.strip().splitlines()
    assert line.startswith("earshot: ")


def test_the_owner_may_write(stack: Stack) -> None:
    for sql in ("CREATE TABLE IF NOT EXISTS scratch (n UInt8) ENGINE = Memory", "DROP TABLE scratch"):
        done = stack.earshot("sql", sql, "--owner")
        assert done.returncode == 0, done.stderr


def test_a_flow_is_run_and_its_findings_are_shown(stack: Stack) -> None:
    done = stack.earshot("run", "threats", "--as-of", "2026-11-16")
    assert done.returncode == 0, done.stderr
    assert "2026-W46" in done.stderr
    shown = stack.earshot("threats", "--as-of", "2026-11-16")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout in done.stdout
    findings = stack.earshot("threats", "--as-of", "2026-11-16", "--json")
    assert {"indicator", "verdict", "reason"} <= set(json.loads(findings.stdout)[0])


def test_a_span_that_closes_no_window_is_wrong_usage(stack: Stack) -> None:
    assert stack.earshot("run", "threats", "--from", "2026-11-18", "--to", "2026-11-19").returncode == 2
