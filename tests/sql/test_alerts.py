"""Alerts over a real webhook: once each, tried again where a channel fails, written down when they are taken."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.alerts.rules import AlertRules, Rule
from flows.alerts.send import tell, untold
from flows.queries import Read
from tests.fixtures.opinions import day
from warehouse.episodes import Note, write_alerts, write_episodes, write_note
from warehouse.query import query_rows
from warehouse.settings import ClickHouseSettings

WEEK = (day("2026-10-26"), day("2026-11-02"))
RULES = AlertRules(channels=("hook",), rules=(Rule(name="loud", channels=("hook",)),))


class Hook:
    """A webhook that takes messages, or refuses so many of them first."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.refusals = 0
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if hook.refusals:
                    hook.refusals -= 1
                    self.send_response(503)
                else:
                    hook.taken.append(json.loads(body))
                    self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing: pytest's output is not the place."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"json://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def hook() -> Iterator[Hook]:
    hook = Hook()
    yield hook
    hook.close()


@pytest.fixture
def read(landed: Client, fresh: ClickHouseSettings) -> Read:
    landed.database = fresh.database
    return partial(query_rows, landed)


def episode(episode_id: str = "e1", **fields: Any) -> dict[str, Any]:
    known = {
        "episode_id": episode_id,
        "indicator": "perception_drop",
        "subject": "Alder Post",
        "subject_brand": "Alder Post",
        "metric": "nps",
        "grain": "week",
        "quadrant": "threat",
        "state": "new",
        "verdict": "warning",
        "severity": 3,
        "peak_severity": 3,
        "state_since": WEEK[1],
        "first_seen": WEEK[1],
        "last_seen": WEEK[1],
        "window_start": WEEK[0],
        "window_end": WEEK[1],
        "windows": 1,
        "reason": "NPS of Alder Post fell.",
        "run_id": "r",
        "computed_at": WEEK[1],
    }
    return known | fields


def run(client: Client, read: Read, address: str) -> int:
    """What a flow does after each write."""
    return sum(write_alerts(client, sent) for sent in tell(read, RULES, lambda _: address, pauses=(0, 0)))


def test_an_episode_is_told_once_and_again_when_it_is_over(landed: Client, read: Read, hook: Hook) -> None:
    write_episodes(landed, [episode()])
    assert run(landed, read, hook.address) == 1
    assert run(landed, read, hook.address) == 0
    assert hook.taken[0]["title"] == "Earshot: New (warning): perception drop, Alder Post"
    over = episode(state="recovered", severity=0, recovered_at=day("2026-11-09"), computed_at=day("2026-11-09"))
    write_episodes(landed, [over])
    assert [run(landed, read, hook.address), run(landed, read, hook.address)] == [1, 0]
    assert hook.taken[-1]["title"].startswith("Earshot: Over")


def test_a_channel_that_fails_is_tried_again_and_in_the_next_run(landed: Client, read: Read, hook: Hook) -> None:
    write_episodes(landed, [episode()])
    hook.refusals = 1
    assert run(landed, read, hook.address) == 1
    [row] = read("SELECT attempts FROM alerts_sent", {})
    assert row["attempts"] == 2
    write_episodes(landed, [episode("e2")])
    hook.refusals = 5
    assert run(landed, read, hook.address) == 0
    hook.refusals = 0
    assert run(landed, read, hook.address) == 1


@pytest.mark.parametrize("address", ["", "nonsense", "json://127.0.0.1:9"])
def test_no_address_a_wrong_one_or_a_dead_one_stops_nothing(landed: Client, read: Read, address: str) -> None:
    write_episodes(landed, [episode()])
    assert run(landed, read, address) == 0


def test_what_a_channel_did_not_take_is_counted_under_its_name(landed: Client, read: Read, hook: Hook) -> None:
    write_episodes(landed, [episode("e1"), episode("e2")])
    run(landed, read, "nonsense://a-secret")
    assert untold(read, RULES, lambda _: "nonsense://a-secret") == {"hook": 2}
    assert untold(read, RULES, lambda _: "") == {}
    run(landed, read, hook.address)
    assert untold(read, RULES, lambda _: hook.address) == {}


def test_what_is_dismissed_withdrawn_or_lapsed_is_told_to_nobody(landed: Client, read: Read, hook: Hook) -> None:
    write_episodes(landed, [episode("e1"), episode("e2", state="withdrawn"), episode("e3", state="lapsed")])
    write_note(landed, Note(episode_id="e1", kind="dismiss", reason="a holiday"))
    assert run(landed, read, hook.address) == 0
    assert hook.taken == []
