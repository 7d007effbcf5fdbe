"""`make demo` on a stack that runs: what is pushed, what is refused on purpose, what is found."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from stack.demo.bad import bad_records
from stack.demo.cases import cases
from stack.demo.day import demo_day
from stack.demo.facts import facts
from stack.demo.generate import SEED, generate, tell
from tests.fixtures.stack import COMMAND_SECONDS, Stack

DAY = datetime.now(UTC).date() - timedelta(days=1)


def _landed(stack: Stack) -> tuple[int, int]:
    counted = "SELECT (SELECT count() FROM case_events) AS steps, (SELECT count() FROM facts) AS facts"
    (row,) = json.loads(stack.earshot("sql", counted, "--format", "json").stdout)
    return row["steps"], row["facts"]


@pytest.fixture(scope="module")
def landed_before(stack: Stack) -> tuple[int, int]:
    """Steps of cases and facts of other tests: the stack is shared."""
    return _landed(stack)


@pytest.fixture(scope="module")
def demo(stack: Stack, landed_before: tuple[int, int]) -> subprocess.CompletedProcess[str]:
    """A later demo in a home whose first was a day ago."""
    assert demo_day(stack.home, DAY) == DAY
    return subprocess.run(
        [sys.executable, "-m", "stack.demo.run"],
        env=stack.environ,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )


def test_it_keeps_the_day_of_the_first_and_says_so(demo: subprocess.CompletedProcess[str]) -> None:
    assert demo.returncode == 0, demo.stderr
    assert f"As of {DAY}, the day of this home's first demo" in demo.stderr


def test_the_feed_lands_and_what_is_refused_on_purpose_is_said_and_kept(
    stack: Stack, demo: subprocess.CompletedProcess[str]
) -> None:
    good, bad = sum(1 for _ in generate(SEED, DAY)), sum(1 for _ in bad_records(DAY))
    assert f"{good + bad:,} rows: {good:,} events, {bad} dead letters" in demo.stderr
    assert f"{bad} rows refused on purpose: see dead_letters" in demo.stderr
    assert "In the warehouse: " in demo.stderr
    logged = stack.earshot("sql", "SELECT * FROM ingest_log WHERE file_name = 'the demo''s feed'", "--format", "json")
    assert [row["rows_refused"] for row in json.loads(logged.stdout)] == [bad]
    kept = "SELECT uniqExact(field, reason) AS n FROM dead_letters WHERE source = 'parcel_reviews'"
    assert json.loads(stack.earshot("sql", kept, "--format", "json").stdout) == [{"n": bad}]


def test_cases_and_facts_land_with_it(
    stack: Stack, landed_before: tuple[int, int], demo: subprocess.CompletedProcess[str]
) -> None:
    told = tell(SEED, DAY)
    steps, business = sum(1 for _ in cases(SEED, DAY, told)), sum(1 for _ in facts(SEED, DAY, told))
    for pushed, what in ((steps, "steps of cases"), (business, "facts")):
        assert f"{pushed:,} rows: {pushed:,} {what}, 0 dead letters" in demo.stderr
    assert _landed(stack) == (landed_before[0] + steps, landed_before[1] + business)


def test_it_ends_with_what_was_found_and_where_everything_is(
    stack: Stack, demo: subprocess.CompletedProcess[str]
) -> None:
    for word in ("delivery", "Dashmoor", "Strengths", "Weaknesses", "Opportunities", "Threats"):
        assert word in demo.stdout
    assert "<svg" in stack.home.swot_page.read_text(encoding="utf-8")
    assert str(stack.home.swot_page) in demo.stderr
    for address in (stack.variables["EARSHOT_CLICKHOUSE_PORT"], stack.variables["EARSHOT_PREFECT_PORT"]):
        assert f"http://127.0.0.1:{address}" in demo.stderr
    assert str(stack.home.root) in demo.stderr


def test_it_leaves_a_stack_that_ran_before_as_it_was(stack: Stack, demo: subprocess.CompletedProcess[str]) -> None:
    assert stack.earshot("status").returncode == 0
