"""A dead letter names its event as the views do, and never by what somebody wrote."""

from __future__ import annotations

import pytest

from schemas.dead_letter import Stage
from schemas.errors import InvalidEvent
from schemas.identity import event_id_of
from streams.refused import Position, dead_letter
from tests.fixtures.made import NOON
from tests.fixtures.messages import good

WRONG = InvalidEvent("text", "empty", "is empty")
PERSON = "anna@example.org"


@pytest.mark.parametrize(
    ("stage", "event_id", "named"),
    [
        ("push", PERSON, event_id_of("survey", PERSON)),
        ("push", "0" * 32, "0" * 32),
        ("score", "a-1", "a-1"),
        ("score", "Anna Nowak was rude", ""),
        ("land", "", ""),
    ],
)
def test_its_event_is_named_as_the_views_name_it_or_not_at_all(stage: Stage, event_id: str, named: str) -> None:
    at = Position("survey", line=3)
    assert dead_letter(WRONG, good(event_id), stage=stage, at=at, failed_at=NOON).event_id == named
