"""A lander joins knowing every partition, and notes each rebalance as needed until it is complete."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from kafka.errors import KafkaError

from schemas.errors import Unavailable
from streams import membership
from streams.membership import Membership

TOPICS = ["a", "b"]


class FakeConsumer:
    """Knows partitions once it was asked often enough; `log` has what was asked, in order."""

    def __init__(self, answers: dict[str, list[set[int] | Exception]]) -> None:
        self.log: list[Any] = []
        self._answers = answers
        self._coordinator = SimpleNamespace(request_rejoin=lambda: self.log.append("rejoin"))

    def subscribe(self, topics: list[str], listener: Any) -> None:
        self.log.append(("subscribe", topics, listener))

    def partitions_for_topic(self, topic: str) -> set[int]:
        self.log.append(topic)
        answers = self._answers[topic]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(membership, "PAUSE_SECONDS", 0.001)


def never() -> bool:
    return False


def member(consumer: FakeConsumer) -> Membership:
    return Membership(consumer, lambda: consumer.log.append("dropped"), lambda: consumer.log.append("alive"))


def test_it_is_ready_only_when_the_partitions_of_every_topic_are_known() -> None:
    consumer = FakeConsumer({"a": [{0}], "b": [set(), KafkaError(), {0, 1}]})
    ours = member(consumer)
    ours.subscribe(TOPICS, 60, never)
    assert consumer.log == [("subscribe", TOPICS, ours), "a", "b", "alive", "a", "b", "alive", "a", "b"]


def test_topics_that_stay_unknown_are_named() -> None:
    with pytest.raises(Unavailable, match=r"no partitions of b$"):
        member(FakeConsumer({"a": [{0}], "b": [set()]})).subscribe(TOPICS, 0.01, never)


def test_a_stop_ends_the_waiting() -> None:
    member(FakeConsumer({"a": [set()], "b": [set()]})).subscribe(TOPICS, 60, lambda: True)


@pytest.mark.parametrize("told", [Membership.on_partitions_revoked, Membership.on_partitions_lost])
def test_a_rebalance_is_needed_until_it_is_complete_and_what_was_read_is_dropped(
    told: Callable[[Membership, Any], None],
) -> None:
    consumer = FakeConsumer({})
    told(member(consumer), set())
    assert consumer.log == ["rejoin", "dropped"]
