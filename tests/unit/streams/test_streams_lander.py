"""The lander commits only what is landed, lands again what is in doubt, and forgets what a rebalance took away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from kafka import TopicPartition
from kafka.errors import CommitFailedError, KafkaError

from schemas.errors import Unavailable
from schemas.parse import parse_dead_letter
from schemas.topics import CASES, DEAD_LETTERS, FACTS, LANDABLE, SCORED
from streams import persistence
from streams.batch_writer import MAX_UNLANDABLE
from streams.lander import Lander
from streams.outbox import Message
from streams.persistence import Stopped
from streams.settings import KafkaSettings, LandSettings
from tests.fixtures.made import case, dead_letter, fact, scored

AT = TopicPartition(SCORED, 0)
DEAD = TopicPartition(DEAD_LETTERS, 0)
NOW = datetime(2026, 10, 2, 12, tzinfo=UTC)


@dataclass
class Record:
    value: bytes
    offset: int
    partition: int = 0


@dataclass
class FakeConsumer:
    """What the lander asks of kafka-python; `log` has what it did, in order."""

    log: list[Any]
    fails: list[KafkaError] = field(default_factory=list)
    on_poll: Callable[[], dict[Any, Any]] = dict
    sought: list[tuple[Any, int]] = field(default_factory=list)

    def poll(self, timeout_ms: int, max_records: int = 0) -> dict[Any, Any]:
        return self.on_poll()

    def commit(self, offsets: dict[Any, Any], timeout_ms: int) -> None:
        self.log.append(("commit", {at: offset.offset for at, offset in offsets.items()}))
        if self.fails:
            raise self.fails.pop()

    def assignment(self) -> set[Any]:
        return {AT}

    paused = assignment

    def pause(self, *_: Any) -> None:
        self.log.append("pause")

    def resume(self, *_: Any) -> None:
        self.log.append("resume")

    def subscribe(self, topics: list[str], listener: Any) -> None:
        self.log.append(("subscribe", topics))

    def partitions_for_topic(self, topic: str) -> set[int]:
        return {0}

    def seek(self, at: Any, offset: int) -> None:
        self.sought.append((at, offset))


@dataclass
class FakeWarehouse:
    log: list[Any]
    fails: list[Exception] = field(default_factory=list)
    cannot_hold: set[str] = field(default_factory=set)
    takes_letters: bool = True
    waits_for: threading.Event | None = None

    def land(self, topic: str, rows: Sequence[Any], landed_at: datetime) -> int:
        if topic == DEAD_LETTERS:
            return self._land_letters(rows)
        if self.waits_for:
            assert self.waits_for.wait(30)
        ids = [row.event.event_id if topic == SCORED else row.event_id for row in rows]
        if self.cannot_hold & set(ids):
            raise OverflowError
        self.log.append(("insert" if topic == SCORED else topic, ids, landed_at))
        if self.fails:
            raise self.fails.pop()
        return len(rows)

    def _land_letters(self, letters: Sequence[Any]) -> int:
        if not self.takes_letters or self.cannot_hold & {letter.dead_letter_id for letter in letters}:
            raise OverflowError
        self.log.append(("letters", letters))
        return len(letters)


@dataclass
class FakeWatchdog:
    alives: int = 0
    passes: int = 0

    def alive(self) -> None:
        self.alives += 1

    def passed(self) -> None:
        self.passes += 1


@dataclass
class FakeOutbox:
    log: list[Any]

    def send(self, message: Message) -> None:
        self.log.append(("dead letter", message.topic))

    def flush(self) -> None:
        self.log.append("delivered")


class Desk:
    """A lander among fakes."""

    def __init__(self, **settings: Any) -> None:
        self.log: list[Any] = []
        self.consumer, self.warehouse = FakeConsumer(self.log), FakeWarehouse(self.log)
        self.watchdog = FakeWatchdog()
        self.lander = Lander(
            self.consumer,
            lambda: FakeOutbox(self.log),  # type: ignore[arg-type,return-value]
            self.warehouse,
            self.watchdog,  # type: ignore[arg-type]
            settings=LandSettings(**settings),
            kafka=KafkaSettings(),
        )

    def read(self, *ids: str, bad: int = 0) -> None:
        values = [msgspec.json.encode(scored(name)) for name in ids] + [b"{"] * bad
        self.lander.collect({AT: [Record(value, offset) for offset, value in enumerate(values)]})

    def read_letters(self, *ids: str) -> None:
        values = [msgspec.json.encode(dead_letter(name)) for name in ids]
        self.lander.collect({DEAD: [Record(value, offset) for offset, value in enumerate(values)]})

    def write(self) -> None:
        """What was read is landed, as far as the warehouse lets it."""
        self.lander.land()
        self.lander.settle()

    def said(self) -> list[Any]:
        return [entry[0] if isinstance(entry, tuple) else entry for entry in self.log]


@pytest.fixture
def desk() -> Desk:
    return Desk(retry_seconds=5)


def test_the_offset_after_the_last_row_is_committed_once_the_rows_are_landed(desk: Desk) -> None:
    desk.read("a", "b")
    desk.write()
    desk.lander._commit()
    assert desk.said() == ["insert", "commit"]
    assert desk.log[-1] == ("commit", {AT: 2})


def test_refused_messages_are_delivered_before_the_commit(desk: Desk) -> None:
    desk.read("a", bad=1)
    desk.write()
    desk.lander._commit()
    assert desk.said() == ["insert", "dead letter", "delivered", "commit"]
    assert desk.log[1] == ("dead letter", DEAD_LETTERS)


@pytest.mark.parametrize(("topic", "row"), [(CASES, case("k1")), (FACTS, fact("f1"))])
def test_cases_and_facts_are_landed_and_committed_as_feedback_is(desk: Desk, topic: str, row: Any) -> None:
    at = TopicPartition(topic, 2)
    good = Record(msgspec.json.encode(row), 7)
    desk.lander.collect({at: [good, Record(b'{"schema_version": 2}', 8), Record(b"{", 9)]})
    desk.read("a")
    desk.write()
    desk.lander._commit()
    assert desk.said() == ["insert", topic, "dead letter", "dead letter", "delivered", "commit"]
    assert desk.log[1][1] == [row.event_id]
    assert desk.log[-1] == ("commit", {at: 10, AT: 1})


def test_a_case_that_no_column_can_hold_is_a_dead_letter_from_its_topic(desk: Desk) -> None:
    desk.warehouse.cannot_hold = {"k2"}
    values = [msgspec.json.encode(case(name)) for name in ("k1", "k2", "k3")]
    desk.lander.collect({TopicPartition(CASES, 0): [Record(value, at) for at, value in enumerate(values)]})
    desk.write()
    assert sorted(name for entry in desk.log if entry[0] == CASES for name in entry[1]) == ["k1", "k3"]
    assert desk.said().count("dead letter") == 1


def test_a_failed_insert_is_repeated_with_the_identical_rows(desk: Desk) -> None:
    desk.warehouse.fails = [Unavailable("away")] * 2
    desk.read("a", "b")
    desk.write()
    first, second, third = [entry for entry in desk.log if entry[0] == "insert"]
    assert first == second == third
    assert desk.said()[2] == "pause"
    assert desk.said()[-2:] == ["resume", "insert"]


def test_the_watchdog_hears_of_every_pass_and_of_every_poll_while_the_warehouse_is_away(desk: Desk) -> None:
    def poll() -> dict[Any, Any]:
        desk.lander.stop()
        return {}

    desk.consumer.on_poll = poll
    desk.lander.run()
    assert desk.log == [("subscribe", list(LANDABLE))]
    assert desk.watchdog.passes == 1
    waiting = Desk(retry_seconds=5)
    waiting.warehouse.fails = [Unavailable("away")] * 2
    waiting.read("a")
    waiting.write()
    assert waiting.watchdog.alives > 0


def test_past_the_limit_it_raises_and_commits_nothing() -> None:
    desk = Desk(retry_seconds=0.3)
    desk.warehouse.fails = [Unavailable("away")] * 9
    desk.read("a")
    with pytest.raises(Unavailable):
        desk.write()
    assert "commit" not in desk.said()


def test_what_a_rebalance_takes_away_while_it_waits_is_neither_landed_nor_committed(desk: Desk) -> None:
    def rebalance() -> dict[Any, Any]:
        desk.lander.drop()
        return {}

    desk.warehouse.fails = [Unavailable("away")] * 2
    desk.consumer.on_poll = rebalance
    desk.read("a")
    desk.write()
    desk.lander._commit()
    assert desk.said().count("insert") == 2
    assert "commit" not in desk.said()
    assert not desk.lander.is_due(idle=True)


def test_what_is_read_while_it_waits_is_read_again_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persistence, "FIRST_PAUSE_SECONDS", 0.05)
    new = TopicPartition(SCORED, 5)
    desk.consumer.on_poll = lambda: {new: [Record(b"x", 17)]}
    desk.warehouse.fails = [Unavailable("away")] * 2
    desk.read("a")
    desk.write()
    assert set(desk.consumer.sought) == {(new, 17)}


def test_a_stop_ends_the_waiting(desk: Desk) -> None:
    desk.warehouse.fails = [Unavailable("away")] * 2
    desk.read("a")
    desk.lander.stop()
    with pytest.raises(Stopped):
        desk.write()


@pytest.mark.parametrize(("error", "again"), [(CommitFailedError(), 1), (KafkaError(), 2)])
def test_a_failed_commit_is_no_failure(desk: Desk, error: KafkaError, again: int) -> None:
    desk.consumer.fails = [error]
    desk.read("a")
    desk.write()
    for _ in range(3):
        desk.lander._commit()
    assert desk.said().count("commit") == again


def test_what_can_never_be_committed_ends_it() -> None:
    desk = Desk(retry_seconds=1e-9)
    desk.consumer.fails = [KafkaError()]
    desk.read("a")
    desk.write()
    with pytest.raises(Unavailable, match="what is landed is not committed"):
        desk.lander._commit()


def test_a_row_that_no_column_can_hold_is_refused_and_the_others_landed(desk: Desk) -> None:
    desk.warehouse.cannot_hold = {"c"}
    desk.read(*"abcdefg")
    desk.write()
    landed = [name for entry in desk.log if entry[0] == "insert" for name in entry[1]]
    assert sorted(landed) == list("abdefg")
    assert desk.said().count("dead letter") == 1


def test_a_row_that_no_column_can_hold_is_refused_once_however_often_it_is_tried(desk: Desk) -> None:
    desk.warehouse.cannot_hold, desk.warehouse.fails = {"a"}, [Unavailable("away"), Unavailable("away")]
    desk.read(*"abcd")
    desk.write()
    assert desk.said().count("dead letter") == 1


def test_messages_that_broke_their_schema_do_not_count_as_rows_that_fail(desk: Desk) -> None:
    desk.warehouse.cannot_hold = {"a"}
    desk.read("a", "b", bad=2 * MAX_UNLANDABLE)
    desk.write()
    assert desk.said().count("dead letter") == 2 * MAX_UNLANDABLE + 1


def test_a_dead_letter_that_no_column_can_hold_is_landed_as_a_letter_about_it(desk: Desk) -> None:
    desk.warehouse.cannot_hold = {"b"}
    desk.read_letters(*"abc")
    desk.write()
    letters = [letter for entry in desk.log if entry[0] == "letters" for letter in entry[1]]
    assert sorted(letter.dead_letter_id for letter in letters if len(letter.dead_letter_id) == 1) == ["a", "c"]
    [about] = [letter for letter in letters if len(letter.dead_letter_id) > 1]
    assert (about.stage, about.origin, about.detail) == ("land", DEAD_LETTERS, "cannot be landed (OverflowError)")
    assert parse_dead_letter(about.payload, NOW) == dead_letter("b")
    assert "dead letter" not in desk.said()
    desk.lander._commit()
    assert desk.log[-1] == ("commit", {DEAD: 3})


def test_a_letter_that_can_be_landed_in_no_form_is_not_committed_as_if_it_were(desk: Desk) -> None:
    desk.warehouse.takes_letters = False
    desk.read_letters("a")
    with pytest.raises(OverflowError):
        desk.write()
    desk.lander._commit()
    assert desk.said() == []


def test_dead_letters_that_all_fail_are_not_the_letters_fault(desk: Desk) -> None:
    names = [f"d{at}" for at in range(4 * MAX_UNLANDABLE)]
    desk.warehouse.cannot_hold = set(names)
    desk.read_letters(*names)
    with pytest.raises(OverflowError):
        desk.write()


def test_rows_that_all_fail_are_not_the_rows_fault(desk: Desk) -> None:
    names = [f"e{at}" for at in range(4 * MAX_UNLANDABLE)]
    desk.warehouse.cannot_hold = set(names)
    desk.read(*names)
    with pytest.raises(OverflowError):
        desk.write()
    assert "dead letter" not in desk.said()


def test_it_is_due_when_full_or_when_nothing_more_comes() -> None:
    desk = Desk(batch_records=3, batch_seconds=60)
    assert not desk.lander.is_due(idle=True)
    desk.read("a", "b")
    assert not desk.lander.is_due(idle=False)
    desk.read("c")
    assert desk.lander.is_due(idle=False)
    quick = Desk(batch_seconds=1e-9)
    quick.read("a")
    assert quick.lander.is_due(idle=True)


def test_the_next_batch_is_read_while_one_is_inserted_and_committed_only_after_it(desk: Desk) -> None:
    may_end = threading.Event()
    desk.warehouse.waits_for = may_end
    desk.read("a")
    desk.lander.land()
    desk.read("b")
    desk.lander._commit()
    assert desk.said() == []
    may_end.set()
    desk.lander.settle()
    desk.lander._commit()
    assert desk.said() == ["insert", "commit"]
    desk.write()
    assert [entry[1] for entry in desk.log if entry[0] == "insert"] == [["a"], ["b"]]


def test_an_insert_under_way_does_not_count_as_a_pass_and_a_stop_commits_it(desk: Desk) -> None:
    may_end = threading.Event()
    desk.warehouse.waits_for = may_end
    polls = iter(range(3))

    def poll() -> dict[Any, Any]:
        if next(polls) == 2:
            assert desk.watchdog.passes == 0
            desk.lander.stop()
            may_end.set()
        return {}

    desk.consumer.on_poll = poll
    desk.read("a")
    desk.lander.land()
    desk.lander.run()
    assert desk.said() == ["subscribe", "insert", "commit"]


def test_what_is_under_way_when_a_rebalance_takes_it_is_not_committed(desk: Desk) -> None:
    may_end = threading.Event()
    desk.warehouse.waits_for = may_end
    desk.read("a")
    desk.lander.land()
    desk.lander.drop()
    may_end.set()
    desk.lander.settle()
    desk.lander._commit()
    desk.lander.close()
    assert desk.said() == ["insert"]
