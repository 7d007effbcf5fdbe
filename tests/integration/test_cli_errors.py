"""The command line without a stack: every error is one line without a traceback, and its exit code means something."""

from __future__ import annotations

import gzip
import json
import subprocess
import time
from pathlib import Path

import pytest

from tests.fixtures.stack import Stack, new_stack


@pytest.fixture
def absent(tmp_path: Path) -> Stack:
    """A home in which nothing was ever started."""
    return new_stack(tmp_path / "home")


def one_line(ended: subprocess.CompletedProcess[str]) -> str:
    [line] = ended.stderr.strip().splitlines()
    return line


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["status"], 3),
        (["init"], 3),
        (["sql", "SELECT 1"], 3),
        (["threats"], 3),
        (["findings"], 3),
        (["ack", "a1b2c3"], 3),
        (["replay"], 3),
        (["score", "no/such/file.jsonl"], 1),
        (["push", "no/such/file.csv"], 1),
        (["push", "no/such/file.csv", "--map", "no_such_map"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_an_error_is_one_line_and_a_code(absent: Stack, arguments: list[str], code: int) -> None:
    ended = absent.earshot(*arguments, EARSHOT_KAFKA_WAIT_SECONDS="1")
    assert ended.returncode == code, ended.stderr
    assert one_line(ended).startswith("earshot: ")
    assert ended.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["sql", "SELECT 1"],
        ["threats"],
        ["swot"],
        ["run", "threats"],
        ["actions"],
        ["push", "examples/facts.csv", "--as", "facts"],
        ["replay"],
        ["rescore"],
    ],
    ids=" ".join,
)
def test_where_no_stack_runs_that_is_said_at_once_with_the_folder(absent: Stack, arguments: list[str]) -> None:
    began = time.monotonic()
    ended = absent.earshot(*arguments)
    assert ended.returncode == 3
    assert one_line(ended) == f"earshot: no stack runs in {absent.home.root} (EARSHOT_HOME): `earshot up` starts one"
    assert time.monotonic() - began < 30  # half of what is waited for a broker that is away


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (".", "that is a folder"),
        ("/dev/null", "that is no file"),
        ("no/such.csv", "there is no such file"),
        ("examples/facts.csv", "there is no column channel, which every row of feedback needs"),
        ("docs/swot.png", "is neither CSV nor JSON Lines nor Parquet"),
    ],
)
def test_what_cannot_be_pushed_is_called_what_it_is(absent: Stack, path: str, says: str) -> None:
    ended = absent.earshot("push", path)
    assert ended.returncode == 1
    assert one_line(ended).startswith(f"earshot: {path}: {says}")


