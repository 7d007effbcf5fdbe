"""stack.rescore: in which order it restarts, waits, counts and sends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schemas.feedback import FeedbackEvent
from schemas.limits import MAX_GENERATION
from stack import rescore as module
from stack.home import Home
from stack.rescore import NotRescored, Rescored, rescore
from streams.outbox import Message
from tests.fixtures.made import scored

FROM, TO = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@dataclass
class Desk:
    """Everything that a rescore speaks with. `late`: what lands once the restarted scorer's last work is waited for."""

    log: list[Any] = field(default_factory=list)
    landed: dict[str, int] = field(default_factory=lambda: {"a": 0})
    late: dict[str, int] = field(default_factory=dict)
    versions: tuple[str, str] = ("s2", "t2")

    @property
    def sentiment_version(self) -> str:
        return self.versions[0]

    @property
    def taxonomy_version(self) -> str:
        return self.versions[1]

    def load(self, *_: Any) -> Desk:
        return self

    def __call__(self, *_: Any, **__: Any) -> Desk:
        """Client, outbox and stale events are all made by a call."""
        return self

    def count(self) -> tuple[int, int]:
        return len(self.landed), max(self.landed.values(), default=0)

    def pages(self) -> Iterator[list[FeedbackEvent]]:
        yield [scored(name).event for name in self.landed]

    def send(self, message: Message) -> None:
        self.log.append((message.key.decode(), *message.headers))

    def flush(self) -> None:
        self.log.append("delivered")

    def close(self) -> None:
        pass

    def renew(self, _: Home) -> bool:
        self.log.append("scorer restarted")
        return True

    def wait(self, _kafka: Any, ends: Any, _seconds: float) -> None:
        self.log.append("landed")
        self.landed |= self.late


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    for name in ("Scorer", "connect", "StaleEvents", "Outbox"):
        monkeypatch.setattr(module, name, desk)
    monkeypatch.setattr(module, "renew_scorer", desk.renew)
    monkeypatch.setattr(module, "wait_until_landed", desk.wait)
    return desk


def rescored(tmp_path: Path) -> Rescored:
    return rescore(Home.at(tmp_path), FROM, TO, 0, lambda *_: None)


def test_what_the_scorer_before_scored_last_is_sent_as_well_and_above_its_generation(
    desk: Desk, tmp_path: Path
) -> None:
    desk.late = {"a": 1, "b": 0}
    assert rescored(tmp_path) == Rescored(2, True, 2, "s2", "t2")
    header = ("generation", b"2")
    assert desk.log == ["scorer restarted", "landed", ("a", header), ("b", header), "delivered"]


def test_where_nothing_is_stale_nothing_is_restarted(desk: Desk, tmp_path: Path) -> None:
    desk.landed = {}
    assert rescored(tmp_path).events == 0
    assert desk.log == []


def test_what_has_no_generation_left_is_said_and_nothing_is_sent(desk: Desk, tmp_path: Path) -> None:
    desk.landed = {"a": MAX_GENERATION}
    with pytest.raises(NotRescored, match=f"were rescored {MAX_GENERATION} times"):
        rescored(tmp_path)
    assert "delivered" not in desk.log
