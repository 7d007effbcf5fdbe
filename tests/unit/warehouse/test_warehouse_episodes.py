"""What does not fit a table of episodes, notes or alerts is refused before anything is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.fixtures.fake_warehouse import FakeClient
from warehouse.episodes import LONGEST_REASON, LONGEST_ROLE, Note, write_alerts, write_episodes, write_note

THEN = datetime(2026, 10, 5, tzinfo=UTC)
ALERT = {"episode_id": "e", "state": "new", "channel": "mail", "rule": "all", "sent_at": THEN, "attempts": 1}


def test_a_note_is_the_same_however_often_it_is_sent(fake_client: FakeClient) -> None:
    note = Note(episode_id="e", kind="assign", owner="care team")
    for _ in range(2):
        write_note(fake_client, note)  # type: ignore[arg-type]
    first, again = (batch.to_pylist() for _, batch in fake_client.inserted)
    assert first == again
    assert first[0]["note_id"] != Note(episode_id="e", kind="ack").note_id


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ({"kind": "praise"}, "one of ack"),
        ({"kind": "ack", "episode_id": ""}, "episode_id"),
        ({"kind": "dismiss"}, "reason"),
        ({"kind": "dismiss", "reason": "  "}, "reason"),
        ({"kind": "dismiss", "reason": "x" * (LONGEST_REASON + 1)}, "reason"),
        ({"kind": "assign"}, "owner"),
        ({"kind": "assign", "owner": "x" * (LONGEST_ROLE + 1)}, "owner"),
        ({"kind": "ack", "who": "care\nteam"}, "who"),
        ({"kind": "ack", "who": "\x1b[31mcare"}, "who"),
    ],
    ids=str,
)
def test_a_note_says_what_its_kind_needs_in_one_line(note: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Note(**{"episode_id": "e"} | note)


@pytest.mark.parametrize("row", [{}, {"episode_id": "e", "mood": "sad"}, {"episode_id": "e"}], ids=str)
def test_an_episode_or_alert_that_does_not_fit_is_refused(fake_client: FakeClient, row: dict[str, Any]) -> None:
    for write, rows in ((write_episodes, [row]), (write_alerts, [ALERT, row])):
        with pytest.raises(ValueError, match=r"not given|no such column"):
            write(fake_client, rows)  # type: ignore[arg-type]
    assert fake_client.inserted == []