def test_an_engine_of_the_users_own_needs_no_stack(absent: Stack) -> None:
    elsewhere = {"EARSHOT_CLICKHOUSE_HOST": "127.0.0.1", "EARSHOT_CLICKHOUSE_PORT": "1"}
    assert "127.0.0.1:1 does not answer" in one_line(absent.earshot("sql", "SELECT 1", **elsewhere))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "all", "--as-of", "tomorrow"], "'--as-of': 'tomorrow' is no day: write it as 2026-11-21"),
        (["rescore", "--from", "21.11.2026"], "'--from': '21.11.2026' is no day: write it as 2026-11-21"),
        (["run", "all", "--as-of", "2130-01-01"], "'--as-of': 2130-01-01 is yet to come: today is "),
        (["run", "all", "--from", "2026-01-01", "--to", "2130-01-01"], "'--to': 2130-01-01 is yet to come: today is "),
        (["threats", "--as-of", "2130-01-01"], "'--as-of': 2130-01-01 is yet to come: today is "),
        (["swot", "--as-of", "2130-01-01"], "'--as-of': 2130-01-01 is yet to come: today is "),
        (["run", "all", "--as-of", "2026-02-01", "--to", "2026-03-01"], "--as-of: say either this one day, or a span"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_day_that_cannot_be_judged_is_refused(absent: Stack, arguments: list[str], says: str) -> None:
    ended = absent.earshot(*arguments)
    assert ended.returncode == 2
    assert says in ended.stderr
    assert "Value error" not in ended.stderr


@pytest.mark.parametrize("folder", ["/proc/nope", __file__], ids=["no folder can be made there", "a file"])
def test_a_home_that_cannot_be_is_named_by_its_variable(absent: Stack, folder: str) -> None:
    ended = absent.earshot("up", "--detach", EARSHOT_HOME=folder)
    assert ended.returncode == 1
    assert one_line(ended).startswith(f"earshot: EARSHOT_HOME: {folder} cannot be the stack's folder (")


def test_one_port_for_two_of_ours_names_both_variables(absent: Stack) -> None:
    port = absent.chosen["EARSHOT_PREFECT_PORT"]
    ended = absent.earshot("up", "--detach", EARSHOT_KAFKA_PORT=port)
    assert ended.returncode == 1
    assert one_line(ended) == (
        f"earshot: port {port} was given twice: set EARSHOT_KAFKA_PORT and EARSHOT_PREFECT_PORT to two different ones"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["nope"],
        ["logs", "nobody"],
        ["run", "nope"],
        ["run", "threats", "--as-of", "soon"],
        ["run", "threats", "--as-of", "2026-11-03", "--to", "2026-11-04"],
        ["rescore", "--from", "2026-11-04", "--to", "2026-11-04"],
        ["sql"],
        ["findings", "--quadrant", "luck"],
        ["dismiss", "a1b2c3"],
        ["up", "--nope"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_two(absent: Stack, arguments: list[str]) -> None:
    ended = absent.earshot(*arguments)
    assert ended.returncode == 2
    assert one_line(ended).startswith("earshot: ")
    assert one_line(ended).endswith(" --help)")


def test_a_variable_that_cannot_be_right_is_named_without_its_value(absent: Stack) -> None:
    ended = absent.earshot("up", "--detach", EARSHOT_PREFECT_PORT="secret")
    assert ended.returncode == 2
    assert one_line(ended).startswith("earshot: EARSHOT_PREFECT_PORT: ")
    assert "secret" not in ended.stderr


def test_down_without_a_stack_is_done_at_once(absent: Stack) -> None:
    ended = absent.earshot("down")
    assert ended.returncode == 0
    assert "nothing runs" in one_line(ended)
    assert not absent.home.root.exists()


def test_debug_shows_where(absent: Stack) -> None:
    ended = absent.earshot("status", EARSHOT_DEBUG="1")
    assert ended.returncode != 0
    assert "Traceback" in ended.stderr


def test_help_names_every_exit_code_and_command(absent: Stack) -> None:
    shown = absent.earshot("--help").stdout
    for word in ("0 done", "1 something", "2 wrong usage", "3 what is needed", "130 interrupted"):
        assert word in shown
    for command in ("up", "down", "status", "logs", "init", "push", "score", "replay", "sql", "threats", "run"):
        assert f" {command} " in shown


def test_scoring_needs_no_broker_and_keeps_the_record(absent: Stack) -> None:
    ended = absent.earshot("score", input_='{"id": 7, "text": "The delivery was late again", "brand": "Alder Post"}\n')
    assert ended.returncode == 0
    record = json.loads(ended.stdout)
    assert (record["id"], record["language"], record["topics"]) == (7, "en", ["delivery"])
    assert {"sentiment", "polarity", "subjectivity", "sentiment_version", "taxonomy_version"} <= record.keys()


def test_a_gzipped_file_is_scored(absent: Stack, tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl.gz"
    file.write_bytes(gzip.compress(b'{"text": "Fine"}\n{"text": "Muy bien", "lang": "es"}\n'))
    ended = absent.earshot("score", str(file))
    assert ended.returncode == 0, ended.stderr
    assert [json.loads(line)["language"] for line in ended.stdout.splitlines()] == ["en", "es"]


def test_a_line_that_is_no_record_is_said_and_the_rest_is_scored(absent: Stack) -> None:
    ended = absent.earshot("score", input_='nonsense\n{"text": "Fine"}\n{"text": 3}\n')
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "earshot: line 1: it is not well-formed JSON in UTF-8",
        "earshot: line 3: text is not a string",
    ]
    assert len(ended.stdout.splitlines()) == 1
