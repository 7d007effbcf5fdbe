"""`earshot up`, `status`, `logs`, `down` on the real stack: what runs, what is restarted, what is left behind."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemas.topics import TOPICS
from stack.home import Home
from stack.sweep import members
from tests.fixtures.stack import EARSHOT, Stack, new_stack

ALL = ["broker", "warehouse", "prefect", "score", "land", "flows"]


def status(stack: Stack) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(stack.earshot("status", "--json").stdout)
    return document


def process(stack: Stack, name: str) -> dict[str, Any]:
    [found] = [one for one in status(stack)["processes"] if one["name"] == name]
    return dict(found)


def eventually(condition: Callable[[], bool], within: float = 60) -> bool:
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.5)
    return True


def test_all_six_processes_run_and_the_engines_have_their_ports(stack: Stack) -> None:
    found = status(stack)
    assert [one["name"] for one in found["processes"]] == ALL
    assert {one["state"] for one in found["processes"]} == {"RUNNING"}
    ports = {one["name"]: one["port"] for one in found["processes"]}
    assert ports["broker"] == int(stack.chosen["EARSHOT_KAFKA_PORT"])
    assert ports["warehouse"] == int(stack.chosen["EARSHOT_CLICKHOUSE_PORT"])
    assert ports["prefect"] == int(stack.chosen["EARSHOT_PREFECT_PORT"])


def test_status_tells_the_lag_per_partition_and_what_has_landed(stack: Stack) -> None:
    found = status(stack)
    assert {lag["topic"] for lag in found["lag"]} == set(TOPICS)
    assert all(isinstance(found[what], int) for what in ("landed", "dead_letters", "case_events", "facts"))
    assert found["notes"] == []


def test_status_reads_as_a_table_for_people(stack: Stack) -> None:
    shown = stack.earshot("status")
    assert shown.returncode == 0
    assert re.search(r"broker\s+running\s+\d+", shown.stdout)
    assert "earshot-score" in shown.stdout


def test_status_of_engines_elsewhere_has_their_figures_and_no_processes(stack: Stack, tmp_path: Path) -> None:
    variables = {name: value for name, value in stack.variables.items() if name != "EARSHOT_HOME"}
    nothing = Stack(Home.at(tmp_path / "empty"), {})
    shown = nothing.earshot("status", "--json", **variables)
    assert shown.returncode == 0, shown.stderr
    found = json.loads(shown.stdout)
    assert found["processes"] == []
    assert {lag["group"] for lag in found["lag"]} == {"earshot-score", "earshot-land"}
    assert isinstance(found["landed"], int)
    assert isinstance(found["dead_letters"], int)
    table = nothing.earshot("status", **variables)
    assert table.returncode == 0
    assert "no stack of this home runs" in table.stdout
    assert "process" not in table.stdout
    deaf = {"EARSHOT_KAFKA_BOOTSTRAP": "127.0.0.1:1", "EARSHOT_CLICKHOUSE_PORT": "1"}
    silent = nothing.earshot("status", **(variables | deaf))
    assert silent.returncode == 3
    assert "no stack runs in" in silent.stderr


def test_a_second_up_leaves_a_running_stack_alone_and_says_so(stack: Stack) -> None:
    before = {one["name"]: one["pid"] for one in status(stack)["processes"]}
    second = stack.earshot("up")
    assert second.returncode == 0
    assert "already up" in second.stderr
    assert {one["name"]: one["pid"] for one in status(stack)["processes"]} == before


@pytest.mark.parametrize("name", ["score", "land"])
def test_a_killed_worker_is_back_under_another_pid_and_counted(stack: Stack, name: str) -> None:
    before = process(stack, name)
    os.kill(before["pid"], signal.SIGKILL)
    assert eventually(lambda: process(stack, name)["pid"] not in {None, before["pid"]})
    assert process(stack, name)["restarts"] == before["restarts"] + 1


@pytest.mark.parametrize("name", ALL)
def test_the_health_of_each_process_can_be_asked(stack: Stack, name: str) -> None:
    assert eventually(lambda: stack.earshot("health", name).returncode == 0)
    asked = stack.earshot("health", name)
    assert asked.stdout == f"{name} does its work\n"


@pytest.mark.parametrize(
    ("name", "variable", "value"),
    [
        ("broker", "EARSHOT_KAFKA_BOOTSTRAP", "127.0.0.1:1"),
        ("warehouse", "EARSHOT_CLICKHOUSE_PORT", "1"),
        ("prefect", "EARSHOT_PREFECT_API_URL", "http://127.0.0.1:1/api"),
        ("score", "EARSHOT_SCORE_GROUP", "nobody"),
        ("land", "EARSHOT_KAFKA_BOOTSTRAP", "127.0.0.1:1"),
        ("flows", "EARSHOT_PREFECT_API_URL", "http://127.0.0.1:1/api"),
    ],
)
def test_who_does_not_answer_is_not_healthy(stack: Stack, name: str, variable: str, value: str) -> None:
    asked = stack.earshot("health", name, **{variable: value})
    assert (asked.returncode, asked.stdout, asked.stderr) == (1, f"{name} does not do its work\n", "")


def test_a_worker_that_hangs_is_not_healthy(stack: Stack) -> None:
    pid = process(stack, "land")["pid"]
    os.kill(pid, signal.SIGSTOP)
    try:
        assert eventually(lambda: stack.earshot("health", "land").returncode == 1)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert eventually(lambda: stack.earshot("health", "land").returncode == 0)


def test_logs_are_per_process(stack: Stack) -> None:
    assert "Kafka Server started" in stack.earshot("logs", "broker", "-n", "200").stdout
    assert "spawned: 'land'" in stack.earshot("logs", "supervisor", "-n", "1000").stdout


def test_logs_are_followed(stack: Stack) -> None:
    log = stack.home.log("score")
    with log.open("a") as file:
        file.write("the last line so far\n")
    with subprocess.Popen(
        [EARSHOT, "logs", "score", "-f", "-n", "1"], env=stack.environ, stdout=subprocess.PIPE, text=True
    ) as follower:
        assert follower.stdout is not None
        assert follower.stdout.readline() != ""
        with log.open("a") as file:
            file.write("a line of this test\n")
        assert "a line of this test\n" in follower.stdout
        follower.terminate()


def test_stack_env_is_private_and_holds_no_default_password(stack: Stack) -> None:
    assert stat.S_IMODE(stack.home.env_file.stat().st_mode) == 0o600
    passwords = [value for name, value in stack.variables.items() if name.endswith("PASSWORD")]
    assert len(set(passwords)) == 2
    assert all(len(password) >= 24 for password in passwords)


def test_a_real_variable_wins_over_stack_env(stack: Stack) -> None:
    refused = stack.earshot("sql", "SELECT 1", EARSHOT_CLICKHOUSE_ANALYST_PASSWORD="not this one")
    assert refused.returncode != 0
    assert stack.earshot("sql", "SELECT 1").returncode == 0


def test_prefect_schedules_what_the_flows_process_serves(stack: Stack) -> None:
    """Versions that its own requirements allow serve deployments and never schedule a run, without a word."""
    api = stack.variables["EARSHOT_PREFECT_API_URL"]

    def scheduled() -> bool:
        body = json.dumps({"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}).encode()
        request = urllib.request.Request(f"{api}/flow_runs/filter", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return len(json.load(answer)) > 0

    assert eventually(scheduled)


def test_a_port_that_the_user_chose_and_that_is_taken_is_named(tmp_path: Path) -> None:
    other = new_stack(tmp_path / "home")
    with socket.create_server(("127.0.0.1", int(other.chosen["EARSHOT_CLICKHOUSE_PORT"]))):
        refused = other.earshot("up", "--detach")
    assert refused.returncode == 1
    assert refused.stderr.strip().splitlines() == [
        f"earshot: port {other.chosen['EARSHOT_CLICKHOUSE_PORT']} is taken by another program:"
        " set EARSHOT_CLICKHOUSE_PORT to a free one"
    ]
    assert members(other.home) == []


def test_up_after_a_killed_supervisor_keeps_the_ports_and_ctrl_c_ends_only_its_own_home(
    stack: Stack, tmp_path: Path
) -> None:
    other = new_stack(tmp_path / "home")
    other.up()
    before = other.variables
    os.kill(int(other.home.supervisor_pid.read_text()), signal.SIGKILL)
    with subprocess.Popen([EARSHOT, "up"], env=other.environ, stderr=subprocess.PIPE, text=True) as foreground:
        assert foreground.stderr is not None
        for line in foreground.stderr:
            if "Ctrl-C ends everything" in line:
                break
        assert other.variables == before
        assert {one["state"] for one in status(other)["processes"]} <= {"RUNNING", "STARTING"}
        foreground.send_signal(signal.SIGINT)
        foreground.stderr.read()
        assert foreground.wait(timeout=90) == 0
    assert members(other.home) == []
    assert other.earshot("status").returncode == 3
    assert {one["state"] for one in status(stack)["processes"]} == {"RUNNING"}
