"""streams.push on a real broker: each row one event or one dead letter, and the same push again adds nothing new."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import Unavailable
from schemas.parse import parse_dead_letter
from schemas.topics import DEAD_LETTERS, RAW, TOPICS
from streams.admin import ensure_topics
from streams.map_files import find_map
from streams.push import PushInterrupted, push_files, push_records
from streams.pusher import PushResult, Refusal
from streams.settings import KafkaSettings
from tests.fixtures import real_data
from tests.fixtures.streams import Streams


def record(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "source": "survey",
        "native_id": number,
        "kind": "survey",
        "channel": "email",
        "brand": "Alder Post",
        "occurred_at": "2026-10-01T10:00:00Z",
        "text": f"Parcel {number} came late.",
    } | changes


def event_ids(streams: Streams, count: int) -> list[str]:
    return [json.loads(message.value)["event_id"] for message in streams.read(RAW, count)]


def letter_ids(streams: Streams, count: int) -> list[str]:
    return [
        parse_dead_letter(message.value, datetime.now(UTC)).dead_letter_id
        for message in streams.read(DEAD_LETTERS, count)
    ]


def test_every_row_is_an_event_or_a_dead_letter_that_says_why(streams: Streams) -> None:
    rows = [record(1), record(2, nps=11), record(3, text=""), record(4)]
    refused: list[Refusal] = []
    seen: list[PushResult] = []
    result = push_records(rows, "feed", settings=streams.settings, on_refused=refused.append, on_progress=seen.append)
    assert (result.read, result.accepted, result.refused) == (4, 2, 2)
    assert [(r.file, r.line, r.field, r.reason) for r in refused] == [
        ("feed", 2, "nps", "out_of_range"),
        ("feed", 3, "text", "empty"),
    ]
    letters = [parse_dead_letter(message.value, datetime.now(UTC)) for message in streams.read(DEAD_LETTERS, 2)]
    assert {(letter.stage, letter.origin, letter.line) for letter in letters} == {
        ("push", "survey", 2),
        ("push", "survey", 3),
    }
    assert json.loads(letters[0].payload)["native_id"] in {2, 3}
    assert sum(result.ends.values()) == 2
    assert seen[-1].accepted == 2


def test_the_same_push_again_has_the_same_ids(streams: Streams, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    rows = [record(1), record(2), {"source": "survey"}, {"source": "survey"}, "no object", "no object"]
    file.write_text("\n".join(map(json.dumps, rows)) + "\nbroken {\n")
    for _ in range(2):
        result = push_files([str(file)], settings=streams.settings)
        assert (result.accepted, result.refused) == (2, 5)
    assert len(event_ids(streams, 4)) == 4
    assert len(set(event_ids(streams, 4))) == 2
    assert len(set(letter_ids(streams, 10))) == 5  # equal rows of one file stay apart


def test_a_broker_that_restarts_in_the_middle_loses_nothing(own_streams: Streams) -> None:
    def rows() -> Iterator[dict[str, Any]]:
        for number in range(30_000):
            if number == 15_000:
                own_streams.broker.kill()
                threading.Thread(target=own_streams.broker.start).start()
            yield record(number)

    result = push_records(rows(), settings=own_streams.settings)
    assert result.accepted == 30_000
    assert len(set(event_ids(own_streams, 30_000))) == 30_000


def test_a_broker_that_stays_away_is_told_with_what_was_acknowledged(own_streams: Streams) -> None:
    settings = own_streams.settings.model_copy(update={"wait_seconds": 4.0})

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(45_000):
            if number == 25_000:
                own_streams.broker.kill()
            yield record(number)

    started = time.monotonic()
    with pytest.raises(PushInterrupted, match=r"rows acknowledged: [\d,]+; pushing the same again is safe") as told:
        push_records(rows(), settings=settings)
    assert told.value.acknowledged >= 10_000
    assert time.monotonic() - started < 60


def test_topics_that_differ_from_their_declaration_are_reported_and_left(streams: Streams) -> None:
    assert ensure_topics(streams.settings).created == []
    other = streams.settings.model_copy(update={"prefix": streams.settings.prefix + "small."})
    from kafka.admin import KafkaAdminClient  # noqa: PLC0415

    admin = KafkaAdminClient(bootstrap_servers=streams.broker.bootstrap)
    admin.create_topics({other.named(RAW): {"num_partitions": 1, "replication_factor": 1}})
    admin.wait_for_topics([other.named(RAW)])
    admin.close()
    report = ensure_topics(other)
    assert report.created == sorted(other.named(topic) for topic in TOPICS if topic != RAW)
    assert any("has 1 partitions, declared are 8" in line for line in report.differs)
    assert any("max.message.bytes" in line or "retention.ms" in line for line in report.differs)


@real_data.is_here
@pytest.mark.parametrize("name", real_data.FILES)
def test_a_real_file_goes_through_its_shipped_map(streams: Streams, name: str) -> None:
    accepted, reasons = real_data.FILES[name]
    refused: list[Refusal] = []
    result = push_files(
        [str(real_data.FOLDER / name)],
        find_map(Path(name).stem),
        history=True,
        settings=streams.settings,
        on_refused=refused.append,
    )
    assert result.accepted == accepted
    assert {r.reason: sum(r.reason == s.reason for s in refused) for r in refused} == reasons
    assert len(set(event_ids(streams, accepted))) == accepted


def test_a_broker_that_is_not_there_is_one_clear_line() -> None:
    settings = KafkaSettings(bootstrap="127.0.0.1:1", wait_seconds=0.5)
    with pytest.raises(Unavailable, match=r"no broker at 127\.0\.0\.1:1"):
        push_records([record(1)], settings=settings)


def test_who_gives_up_on_a_broker_that_stalls_is_shown_no_traceback(own_streams: Streams, tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(json.dumps(record(number)) for number in range(60_000)))
    variables = own_streams.environ | {"EARSHOT_HOME": str(tmp_path / "home")}
    command = [str(Path(sys.executable).parent / "earshot"), "push", str(file)]
    push = subprocess.Popen(command, env=variables, stderr=subprocess.PIPE, text=True)
    try:
        own_streams.read(RAW, 100)
        os.kill(own_streams.broker.pid, signal.SIGSTOP)
        time.sleep(1.5)
        push.send_signal(signal.SIGINT)
        _, said = push.communicate(timeout=60)
    finally:
        os.kill(own_streams.broker.pid, signal.SIGCONT)
        push.kill()
    assert push.returncode == 130
    assert "Traceback" not in said
