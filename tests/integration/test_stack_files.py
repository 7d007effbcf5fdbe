"""Whole files through the whole stack: every valid row is one event, every other one a dead letter that says why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from schemas.words import counted
from streams.map_files import find_map
from tests.fixtures import real_data
from tests.fixtures.stack import Stack

EXAMPLES = Path(__file__).parents[2] / "examples"
OUR_EVENTS = Path(__file__).parents[1] / "data/rows/events.csv"


def asked(stack: Stack, sql: str) -> list[dict[str, Any]]:
    answer = stack.earshot("sql", sql, "--format", "json")
    assert answer.returncode == 0, answer.stderr
    rows: list[dict[str, Any]] = json.loads(answer.stdout)
    return rows


def landed(stack: Stack, source: str) -> tuple[int, dict[str, int]]:
    """Events, and dead letters by reason."""
    [row] = asked(stack, f"SELECT count() AS n FROM feedback WHERE source = '{source}'")
    refused = asked(stack, f"SELECT reason, count() AS n FROM dead_letters WHERE source = '{source}' GROUP BY reason")
    return int(row["n"]), {row["reason"]: int(row["n"]) for row in refused}


def promise(stack: Stack, source: str, push: list[str], expected: tuple[int, dict[str, int]]) -> None:
    """Pushed and waited for, all of it is there; pushed again, nothing more is."""
    events, reasons = expected
    for _ in range(2):
        pushed = stack.earshot("push", *push, "--wait")
        assert pushed.returncode == (1 if reasons else 0), pushed.stderr
        assert (
            f"{counted(events, 'event')}, {counted(sum(reasons.values()), 'dead letter')}, all queryable"
            in pushed.stderr
        )
        assert landed(stack, source) == expected


@real_data.is_here
@pytest.mark.parametrize("name", real_data.FILES)
def test_a_real_file_is_queryable_row_by_row_and_pushing_it_again_changes_nothing(stack: Stack, name: str) -> None:
    stem = Path(name).stem
    push = [str(real_data.FOLDER / name), "--map", stem, "--history"]
    promise(stack, find_map(stem).source, push, real_data.FILES[name])


def test_the_example_is_queryable_row_by_row_and_pushing_it_again_changes_nothing(stack: Stack) -> None:
    push = [str(EXAMPLES / "branch_survey.csv"), "--map", str(EXAMPLES / "branch_survey.yaml")]
    promise(stack, "branch_survey", push, (5, {"out_of_range": 1}))
    [refused] = asked(stack, "SELECT field, line, detail FROM dead_letters WHERE source = 'branch_survey'")
    assert (refused["field"], refused["line"]) == ("nps", 7)


def test_a_csv_with_an_events_own_columns_needs_no_map(stack: Stack) -> None:
    reasons = {"wrong_type": 4, "out_of_range": 1, "missing_field": 1}
    promise(stack, "own_columns", [str(OUR_EVENTS)], (4, reasons))
    [said] = asked(stack, "SELECT nps, csat, reply_at FROM feedback WHERE source = 'own_columns' AND nps IS NOT NULL")
    assert said == {"nps": 9, "csat": None, "reply_at": None}
