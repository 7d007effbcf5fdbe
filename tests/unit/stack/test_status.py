"""What `earshot status` makes of what the supervisor says."""

from __future__ import annotations

import pytest

from stack.status import ProcessStatus


@pytest.mark.parametrize(
    ("state", "restarts", "runs"),
    [
        ("RUNNING", 0, True),
        ("RUNNING", 3, True),
        ("STARTING", 0, True),
        ("STARTING", 1, False),
        ("BACKOFF", 1, False),
        ("FATAL", 0, False),
    ],
)
def test_what_is_started_again_and_again_does_not_run(state: str, restarts: int, runs: bool) -> None:
    one = ProcessStatus("broker", state, pid=7, port=19092, uptime_seconds=1, restarts=restarts)
    assert one.is_running is runs
    assert ("earshot logs broker" in one.trouble) is (restarts > 0 and not runs)
