"""Nothing is lost and nothing is doubled while every process of the path is killed, twice, with events flowing.

20,000 good events and 120 bad ones run through one stack. The scorer, the lander, the warehouse and the broker are
killed (SIGKILL) in turn, each in the middle of a share of the flow. Afterwards the view holds each pushed id exactly
once, and the dead letters are exactly the bad messages.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer

from schemas.errors import EarshotError
from schemas.identity import event_id_of
from schemas.topics import RAW
from streams.push import PushResult, push_records
from streams.settings import KafkaSettings
from tests.fixtures.stack import Stack, new_stack

EVENTS = 20_000
VICTIMS = ("score", "land", "warehouse", "broker") * 2
SHARE = EVENTS // len(VICTIMS)
POISON_PER_SHARE = 8
BAD_ROWS_PER_SHARE = 7
BACK_SECONDS = 90
LAND_SECONDS = 180

# kafka-python leaves the sockets of a broker that died to the garbage collector
pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),
]


class Flow(threading.Thread):
    """Pushes records as they are released; the push itself lives through the broker's deaths."""

    def __init__(self, settings: KafkaSettings) -> None:
        super().__init__(daemon=True)
        self._settings = settings
        self._released = threading.Semaphore(0)
        self.result: PushResult | None = None
        self.error: EarshotError | None = None

    def run(self) -> None:
        try:
            self.result = push_records(self._records(), "guarantee", settings=self._settings)
        except EarshotError as error:
            self.error = error

    def release(self, count: int) -> None:
        self._released.release(count)

    def _records(self) -> Iterator[dict[str, Any]]:
        said_at = datetime.now(UTC).isoformat()
        for number in range(EVENTS):
            self._released.acquire()
            if number % SHARE < BAD_ROWS_PER_SHARE:
                yield record(f"bad-{number}", said_at) | {"nps": 11}
            yield record(f"good-{number}", said_at)


def record(native_id: str, said_at: str) -> dict[str, Any]:
    return {
        "native_id": native_id,
        "source": "guarantee",
        "kind": "survey",
        "channel": "web",
        "brand": "Heronpost",
        "occurred_at": said_at,
        "text": f"The parcel was late and nobody could say why, number {native_id}.",
        "nps": 6,
    }


def poison(share: int) -> Iterator[bytes]:
    """Messages that no producer of ours would write; each is unique, so that they can be told apart afterwards."""
    for number in range(POISON_PER_SHARE):
        yield [b'{"schema_version": 1, "n": %d', b'{"schema_version": 99, "n": %d}', b"\xff\xfe %d", b"[%d]"][
            number % 4
        ] % (share * POISON_PER_SHARE + number)


def send_poison(bootstrap: str, share: int) -> list[bytes]:
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    messages = list(poison(share))
    for delivery in [producer.send(RAW, message, key=b"poison") for message in messages]:
        delivery.get(timeout=60)
    producer.close()
    return messages


def pid_of(stack: Stack, name: str) -> int | None:
    status = json.loads(stack.earshot("status", "--json").stdout)
    [process] = [one for one in status["processes"] if one["name"] == name]
    return process["pid"] if process["state"] == "RUNNING" else None


def kill(stack: Stack, name: str) -> None:
    """SIGKILL, then waits until the supervisor has it running again under another pid."""
    pid = pid_of(stack, name)
    assert pid, f"{name} does not run"
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + BACK_SECONDS
    while pid_of(stack, name) in (pid, None):
        assert time.monotonic() < deadline, f"{name} did not come back"
        time.sleep(0.5)


def rows(stack: Stack, query: str, *options: str) -> list[dict[str, Any]]:
    answered = stack.earshot("sql", query, "--format", "json", *options)
    assert answered.returncode == 0, answered.stderr
    return list(json.loads(answered.stdout))


def wait_until_landed(stack: Stack) -> None:
    deadline = time.monotonic() + LAND_SECONDS
    while True:
        lag = json.loads(stack.earshot("status", "--json").stdout)["lag"]
        if lag is not None and not sum(one["waiting"] for one in lag):
            return
        assert time.monotonic() < deadline, lag
        time.sleep(1)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    stack = new_stack(tmp_path_factory.mktemp("guarantee"))
    stack.up()
    yield stack
    stack.down()


@pytest.fixture(scope="module")
def sent_poison(stack: Stack) -> list[bytes]:
    """The whole ordeal; gives the poison that was sent."""
    bootstrap = stack.variables["EARSHOT_KAFKA_BOOTSTRAP"]
    flow = Flow(KafkaSettings(bootstrap=bootstrap))
    flow.start()
    sent = []
    for share, victim in enumerate(VICTIMS):
        flow.release(SHARE // 2)
        sent += send_poison(bootstrap, share)
        flow.release(SHARE - SHARE // 2)
        kill(stack, victim)
    flow.join(LAND_SECONDS)
    assert flow.error is None
    assert flow.result is not None
    wait_until_landed(stack)
    gc.collect()  # now, where the warning is expected
    return sent


def test_the_view_holds_each_pushed_id_exactly_once(stack: Stack, sent_poison: list[bytes]) -> None:
    found = [row["event_id"] for row in rows(stack, "SELECT event_id FROM feedback")]
    assert len(found) == len(set(found)) == EVENTS
    assert set(found) == {event_id_of("guarantee", f"good-{number}") for number in range(EVENTS)}


def test_the_dead_letters_are_exactly_the_bad_messages(stack: Stack, sent_poison: list[bytes]) -> None:
    # payloads are for whoever mends and replays them: the view tells their size only
    found = rows(stack, "SELECT stage, base64Encode(payload) AS payload FROM dead_letters_landed FINAL", "--owner")
    assert rows(stack, "SELECT count() AS n FROM dead_letters") == [{"n": len(found)}]
    at_score = sorted(b64decode(row["payload"]) for row in found if row["stage"] == "score")
    assert at_score == sorted(sent_poison)
    at_push = sorted(json.loads(b64decode(row["payload"]))["native_id"] for row in found if row["stage"] == "push")
    bad = [n for share in range(len(VICTIMS)) for n in islice(range(share * SHARE, EVENTS), BAD_ROWS_PER_SHARE)]
    assert at_push == sorted(f"bad-{number}" for number in bad)
    assert len(found) == len(at_score) + len(at_push)


def test_every_victim_was_started_again_twice(stack: Stack, sent_poison: list[bytes]) -> None:
    processes = json.loads(stack.earshot("status", "--json").stdout)["processes"]
    restarts = {process["name"]: process["restarts"] for process in processes}
    assert all(restarts[name] >= 2 for name in set(VICTIMS)), restarts


def test_the_logs_repeat_nothing_that_was_said(stack: Stack, sent_poison: list[bytes]) -> None:
    for log in Path(stack.home.logs).glob("*.log"):
        assert "nobody could say why" not in log.read_text(encoding="utf-8", errors="replace"), log.name
