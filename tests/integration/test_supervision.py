"""Starting, keeping and ending processes, with small ones of our own under the real supervisord."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import time
from collections.abc import Callable

import psutil
import pytest
from rich.console import Console

from schemas.errors import Unavailable
from stack.cli.foreground import bring_up
from stack.down import stop
from stack.errors import StackError, StartError
from stack.home import Home
from stack.plan import Plan
from stack.ports import free_ports
from stack.supervisor import Supervisor, restarts, tail
from stack.sweep import members
from stack.up import start
from tests.fixtures.fake_stack import OBEDIENT, FakePlan

STUBBORN = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + OBEDIENT
LISTENING = "import socket\nserver = socket.create_server(('127.0.0.1', {port}))\n" + STUBBORN
WITH_A_CHILD = (
    "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n" + OBEDIENT
)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stack.sweep.PATIENCE_SECONDS", 1.0)


def quiet(process: str, progress: str, detail: str = "") -> None:
    """A report that nobody reads."""


def up(plan: Plan) -> subprocess.Popen[bytes]:
    return start(plan, quiet, within=30, healthy=lambda name, _: tail(plan.home, name) != [])


def eventually(condition: Callable[[], bool], within: float = 20) -> bool:
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_all_processes_run_and_none_is_left_after_down(fake_plan: FakePlan) -> None:
    plan = fake_plan(one=OBEDIENT, two=WITH_A_CHILD)
    with up(plan):
        assert {state.name for state in Supervisor(plan.home).states().values()} == {"one", "two"}
        assert len(members(plan.home)) == 4, "the supervisor, two processes, and the child of one"
        assert stop(plan.home) == 4
    assert members(plan.home) == []


def test_a_killed_process_is_started_again_and_counted(fake_plan: FakePlan) -> None:
    plan = fake_plan(one=OBEDIENT)
    with up(plan):
        supervisor = Supervisor(plan.home)
        killed = supervisor.states()["one"].pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        assert eventually(lambda: supervisor.states()["one"].pid not in {None, killed})
        assert restarts(plan.home) == {"one": 1}
        stop(plan.home)


def test_a_process_that_ignores_sigterm_is_ended_nevertheless(fake_plan: FakePlan) -> None:
    plan = fake_plan(one=STUBBORN)
    with up(plan):
        assert stop(plan.home, within=1) == 2
    assert members(plan.home) == []


def test_processes_follow_a_supervisor_that_is_killed(fake_plan: FakePlan) -> None:
    plan = fake_plan(one=OBEDIENT)
    with up(plan) as child:
        child.kill()
        assert eventually(lambda: members(plan.home) == [])


def test_what_outlives_a_killed_supervisor_is_swept_by_down(fake_plan: FakePlan) -> None:
    plan = fake_plan(one=STUBBORN, two=WITH_A_CHILD)
    with up(plan) as child:
        child.kill()
    assert members(plan.home) != []
    stop(plan.home)
    assert members(plan.home) == []


def test_a_supervisor_that_hangs_is_ended_by_down(fake_plan: FakePlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stack.supervisor.ANSWER_SECONDS", 0.5)
    plan = fake_plan(one=OBEDIENT)
    with up(plan) as child:
        os.kill(child.pid, signal.SIGSTOP)
        stop(plan.home)
    assert members(plan.home) == []


def test_the_next_start_ends_what_a_killed_stack_left_before_it_chooses_ports(
    fake_plan: FakePlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("EARSHOT_KAFKA_PORT", "EARSHOT_KAFKA_CONTROLLER_PORT", "EARSHOT_CLICKHOUSE_PORT", "EARSHOT_PREFECT_PORT")
    chosen = dict(zip(names, map(str, free_ports(4)), strict=True))
    plan = fake_plan(one=LISTENING.format(port=chosen["EARSHOT_KAFKA_PORT"]))
    with up(plan) as child:
        child.kill()
    assert members(plan.home) != []
    for name, port in chosen.items():
        monkeypatch.setenv(name, port)
    planned: list[Plan] = []
    monkeypatch.setattr("stack.cli.foreground.start", lambda made, *_: planned.append(made))
    monkeypatch.setattr("stack.cli.foreground._fetch_jars", lambda *_: None)
    bring_up(plan.home, Console(quiet=True))
    assert members(plan.home) == []
    assert {choice.variable: str(choice.port) for choice in planned[0].ports} == chosen


def test_another_home_is_never_touched(fake_plan: FakePlan, tmp_path: os.PathLike[str]) -> None:
    other = Home.at(f"{tmp_path}/other")
    environ = os.environ | {"EARSHOT_STACK_OF": str(other.root)}
    with subprocess.Popen(["sleep", "600"], env=environ) as stranger:
        plan = fake_plan(one=OBEDIENT)
        with up(plan):
            stop(plan.home)
        assert stranger.poll() is None
        assert [process.pid for process in members(other)] == [stranger.pid]
        stranger.kill()


def test_a_process_that_cannot_start_is_named_with_its_last_words(fake_plan: FakePlan) -> None:
    plan = fake_plan(one=OBEDIENT, two="import sys; print('the disk is full', flush=True); sys.exit(3)")
    with pytest.raises(StartError, match="two ends at every start") as raised:
        start(plan, quiet, within=60, healthy=lambda name, _: name == "one")
    assert "the disk is full" in raised.value.log_lines
    assert members(plan.home) == [], "a start that fails leaves nothing"


def test_a_process_that_never_gets_healthy_ends_the_wait(fake_plan: FakePlan) -> None:
    plan = fake_plan(one=OBEDIENT)
    with pytest.raises(StartError, match="one is not healthy in time"):
        start(plan, quiet, within=3, healthy=lambda *_: False)
    assert members(plan.home) == []


def test_only_the_owner_can_talk_to_the_supervisor_or_read_the_passwords(fake_plan: FakePlan) -> None:
    plan = fake_plan(one=OBEDIENT)
    with up(plan):
        assert stat.S_IMODE(plan.home.socket.stat().st_mode) == 0o700
        assert stat.S_IMODE(plan.home.env_file.stat().st_mode) == 0o600
        assert "made-for-this-test" not in plan.home.supervisor_config.read_text()
        stop(plan.home)


def test_a_stack_that_does_not_run_is_unavailable(tmp_path: os.PathLike[str]) -> None:
    with pytest.raises(Unavailable, match="earshot up"):
        Supervisor(Home.at(f"{tmp_path}")).states()


def test_what_the_supervisor_refuses_is_one_line_with_its_reason(fake_plan: FakePlan) -> None:
    plan = fake_plan(one=OBEDIENT)
    with up(plan):
        supervisor = Supervisor(plan.home)
        with pytest.raises(StackError, match=r"^the supervisor refuses startProcess: BAD_NAME: workers:two$"):
            supervisor.start("workers:two")
        with pytest.raises(StackError, match=r"^the supervisor refuses startProcess: ALREADY_STARTED: workers:one$"):
            supervisor.start("workers:one")
        stop(plan.home)


def test_the_leash_survives_the_change_into_the_command(fake_plan: FakePlan) -> None:
    plan = fake_plan(one=OBEDIENT)
    with up(plan):
        pid = Supervisor(plan.home).states()["one"].pid
        assert psutil.Process(pid).cmdline()[1] == "-c"
        stop(plan.home)
