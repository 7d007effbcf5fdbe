"""Nothing is lost and nothing is doubled while every process of the path is killed, twice, with events flowing.

20,000 good events and 120 bad ones run through one stack, and beside them cases and facts, 2,000 each. The scorer, the
lander, the warehouse and the broker are killed (SIGKILL) in turn, each in the middle of a share of the flow. Afterwards
each view holds each pushed id exactly once, and the dead letters are exactly the bad messages.
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
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer

from schemas.errors import EarshotError
from schemas.identity import event_id_of
from schemas.topics import RAW, SCORABLE
from stack.supervisor import Supervisor
from stack.sweep import members
from streams.lag import end_offsets, wait_until_landed
from streams.push import PushResult, push_records
from streams.reach import BOOTSTRAP_MS, reach
from streams.record_types import CASE, FACT, FEEDBACK, RecordType
from streams.settings import KafkaSettings
from tests.fixtures.stack import Stack, new_stack

VICTIMS = ("score", "land", "warehouse", "broker") * 2
POISON_PER_SHARE = 8
BACK_SECONDS = 90
LAND_SECONDS = 180

# kafka-python leaves the sockets of a broker that died to the garbage collector
pytestmark = [
    pytest.mark.timeout(900),
]


@dataclass(frozen=True)
class Kind:
    """What is pushed of one type of record, and where it shows."""

    type_: RecordType
    view: str
    rows: int
    bad_rows_per_share: int
    good: dict[str, Any]
    bad: dict[str, Any]

    @property
    def share(self) -> int:
        return self.rows // len(VICTIMS)

    def good_ids(self) -> list[str]:
        return [f"{self.type_.name}-good-{number}" for number in range(self.rows)]

    def bad_ids(self) -> list[str]:
        return [f"{self.type_.name}-bad-{number}" for number in range(self.rows) if self.is_bad(number)]

    def is_bad(self, number: int) -> bool:
        """Whether a bad row comes before the good one of that number."""
        return number % self.share < self.bad_rows_per_share


WORDS = "The parcel was late and nobody could say why."
KINDS = (
    Kind(FEEDBACK, "feedback", 20_000, 7, {"kind": "survey", "channel": "web", "text": WORDS, "nps": 6}, {"nps": 11}),
    Kind(CASE, "case_events", 2_000, 1, {"stage": "received", "case_id": "C-1", "letter": WORDS}, {"stage": "lost"}),
    Kind(FACT, "facts", 2_000, 1, {"kind": "customer_lapsed", "customer_ref": "c-1"}, {"customer_ref": ""}),
)


class Flow(threading.Thread):
    """Pushes records as they are released; the push itself lives through the broker's deaths."""

    def __init__(self, settings: KafkaSettings, kind: Kind) -> None:
        super().__init__(daemon=True)
        self._settings = settings
        self.kind = kind
        self._released = threading.Semaphore(0)
        self.result: PushResult | None = None
        self.error: EarshotError | None = None

    def run(self) -> None:
        try:
            self.result = push_records(self._records(), "guarantee", settings=self._settings, type_=self.kind.type_)
        except EarshotError as error:
            self.error = error

    def release(self, count: int) -> None:
        self._released.release(count)

    def _records(self) -> Iterator[dict[str, Any]]:
        always = {"source": "guarantee", "brand": "Heronpost", "occurred_at": datetime.now(UTC).isoformat()}
        good = always | self.kind.good
        for number, native_id in enumerate(self.kind.good_ids()):
            self._released.acquire()
            if self.kind.is_bad(number):
                yield good | self.kind.bad | {"native_id": f"{self.kind.type_.name}-bad-{number}"}
            yield good | {"native_id": native_id}


@contextmanager
def pushing(settings: KafkaSettings) -> Iterator[list[Flow]]:
    """One flow per kind; all have ended afterwards, also when the ordeal fails: other tests come after this one."""
    flows = [Flow(settings, kind) for kind in KINDS]
    for flow in flows:
        flow.start()
    try:
        yield flows
    finally:
        for flow in flows:
            flow.release(flow.kind.rows)
            flow.join(LAND_SECONDS)


def poison(share: int) -> Iterator[bytes]:
    """Messages that no producer of ours would write; each is unique, so that they can be told apart afterwards."""
    for number in range(POISON_PER_SHARE):
        yield [b'{"schema_version": 1, "n": %d', b'{"schema_version": 99, "n": %d}', b"\xff\xfe %d", b"[%d]"][
            number % 4
        ] % (share * POISON_PER_SHARE + number)


