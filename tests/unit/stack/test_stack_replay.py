"""stack.replay: what is read at once, what is sent, and what is said of the rest."""

from __future__ import annotations

import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from schemas.dead_letter import DeadLetter
from schemas.topics import RAW
from stack import replay as module
from stack.replay import PAGE_BYTES, PAGE_LETTERS, RefusedAgain, Replayed, replay, write
from streams.map_files import load_map
from streams.outbox import Message
from streams.record_types import FEEDBACK
from streams.replay import Door
from streams.settings import KafkaSettings
from tests.fixtures.made import dead_letter
from tests.fixtures.messages import good
from warehouse.dead_letters import Found

OWN = Door(None, FEEDBACK, history=False)


@dataclass
class Desk:
    """A warehouse and a broker; the broker finds the messages of `large` too large."""

    letters: dict[str, DeadLetter]
    large: tuple[bytes, ...] = ()
    pages: list[int] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    acknowledged: dict[str, int] = field(default_factory=dict)
    ends: dict[tuple[str, int], int] = field(default_factory=dict)

    def read(self, ids: Sequence[str]) -> list[DeadLetter]:
        self.pages.append(len(ids))
        return [self.letters[id_] for id_ in ids]

    def __call__(self, _: KafkaSettings, on_too_large: Callable[[Message], None]) -> Desk:
        self.refuse = on_too_large
        return self

    def send(self, message: Message) -> None:
        if message.key in self.large:
            self.refuse(message)
        else:
            self.sent.append(message)
            self.acknowledged[message.topic] = self.acknowledged.get(message.topic, 0) + 1

    def flush(self) -> None: ...

    def close(self) -> None: ...


def replayed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, size: int = 1, door: Door = OWN
) -> tuple[Replayed, list[RefusedAgain]]:
    monkeypatch.setattr(module, "Outbox", desk)
    refused: list[RefusedAgain] = []
    found = [Found(id_, size) for id_ in desk.letters]
    kafka = KafkaSettings(prefix="shared.")
    done = replay(desk.read, found, door, kafka, on_refused=refused.append, on_progress=lambda _: None)
    return done, refused


def test_what_passes_is_sent_and_what_does_not_is_said_by_its_id_without_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letters = {
        "d1": dead_letter("d1", payload=good("a-1")),
        "d2": dead_letter("d2", payload=good("a-2", nps="Anna was rude")),
        "d3": dead_letter("d3", payload=good("a-3")),
    }
    desk = Desk(letters, large=(b"a-3",))
    done, refused = replayed(desk, monkeypatch)
    assert [(message.topic, message.key) for message in desk.sent] == [(f"shared.{RAW}", b"a-1")]
    assert (done.sent, done.refused) == (1, 2)
    assert [str(each) for each in refused] == [
        "d2: nps is not a whole number (wrong_type)",
        "d3: the message is larger than the topic takes (too_large)",
    ]


def test_a_row_that_a_map_reads_is_refused_with_the_column_beside_the_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "desk.yaml"
    file.write_text(
        "constants: {source: desk, kind: survey, channel: c, brand: B}\n"
        "fields: {occurred_at: {path: at, zone: UTC}, csat: how_satisfied}\n"
    )
    row = dead_letter("d1", stage="push", payload=b'{"at": "2026-06-01", "how_satisfied": "very"}')
    _, [refused] = replayed(Desk({"d1": row}), monkeypatch, door=OWN._replace(map_=load_map(file)))
    assert str(refused) == "d1: csat (how_satisfied) is not a whole number (wrong_type)"


@pytest.mark.parametrize(
    ("count", "size", "pages"),
    [
        (0, 1, []),
        (PAGE_LETTERS + 1, 1, [PAGE_LETTERS, 1]),
        (5, PAGE_BYTES // 2, [2, 2, 1]),
        (2, PAGE_BYTES + 1, [1, 1]),
    ],
)
def test_no_more_is_read_at_once_than_memory_has_room_for(
    monkeypatch: pytest.MonkeyPatch, count: int, size: int, pages: list[int]
) -> None:
    desk = Desk({str(at): dead_letter(str(at), payload=good(str(at))) for at in range(count)})
    done, _ = replayed(desk, monkeypatch, size)
    assert (done.sent, desk.pages) == (count, pages)


def test_a_file_to_be_mended_is_its_owners_and_is_never_overwritten(tmp_path: Path) -> None:
    desk = Desk({"d1": dead_letter(payload=good("a-1"))})
    file = tmp_path / "mend.jsonl"
    write(desk.read, [Found("d1", 9)], FEEDBACK, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_bytes().splitlines()) == 1
    with pytest.raises(FileExistsError):
        write(desk.read, [Found("d1", 9)], FEEDBACK, file)
