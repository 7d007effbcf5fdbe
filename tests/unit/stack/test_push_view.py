"""What a push shows where no bar can be drawn, and when rows are refused."""

from __future__ import annotations

import time
from io import StringIO

import pytest
from rich.console import Console

from stack.cli import push_view
from stack.cli.push_view import Landing, Pushing, Refusals, shown_progress
from stack.cli.words import events
from streams.pusher import PushResult, Refusal
from streams.record_types import TypeName


@pytest.fixture
def console() -> Console:
    return Console(file=StringIO(), width=200)


def said(console: Console) -> list[str]:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().splitlines()


def until_said(console: Console, line: str) -> None:
    deadline = time.monotonic() + 30
    while line not in said(console):
        assert time.monotonic() < deadline, said(console)
        time.sleep(0.01)


def test_without_a_terminal_the_present_task_is_told_also_while_nothing_moves(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_view, "SILENCE_SECONDS", 0.01)
    with shown_progress(console) as progress:
        pushing = Pushing(progress, "feed.jsonl", 3000)
        pushing.add(PushResult(read=500))
        pushing(PushResult(read=700, seconds=1))
        until_said(console, "feed.jsonl: 1,200 of 3,000, 700 rows/s")
        landing = Landing(progress, 1200)
        landing("scoring", 5000)
        landing("scoring", 200)
        until_said(console, "scoring: 1,000 of 1,200")
        landing("landing", 400)
        landing("landing", 900)
        until_said(console, "landing: 800 of 1,200")
    ended = said(console)
    time.sleep(0.05)
    assert said(console) == ended, "no line after the end"


def test_several_pushes_are_counted_together(console: Console) -> None:
    with shown_progress(console) as progress:
        pushing = Pushing(progress, "two files", None)
        pushing.add(PushResult(read=3, accepted=2, refused=1, ends={("raw", 0): 2}))
        both = pushing.add(PushResult(read=1, accepted=1, ends={("raw", 0): 3, ("raw", 1): 1}))
    assert (both.read, both.accepted, both.refused) == (4, 3, 1)
    assert both.ends == {("raw", 0): 3, ("raw", 1): 1}


def test_only_the_first_refusals_are_told_one_by_one(console: Console) -> None:
    refusals = Refusals(console, most=2)
    for line in range(1, 6):
        refusals(Refusal("feed.csv", line, "nps", "out_of_range", "is above 10", "id"))
    refusals.say_rest()
    assert said(console) == [
        "refused  feed.csv:1: nps is above 10 (out_of_range)",
        "refused  feed.csv:2: nps is above 10 (out_of_range)",
        "refused  3 more: the view dead_letters has them all",
    ]


@pytest.mark.parametrize(
    ("count", "type_name", "said"),
    [
        (1, "feedback", "1 event"),
        (1200, "feedback", "1,200 events"),
        (1, "case", "1 step of a case"),
        (2, "case", "2 steps of cases"),
        (0, "fact", "0 facts"),
    ],
)
def test_what_a_push_made_is_called_what_it_is(count: int, type_name: TypeName, said: str) -> None:
    assert events(count, type_name) == said
