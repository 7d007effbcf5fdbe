"""`earshot replay` on the real stack: what was refused comes in once it is right, and stays out while it is not."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer

from schemas.topics import RAW
from tests.fixtures.messages import good
from tests.fixtures.stack import Stack

SECRET = "Anna Nowak 555 0100"
MAP = """
constants: {{source: replayed, kind: review, channel: web, brand: Alder Post}}
native_id: no
fields: {{text: said, occurred_at: {{path: at, date: "{}", zone: UTC}}}}
"""


@pytest.fixture
def refused(stack: Stack, tmp_path: Path) -> list[str]:
    """Three rows of a map whose dates are of another form than it says, and one of none; their dead letters' ids."""
    (tmp_path / "map.yaml").write_text(MAP.format("%Y-%m-%d"))
    rows = [f"{no},{SECRET},{no}.10.2026\n" for no in (11, 12, 13)] + [f'14,"{SECRET}\n']
    (tmp_path / "feed.csv").write_text("no,said,at\n" + "".join(rows))
    pushed = stack.earshot("push", str(tmp_path / "feed.csv"), "--map", str(tmp_path / "map.yaml"), "--wait")
    assert "4 rows: 0 events, 4 dead letters" in pushed.stderr
    return [row["dead_letter_id"] for row in letters(stack)]


def asked(stack: Stack, sql: str) -> list[dict[str, Any]]:
    answer = stack.earshot("sql", sql, "--format", "json")
    assert answer.returncode == 0, answer.stderr
    rows: list[dict[str, Any]] = json.loads(answer.stdout)
    return rows


def letters(stack: Stack) -> list[dict[str, Any]]:
    return asked(stack, "SELECT dead_letter_id, line FROM dead_letters WHERE source = 'replayed' ORDER BY line")


def came_in(stack: Stack) -> int:
    [row] = asked(stack, "SELECT count() AS n FROM feedback WHERE source = 'replayed'")
    return int(row["n"])


def test_a_mended_map_brings_in_what_it_refused_once_however_often_and_the_rest_is_said(
    stack: Stack, tmp_path: Path, refused: list[str]
) -> None:
    before = letters(stack)
    unmended = stack.earshot("replay", refused[0], "--map", str(tmp_path / "map.yaml"), "--wait")
    assert unmended.returncode == 1
    assert f"refused  {refused[0]}: occurred_at " in unmended.stderr
    assert "1 dead letter: 0 sent again, 1 refused again, all queryable" in unmended.stderr
    (tmp_path / "map.yaml").write_text(MAP.format("%d.%m.%Y"))
    for _ in range(2):
        mended = stack.earshot("replay", "--map", str(tmp_path / "map.yaml"), "--wait")
        assert mended.returncode == 1, "one row is no CSV, whatever the map"
        assert f"refused  {refused[3]}: the message is not well-formed CSV" in mended.stderr
        assert "4 dead letters: 3 sent again, 1 refused again, all queryable" in mended.stderr
        assert SECRET not in unmended.stderr + mended.stderr + mended.stdout
        assert came_in(stack) == 3
    assert letters(stack) == before


def test_what_was_refused_is_written_for_its_owner_alone_to_be_mended_and_is_pushed_then(
    stack: Stack, tmp_path: Path, refused: list[str]
) -> None:
    file = tmp_path / "mend.jsonl"
    written = stack.earshot("replay", "--source", "replayed", "--to", str(file))
    assert written.returncode == 0, written.stderr
    assert SECRET not in written.stderr + written.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines == [{"no": str(no), "said": SECRET, "at": f"{no}.10.2026"} for no in (11, 12, 13)] + [f'14,"{SECRET}']

    again = stack.earshot("replay", "--source", "replayed", "--to", str(file))
    assert again.returncode == 2, "what somebody mends is never overwritten"

    lines = [line | {"at": line["at"].replace(".", "-")} for line in lines[:3]] + [lines[0] | {"no": "14"}]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAP.format("%d-%m-%Y"))
    pushed = stack.earshot("push", str(file), "--map", str(tmp_path / "map.yaml"), "--wait")
    assert "4 rows: 3 events, 1 dead letter" in pushed.stderr


def test_what_a_worker_refuses_still_is_not_sent_and_gets_no_second_letter(
    stack: Stack, stack_variables: dict[str, str]
) -> None:
    producer = KafkaProducer(bootstrap_servers=stack_variables["EARSHOT_KAFKA_BOOTSTRAP"])
    producer.send(RAW, good("replayed-1", occurred_at="2026-10-01T10:00:00", source="replayed_raw"), b"replayed-1")
    producer.flush()
    producer.close()
    stack.earshot("push", "-", "--wait", input_=good("replayed-2").decode())
    count = "SELECT count() AS n FROM dead_letters WHERE source = 'replayed_raw'"
    assert asked(stack, count) == [{"n": 1}]
    done = stack.earshot("replay", "--source", "replayed_raw", "--reason", "naive_time", "--wait")
    assert "1 dead letter: 0 sent again, 1 refused again" in done.stderr
    assert asked(stack, count) == [{"n": 1}]


def test_a_letter_that_is_not_there_is_wrong_usage_and_none_at_all_is_no_failure(stack: Stack, tmp_path: Path) -> None:
    assert stack.earshot("replay", "no-such-id").returncode == 2
    nothing = stack.earshot("replay", "--source", "nobody_at_all")
    assert (nothing.returncode, nothing.stderr) == (0, "no dead letter fits\n")
    (tmp_path / "map.yaml").write_text(MAP.format("%Y-%m-%d"))
    other = stack.earshot("replay", "--map", str(tmp_path / "map.yaml"), "--source", "shop")
    assert other.returncode == 2
