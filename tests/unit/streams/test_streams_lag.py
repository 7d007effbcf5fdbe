"""Since when an event waits: its receipt, whichever topic it waits on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from kafka.errors import KafkaConnectionError, KafkaError

from schemas.errors import Unavailable
from schemas.topics import CASES, DEAD_LETTERS, FACTS, GENERATION_HEADER, LANDABLE, RAW, SCORED
from streams import lag
from streams.lag import oldest_unlanded, readers
from streams.settings import KafkaSettings
from tests.fixtures.made import case, dead_letter, event, fact, scored

RECEIVED = event().received_at
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
SETTINGS = KafkaSettings(wait_seconds=0.01)


class FakeConsumer:
    """One message on every partition."""

    def __init__(self, value: bytes | None, error: KafkaError | None = None) -> None:
        self.value, self.error = value, error
        self.headers: list[tuple[str, bytes]] = []
        self.closed = False

    def assign(self, partitions: list[Any]) -> None:
        [self.partition] = partitions

    def seek(self, partition: Any, offset: int) -> None:
        assert partition == self.partition

    def poll(self, timeout_ms: int, max_records: int) -> dict[Any, Any]:
        if self.error:
            raise self.error
        record = SimpleNamespace(value=self.value, headers=self.headers, timestamp=WRITTEN.timestamp() * 1000)
        return {self.partition: [record]}

    def close(self, autocommit: bool) -> None:
        self.closed = True


Waits = Callable[..., FakeConsumer]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    """Lets a message wait on a topic."""

    def wait(topic: str, value: bytes | None, error: KafkaError | None = None) -> FakeConsumer:
        consumer = FakeConsumer(value, error)
        monkeypatch.setattr(lag, "lags", lambda _: [SimpleNamespace(topic=topic, partition=3, committed=7, lag=1)])
        monkeypatch.setattr(lag, "reach", lambda _settings, make: make())
        monkeypatch.setattr(lag, "KafkaConsumer", lambda **_: consumer)
        return consumer

    return wait


@pytest.mark.parametrize(
    ("topic", "value", "expected"),
    [
        (RAW, msgspec.json.encode(event()), RECEIVED),
        (SCORED, msgspec.json.encode(scored()), RECEIVED),
        (SCORED, msgspec.json.encode(scored(scored_as={"generation": 1})), WRITTEN),
        (CASES, msgspec.json.encode(case()), RECEIVED),
        (FACTS, msgspec.json.encode(fact()), RECEIVED),
        (DEAD_LETTERS, msgspec.json.encode(dead_letter()), WRITTEN),
        (RAW, b"{", WRITTEN),
        (RAW, b"\xff", WRITTEN),
        (RAW, None, WRITTEN),
        (RAW, b'{"received_at": "2026-10-01T10:00:00"}', WRITTEN),
    ],
)
def test_it_is_the_receipt_that_the_event_names_else_the_time_of_the_message(
    waits: Waits, topic: str, value: bytes | None, expected: datetime
) -> None:
    consumer = waits(topic, value)
    assert oldest_unlanded(SETTINGS) == expected
    assert consumer.closed


def test_an_event_that_is_scored_once_more_waits_since_it_was_sent_again(waits: Waits) -> None:
    waits(RAW, msgspec.json.encode(event())).headers = [(GENERATION_HEADER, b"1")]
    assert oldest_unlanded(SETTINGS) == WRITTEN


def test_each_group_is_asked_about_every_topic_that_it_reads() -> None:
    assert readers() == {"earshot-score": (RAW,), "earshot-land": LANDABLE}
    assert set(LANDABLE) == {SCORED, DEAD_LETTERS, CASES, FACTS}


def test_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lag, "lags", lambda _: [SimpleNamespace(topic=RAW, partition=0, committed=7, lag=0)])
    assert oldest_unlanded(SETTINGS) is None


def test_a_broker_that_goes_away_meanwhile_is_unavailable(waits: Waits) -> None:
    consumer = waits(RAW, None, KafkaConnectionError())
    with pytest.raises(Unavailable, match="cannot be read"):
        oldest_unlanded(SETTINGS)
    assert consumer.closed


def test_a_broker_that_is_gone_before_the_consumer_is_made_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lag, "lags", lambda _: [SimpleNamespace(topic=RAW, partition=0, committed=7, lag=1)])
    with pytest.raises(Unavailable):
        oldest_unlanded(KafkaSettings(bootstrap="127.0.0.1:1", wait_seconds=0.01))
