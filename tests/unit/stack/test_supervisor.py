"""stack.supervisor: what is read from the supervisor's own log."""

from __future__ import annotations

from pathlib import Path

from stack.home import Home
from stack.supervisor import restarts, tail


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
