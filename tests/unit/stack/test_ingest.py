"""A push in the log: what is recorded when, and what happens where the warehouse is away."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest

from schemas.errors import Unavailable
from stack import ingest
from stack.ingest import IngestLog, begun, begun_file
from streams.pusher import OnProgress, PushResult
from warehouse.ingest_log import Push


class Log:
    """Takes records, or is away for so many of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.records: list[Push] = []
        self.said: list[str] = []
        self.away = 0
        monkeypatch.setattr(ingest, "connect", lambda: SimpleNamespace(close=lambda: None))
        monkeypatch.setattr(ingest, "record", self.record)
        monkeypatch.setattr(ingest, "PAUSE_SECONDS", 0)

    def record(self, _client: Any, push: Push) -> None:
        if self.away:
            self.away -= 1
            raise Unavailable("the warehouse does not answer")
        self.records.append(push)

    def follow(self, work: ingest.Work) -> None:
        IngestLog(self.said.append).follow(begun("a.csv"), work, lambda _: None)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    return Log(monkeypatch)


def test_a_warehouse_that_falls_during_a_push_still_hears_of_its_end(log: Log) -> None:
    def work(_: OnProgress) -> PushResult:
        log.away = 3
        return PushResult(read=2, accepted=2)

    log.follow(work)
    assert [(push.status, push.rows_read) for push in log.records] == [("running", 0), ("complete", 2)]
    assert log.said == []


def test_a_warehouse_that_stays_away_is_said_once_and_not_waited_for(log: Log) -> None:
    log.away = 1000
    began = time.monotonic()
    log.follow(lambda _: PushResult())
    assert log.records == []
    assert log.said == ["this push is not in ingest_log: the warehouse does not answer"]
    assert time.monotonic() - began < ingest.END_SECONDS


def test_a_push_that_runs_says_how_far_it_is(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "NEWS_SECONDS", 0)

    def work(on_progress: OnProgress) -> PushResult:
        on_progress(PushResult(read=1, accepted=1))
        log.away = 1  # no news is no reason to stop
        on_progress(PushResult(read=2, accepted=2))
        return PushResult(read=3, accepted=3)

    log.follow(work)
    assert [(push.status, push.rows_read) for push in log.records] == [("running", 0), ("running", 1), ("complete", 3)]


@pytest.mark.parametrize(
    ("path", "name"), [("some/folder/feed.jsonl.gz", "feed.jsonl.gz"), ("feed.csv", "feed.csv"), ("-", "-")]
)
def test_a_file_is_logged_by_its_whole_name_without_folders(path: str, name: str) -> None:
    assert begun_file(path, "maps/mine.yaml", "", history=False).file_name == name
