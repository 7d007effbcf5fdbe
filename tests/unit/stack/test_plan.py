"""stack.plan: what is started, where it listens, and what the processes are told."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from pydantic import ValidationError

from stack import environment
from stack.errors import PortBusyError
from stack.home import Home
from stack.plan import HOME_MARKER, make_plan
from stack.ports import free_ports


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "home")


@pytest.fixture
def chosen() -> dict[str, str]:
    names = ("EARSHOT_KAFKA_PORT", "EARSHOT_KAFKA_CONTROLLER_PORT", "EARSHOT_CLICKHOUSE_PORT", "EARSHOT_PREFECT_PORT")
    return dict(zip(names, map(str, free_ports(4)), strict=True))


def test_the_addresses_follow_the_ports(home: Home, chosen: dict[str, str]) -> None:
    variables = make_plan(home, chosen).variables
    assert variables["EARSHOT_KAFKA_BOOTSTRAP"] == f"127.0.0.1:{chosen['EARSHOT_KAFKA_PORT']}"
    assert variables["EARSHOT_CLICKHOUSE_HOST"] == "127.0.0.1"
    assert variables["EARSHOT_PREFECT_API_URL"] == f"http://127.0.0.1:{chosen['EARSHOT_PREFECT_PORT']}/api"


def test_all_six_processes_are_planned(home: Home, chosen: dict[str, str]) -> None:
    names = [process.name for process in make_plan(home, chosen).processes]
    assert names == ["broker", "warehouse", "prefect", "score", "land", "flows"]


@pytest.mark.parametrize(
    ("process", "variable", "address", "unset"),
    [
        ("broker", "EARSHOT_KAFKA_BOOTSTRAP", "kafka.example:9092", "EARSHOT_KAFKA_PORT"),
        ("warehouse", "EARSHOT_CLICKHOUSE_HOST", "clickhouse.example", "EARSHOT_CLICKHOUSE_PASSWORD"),
        ("prefect", "EARSHOT_PREFECT_API_URL", "http://prefect.example/api", "EARSHOT_PREFECT_PORT"),
    ],
)
def test_an_engine_elsewhere_is_not_started(home: Home, process: str, variable: str, address: str, unset: str) -> None:
    plan = make_plan(home, {variable: address})
    assert process not in {one.name for one in plan.processes}
    assert plan.elsewhere == {process: address}
    assert variable not in plan.variables
    assert unset not in plan.variables


def test_the_next_start_keeps_ports_and_passwords(home: Home, chosen: dict[str, str]) -> None:
    home.create()
    first = make_plan(home, chosen).variables
    environment.write(home.env_file, first)
    assert make_plan(home, {}).variables == first
    assert make_plan(home, first).variables == first, "also when the user has sourced stack.env"


def test_a_remembered_port_that_is_taken_moves(home: Home, chosen: dict[str, str]) -> None:
    home.create()
    environment.write(home.env_file, make_plan(home, chosen).variables)
    with socket.create_server(("127.0.0.1", int(chosen["EARSHOT_PREFECT_PORT"]))):
        plan = make_plan(home, {})
    assert [choice.variable for choice in plan.ports if choice.moved] == ["EARSHOT_PREFECT_PORT"]
    assert plan.variables["EARSHOT_PREFECT_API_URL"] != f"http://127.0.0.1:{chosen['EARSHOT_PREFECT_PORT']}/api"


def test_a_chosen_port_that_is_taken_is_an_error(home: Home, chosen: dict[str, str]) -> None:
    port = int(chosen["EARSHOT_CLICKHOUSE_PORT"])
    with socket.create_server(("127.0.0.1", port)), pytest.raises(PortBusyError, match="EARSHOT_CLICKHOUSE_PORT"):
        make_plan(home, chosen)


def test_a_port_that_is_no_port_is_refused(home: Home) -> None:
    with pytest.raises(ValidationError, match="kafka_port"):
        make_plan(home, {"EARSHOT_KAFKA_PORT": "many"})


def test_the_processes_get_the_home_as_an_absolute_path_and_its_mark(home: Home, chosen: dict[str, str]) -> None:
    handed = make_plan(home, chosen).process_environment({"EARSHOT_HOME": "relative", "PATH": "/bin", "EMPTY": ""})
    assert handed["EARSHOT_HOME"] == handed[HOME_MARKER] == str(home.root)
    assert handed["PATH"] == "/bin"
    assert "EMPTY" not in handed


def test_a_real_variable_wins_over_the_plan(home: Home, chosen: dict[str, str]) -> None:
    handed = make_plan(home, chosen).process_environment({"EARSHOT_CLICKHOUSE_USER": "me"})
    assert handed["EARSHOT_CLICKHOUSE_USER"] == "me"