def send_poison(settings: KafkaSettings, share: int) -> list[bytes]:
    options = {"bootstrap_timeout_ms": BOOTSTRAP_MS, "acks": "all", "enable_idempotence": True}
    producer = reach(settings, lambda: KafkaProducer(**settings.client(), **options))
    messages = list(poison(share))
    for delivery in [producer.send(RAW, message, key=b"poison") for message in messages]:
        delivery.get(timeout=60)
    producer.close()
    return messages


def pid_of(stack: Stack, name: str) -> int | None:
    process = Supervisor(stack.home).states()[name]
    return process.pid if process.state == "RUNNING" else None


def kill(stack: Stack, name: str) -> None:
    """SIGKILL, then waits until the supervisor has it running again under another pid."""
    pid = pid_of(stack, name)
    assert pid, f"{name} does not run"
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + BACK_SECONDS
    while pid_of(stack, name) in (pid, None):
        assert time.monotonic() < deadline, f"{name} did not come back"
        time.sleep(0.1)


def rows(stack: Stack, query: str, *options: str) -> list[dict[str, Any]]:
    answered = stack.earshot("sql", query, "--format", "json", *options)
    assert answered.returncode == 0, answered.stderr
    return list(json.loads(answered.stdout))


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    stack = new_stack(tmp_path_factory.mktemp("guarantee"))
    stack.up()
    yield stack
    stack.down()


@pytest.fixture(scope="module")
def sent_poison(stack: Stack) -> list[bytes]:
    """The whole ordeal; gives the poison that was sent."""
    settings = KafkaSettings(bootstrap=stack.variables["EARSHOT_KAFKA_BOOTSTRAP"], wait_seconds=BACK_SECONDS)
    sent = []
    with pushing(settings) as flows:
        for share, victim in enumerate(VICTIMS):
            for flow in flows:
                flow.release(flow.kind.share // 2)
            sent += send_poison(settings, share)
            for flow in flows:
                flow.release(flow.kind.share - flow.kind.share // 2)
            kill(stack, victim)
    for flow in flows:
        assert flow.error is None
        assert flow.result is not None
    wait_until_landed(settings, end_offsets(settings, *SCORABLE), LAND_SECONDS)
    gc.collect()  # now, where the warning is expected
    return sent


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.view)
def test_the_view_holds_each_pushed_id_exactly_once(stack: Stack, sent_poison: list[bytes], kind: Kind) -> None:
    found = [row["event_id"] for row in rows(stack, f"SELECT event_id FROM {kind.view}")]
    assert len(found) == len(set(found)) == kind.rows
    assert set(found) == {event_id_of("guarantee", native_id) for native_id in kind.good_ids()}


def test_the_dead_letters_are_exactly_the_bad_messages(stack: Stack, sent_poison: list[bytes]) -> None:
    # payloads are for whoever mends and replays them: the view tells their size only
    found = rows(stack, "SELECT stage, base64Encode(payload) AS payload FROM dead_letters_landed FINAL", "--owner")
    assert rows(stack, "SELECT count() AS n FROM dead_letters") == [{"n": len(found)}]
    at_score = sorted(b64decode(row["payload"]) for row in found if row["stage"] == "score")
    assert at_score == sorted(sent_poison)
    at_push = sorted(json.loads(b64decode(row["payload"]))["native_id"] for row in found if row["stage"] == "push")
    assert at_push == sorted(native_id for kind in KINDS for native_id in kind.bad_ids())
    assert len(found) == len(at_score) + len(at_push)


def test_every_victim_was_started_again_twice(stack: Stack, sent_poison: list[bytes]) -> None:
    processes = json.loads(stack.earshot("status", "--json").stdout)["processes"]
    restarts = {process["name"]: process["restarts"] for process in processes}
    assert all(restarts[name] >= 2 for name in set(VICTIMS)), restarts


def test_the_logs_repeat_nothing_that_was_said(stack: Stack, sent_poison: list[bytes]) -> None:
    for log in Path(stack.home.logs).glob("*.log"):
        assert "nobody could say why" not in log.read_text(encoding="utf-8", errors="replace"), log.name


def test_down_leaves_nothing_behind_when_the_supervisor_is_killed_as_well(
    stack: Stack, sent_poison: list[bytes]
) -> None:
    os.kill(int(stack.home.supervisor_pid.read_text()), signal.SIGKILL)
    stack.down()
    assert members(stack.home) == []
    assert stack.earshot("status").returncode == 3
