"""Whatever a row holds, the rows after it are pushed: it becomes an event or a dead letter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.parse import parse_dead_letter
from schemas.topics import DEAD_LETTERS, RAW
from streams import pusher
from streams.outbox import Message
from streams.pusher import Pusher
from streams.record_types import FEEDBACK
from streams.settings import KafkaSettings

GOOD = {
    "native_id": 1,
    "source": "shop",
    "kind": "review",
    "channel": "web",
    "brand": "Alder Post",
    "occurred_at": "2026-10-01T10:00:00Z",
    "text": "Late again.",
}
CIRCULAR: dict[str, Any] = {}
CIRCULAR["itself"] = CIRCULAR
DEEP: list[Any] = []
for _ in range(100_000):
    DEEP = [DEEP]


class FakeOutbox:
    """What the pusher asks of the outbox, delivered at once."""

    def __init__(self, *_: object) -> None:
        self.sent: list[Message] = []
        self.acknowledged: dict[str, int] = {}

    def send(self, message: Message) -> None:
        self.sent.append(message)


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> FakeOutbox:
    fake = FakeOutbox()
    monkeypatch.setattr(pusher, "Outbox", lambda *_: fake)
    return fake


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (object(), b"<object object"),
        ("half a pair \ud83d", b"\\ud83d"),
        ({("a", "b"): 1}, b"('a', 'b'): 1"),
        (10**5000, b""),
        (CIRCULAR, b"{...}"),
        (DEEP, b""),
    ],
    ids=["an object", "half a surrogate pair", "a key of two", "a huge number", "itself", "depths"],
)
def test_a_value_that_json_cannot_hold_is_a_dead_letter_and_the_next_row_an_event(
    outbox: FakeOutbox, value: Any, kept: bytes
) -> None:
    named = {**GOOD, "rating": value}
    for row in (named, {name: value for name, value in named.items() if name != "native_id"}):
        one_push = Pusher(
            KafkaSettings(), None, FEEDBACK, history=False, on_progress=lambda _: None, on_refused=lambda _: None
        )
        one_push.push("records", iter([(1, row), (2, GOOD)]))
    assert [message.topic for message in outbox.sent] == [DEAD_LETTERS, RAW] * 2
    for message in outbox.sent[::2]:
        assert kept in parse_dead_letter(message.value, datetime.now(UTC)).payload
