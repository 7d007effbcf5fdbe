"""stack.supervisor: a process that is started again, and what is read from the supervisor's own log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stack.home import Home
from stack.supervisor import Supervisor, restarts, tail


def test_every_start_after_the_first_is_a_restart(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.create()
    home.supervisor_log.write_text(
        "2026-11-21 19:58:46,412 INFO spawned: 'score' with pid 1\n"
        "2026-11-21 19:58:46,539 WARN exited: score (exit status 1; not expected)\n"
        "2026-11-21 19:58:47,642 INFO spawned: 'score' with pid 2\n"
        "2026-11-21 19:58:47,647 INFO spawned: 'land' with pid 3\n"
    )
    assert restarts(home) == {"score": 1, "land": 0}


def test_a_home_that_never_ran_has_neither_restarts_nor_logs(tmp_path: Path) -> None:
    assert restarts(Home.at(tmp_path)) == {}
    assert tail(Home.at(tmp_path), "score") == []


def test_the_tail_is_the_last_lines_whatever_their_bytes(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.create()
    home.log("score").write_bytes(b"one\ntwo\nthr\xffee\n")
    assert tail(home, "score", lines=2) == ["two", "thr�ee"]


class OneProcess(Supervisor):
    """A supervisor of one scorer that obeys at once; as the real one, it refuses to stop what does not run."""

    def __init__(self, home: Home, state: str) -> None:
        super().__init__(home)
        self.state, self.pid_, self.asked = state, 7 if state == "RUNNING" else 0, list[str]()

    def _call(self, method: str, *_: Any) -> Any:
        self.asked.append(method)
        if method == "stopProcess":
            assert self.state in {"RUNNING", "STARTING", "BACKOFF"}
            self.state, self.pid_ = "STOPPED", 0
        elif method == "startProcess":
            self.state, self.pid_ = "RUNNING", 8
        return [{"name": "score", "statename": self.state, "pid": self.pid_, "start": 0, "now": 9}]


@pytest.mark.parametrize("state", ["RUNNING", "STARTING", "BACKOFF", "STOPPED", "EXITED", "FATAL"])
def test_a_process_is_started_again_whatever_became_of_it(tmp_path: Path, state: str) -> None:
    supervisor = OneProcess(Home.at(tmp_path), state)
    supervisor.restart("score", "workers:score", seconds=1)
    assert (supervisor.state, supervisor.pid_) == ("RUNNING", 8)
    assert ("stopProcess" in supervisor.asked) == (state in {"RUNNING", "STARTING", "BACKOFF"})
