"""The straight path by the command line alone: a file in, rows and a report out, on the real stack."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from schemas.topics import TOPICS
from tests.fixtures.stack import Stack

SOURCE = "stack_path"
EXAMPLES = Path(__file__).parents[2] / "examples"
UNANSWERED = "the warehouse at 127.0.0.1:1 does not answer (EARSHOT_CLICKHOUSE_HOST, EARSHOT_CLICKHOUSE_PORT)"
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
MAP = """
constants: {source: mapped_source, kind: review, channel: web, brand: Alder Post}
native_id: id
fields:
  text: said
  occurred_at: {path: "on", date: "%Y-%m-%d", zone: UTC}
"""
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
    assert f"created {', '.join(sorted(f'prepared.{topic}' for topic in TOPICS))}" in first.stderr
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
    assert refused.stderr.splitlines()[1:] == [f"earshot: {UNANSWERED}"]


def test_what_is_pushed_and_waited_for_can_be_queried_and_what_is_refused_is_said(stack: Stack, feed: Path) -> None:
    pushed = stack.earshot("push", str(feed), "--wait")
    assert pushed.returncode == 1, "one row was refused"
    assert "feed.jsonl:31" in pushed.stderr
    assert "31 rows: 30 events, 1 dead letter, all queryable" in pushed.stderr
    assert landed(stack) == 30
    [refused] = asked(stack, f"SELECT field, reason, line FROM dead_letters WHERE source = '{SOURCE}'")
    assert (refused["field"], refused["line"]) == ("occurred_at", 31)


def test_pushing_the_same_again_changes_no_count(stack: Stack, feed: Path) -> None:
    stack.earshot("push", str(feed), "--wait")
    before = landed(stack)
    stack.earshot("push", str(feed), "--wait")
    assert landed(stack) == before


def logged(stack: Stack, name: str) -> dict[str, Any]:
    """The newest row of ingest_log about a file of that name."""
    return next(
        row for row in asked(stack, "SELECT * FROM ingest_log ORDER BY started_at DESC") if row["file_name"] == name
    )


def test_each_pushed_file_is_one_row_of_the_ingest_log(stack: Stack, feed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl.gz"
    other.write_bytes(gzip.compress(json.dumps(GOOD[0] | {"native_id": "other"}).encode()))
    stack.earshot("push", str(feed), str(other), "--history")
    first, second = logged(stack, "feed.jsonl"), logged(stack, "other.jsonl.gz")
    assert first["push_id"] != second["push_id"]
    assert {row["status"] for row in (first, second)} == {"complete"}
    assert [first[f"rows_{what}"] for what in ("read", "accepted", "refused")] == [31, 30, 1]
    assert [second[f"rows_{what}"] for what in ("read", "accepted", "refused")] == [1, 1, 0]
    assert first["file_hash"] == hashlib.sha256(feed.read_bytes()).hexdigest()
    assert first["bytes_read"] == feed.stat().st_size
    assert first["history"] is True
    assert first["started_at"] <= first["finished_at"]


def test_the_ingest_log_names_map_and_source_and_no_folder(stack: Stack, tmp_path: Path) -> None:
    (tmp_path / "my_map.yaml").write_text(MAP)
    (tmp_path / "mapped.csv").write_text("id,said,on\n1,The parcel came late,2026-11-02\n")
    pushed = stack.earshot("push", str(tmp_path / "mapped.csv"), "--map", str(tmp_path / "my_map.yaml"))
    assert pushed.returncode == 0, pushed.stderr
    row = logged(stack, "mapped.csv")
    assert (row["map_name"], row["source"]) == ("my_map", "mapped_source")
    assert str(tmp_path) not in json.dumps(row)


def test_a_file_that_is_damaged_on_the_way_is_logged_as_failed(stack: Stack, tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(json.dumps(record).encode() + b"\n" for record in GOOD))
    damaged = tmp_path / "damaged.jsonl.gz"
    damaged.write_bytes(whole[:-12])
    pushed = stack.earshot("push", str(damaged))
    assert pushed.returncode == 1
    assert pushed.stderr.startswith("earshot: ")
    assert logged(stack, "damaged.jsonl.gz")["status"] == "failed"


def test_without_a_warehouse_a_push_works_and_says_that_it_is_not_logged(stack: Stack, tmp_path: Path) -> None:
    (tmp_path / "unlogged.jsonl").write_text(json.dumps(GOOD[0]))
    pushed = stack.earshot("push", str(tmp_path / "unlogged.jsonl"), EARSHOT_CLICKHOUSE_PORT="1")
    assert pushed.returncode == 0
    assert pushed.stderr.splitlines() == [
        f"this push is not in ingest_log: {UNANSWERED}",
        "1 row: 1 event, 0 dead letters",
    ]


STEPS = """source,native_id,case_id,stage,occurred_at,brand,severity,first_contact,letter
desk,1,C-1,received,2026-11-02T10:00:00Z,Alder Post,high,,They were rude to me.
desk,2,C-1,acknowledged,2026-11-02T12:30:00Z,Alder Post,,,
desk,3,C-1,resolved,2026-11-03T10:00:00Z,Alder Post,,false,
desk,4,C-2,received,2026-11-02T10:00:00Z,Alder Post,low,,
desk,5,C-2,sent on,2026-11-02T10:00:00Z,Alder Post,,,They were rude to me.
desk,6,C-3,received,2026-11-02T10:00:00,Alder Post,,,
"""


def test_cases_are_pushed_and_read_as_cases_and_pushing_them_twice_changes_nothing(
    stack: Stack, tmp_path: Path
) -> None:
    (tmp_path / "steps.csv").write_text(STEPS)
    for _ in range(2):
        pushed = stack.earshot("push", str(tmp_path / "steps.csv"), "--as", "cases", "--wait")
        assert pushed.returncode == 1, "two rows were refused"
        assert "steps.csv:6: stage is not one of the allowed values" in pushed.stderr
        assert "6 rows: 4 steps of cases, 2 dead letters, all queryable" in pushed.stderr
        shown = asked(stack, "SELECT * FROM cases WHERE source = 'desk' ORDER BY case_id")
        assert [row["case_id"] for row in shown] == ["C-1", "C-2"]
        assert (shown[0]["hours_to_acknowledge"], shown[0]["hours_to_resolve"]) == (2.5, 24.0)
        assert [(row["is_open"], row["severity"], row["first_contact"]) for row in shown] == [
            (False, "high", False),
            (True, "low", None),
        ]
        assert asked(stack, "SELECT count() AS n FROM case_events WHERE source = 'desk'") == [{"n": 4}]
        letters = asked(stack, "SELECT line, field, reason FROM dead_letters WHERE source = 'desk' ORDER BY line")
        assert [tuple(row.values()) for row in letters] == [
            (6, "stage", "not_allowed"),
            (7, "occurred_at", "naive_time"),
        ]


def test_facts_are_pushed_and_read_and_a_correction_takes_the_place_of_what_it_corrects(
    stack: Stack, tmp_path: Path
) -> None:
    told = {"source": "crm_facts", "native_id": 1, "kind": "customers", "brand": "Alder Post", "value": 100}
    told |= {"occurred_at": "2026-11-01T00:00:00Z", "period_start": "2026-10-01T00:00:00Z"}
    file = tmp_path / "facts.jsonl"
    for value in (100, 90):
        lines = [told | {"value": value, "period_end": "2026-11-01T00:00:00Z"}, told | {"native_id": 2}]
        file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        pushed = stack.earshot("push", str(file), "--as", "facts", "--wait")
        assert "facts.jsonl:2: period_end is needed with the kind customers (missing_field)" in pushed.stderr
        rows = asked(stack, "SELECT kind, value FROM facts WHERE source = 'crm_facts'")
        assert rows == [{"kind": "customers", "value": float(value)}]


def test_a_map_says_that_its_rows_are_cases_or_facts_and_nothing_else_may_be_said(stack: Stack) -> None:
    for name, view, count in (("complaints", "cases", 3), ("orders", "facts", 4)):
        file, map_ = (str(EXAMPLES / f"{name}.{ending}") for ending in ("csv", "yaml"))
        pushed = stack.earshot("push", file, "--map", map_, "--wait")
        assert pushed.returncode == 0, pushed.stderr
        source = {"cases": "complaints_register", "facts": "shop"}[view]
        assert asked(stack, f"SELECT count() AS n FROM {view} WHERE source = '{source}'") == [{"n": count}]
        wrong = stack.earshot("push", file, "--map", map_, "--as", "feedback")
        assert wrong.returncode == 2
        assert f"the map makes {view}, not feedback" in wrong.stderr
    assert stack.earshot("push", str(EXAMPLES / "facts.csv"), "--as", "facts").returncode == 0
    assert stack.earshot("push", str(EXAMPLES / "facts.csv"), "--as", "figures").returncode == 2


def test_status_counts_cases_and_facts(stack: Stack) -> None:
    found = json.loads(stack.earshot("status", "--json").stdout)
    [counted] = asked(stack, "SELECT (SELECT count() FROM case_events) AS steps, (SELECT count() FROM facts) AS facts")
    assert (found["case_events"], found["facts"]) == (counted["steps"], counted["facts"])
    assert {"feedback.cases", "business.facts"} <= {lag["topic"] for lag in found["lag"]}


def test_standard_input_is_pushed(stack: Stack) -> None:
    record = json.dumps(GOOD[0] | {"native_id": "from standard input"})
    pushed = stack.earshot("push", "-", "--wait", input_=f"{record}\n")
    assert pushed.returncode == 0, pushed.stderr
    assert logged(stack, "-")["rows_accepted"] == 1


def test_sql_prints_a_table_or_csv_or_json(stack: Stack) -> None:
    sql = "SELECT 1 AS one, 'a,b' AS text, [1, 2] AS list, NULL AS nothing"
    assert asked(stack, sql) == [{"one": 1, "text": "a,b", "list": [1, 2], "nothing": None}]
    header, row = csv.reader(StringIO(stack.earshot("sql", sql, "--format", "csv").stdout))
    assert header == ["one", "text", "list", "nothing"]
    assert row == ["1", "a,b", "[1,2]", ""]
    assert "a,b" in stack.earshot("sql", sql).stdout


def test_json_is_an_array_without_rows_too_and_never_loses_a_column(stack: Stack) -> None:
    assert asked(stack, "SELECT brand FROM feedback WHERE source = 'nobody'") == []
    refused = stack.earshot("sql", "SELECT 1, 1", "--format", "json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("earshot: more than one column is named 1: ")


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
