"""What it means for a partition that the scorer is done with it."""

from __future__ import annotations

import pytest

from streams.score_watchdog import Standing


@pytest.mark.parametrize(
    ("changes", "caught_up"),
    [
        ({"committed": 100}, True),
        ({}, False),
        ({"committed": 50, "position": 60, "delivered": 60}, False),
        # the last offsets are a transaction's marks: read over, given to nobody, never committed
        ({"committed": 98, "delivered": 98}, True),
        ({"committed": 0, "delivered": 0, "position": 0}, False),
    ],
)
def test_caught_up_is_everything_read_and_everything_given_committed(changes: dict[str, int], caught_up: bool) -> None:
    standing = {"end": 100, "position": 100, "delivered": 100, "committed": 50} | changes
    assert Standing(**standing).caught_up is caught_up
