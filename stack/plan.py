"""What one `earshot up` will start, and with which environment: decided before anything runs, without side effects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stack import environment
from stack.home import Home
from stack.ports import PortChoice, choose
from stack.processes import Process, declared
from stack.settings import LOOPBACK, StackSettings

PORTS = {
    "EARSHOT_KAFKA_PORT": "kafka_port",
    "EARSHOT_KAFKA_CONTROLLER_PORT": "kafka_controller_port",
    "EARSHOT_CLICKHOUSE_PORT": "clickhouse_port",
    "EARSHOT_PREFECT_PORT": "prefect_port",
}
ELSEWHERE = {
    "broker": "EARSHOT_KAFKA_BOOTSTRAP",
    "warehouse": "EARSHOT_CLICKHOUSE_HOST",
    "prefect": "EARSHOT_PREFECT_API_URL",
}
HOME_MARKER = "EARSHOT_STACK_OF"
"""In the environment of every process of a stack, and of their children: the home to which they belong."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`variables` go to stack.env; `elsewhere` maps a process that is not started to the address that the user gave."""

    home: Home
    variables: dict[str, str]
    ports: list[PortChoice]
    processes: tuple[Process, ...]
    elsewhere: dict[str, str]

    def process_environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """What the supervisor hands to each process: the user's environment, filled up, and the mark of this home."""
        filled = self.variables | {name: value for name, value in environ.items() if value}
        return filled | {
            "EARSHOT_HOME": str(self.home.root),
            "EARSHOT_CLICKHOUSE_DATA": str(self.home.warehouse),
            HOME_MARKER: str(self.home.root),
            "PYTHONUNBUFFERED": "1",
        }


def make_plan(home: Home, environ: Mapping[str, str]) -> Plan:
    """Reads the last start's choices and the user's; a busy port that the user chose raises PortBusyError."""
    stored = environment.read(home.env_file)
    elsewhere = {
        process: environ[variable]
        for process, variable in ELSEWHERE.items()
        if environment.is_chosen(variable, stored, environ)
    }
    ports = _choose_ports(stored, environ, elsewhere)
    numbers = {choice.variable: choice.port for choice in ports}
    processes = declared(numbers.get("EARSHOT_PREFECT_PORT", 0))
    return Plan(
        home=home,
        variables=_variables(numbers) | environment.passwords(stored, environ, "warehouse" in elsewhere),
        ports=ports,
        processes=tuple(process for process in processes if process.name not in elsewhere),
        elsewhere=elsewhere,
    )


def _choose_ports(
    stored: Mapping[str, str], environ: Mapping[str, str], elsewhere: Mapping[str, str]
) -> list[PortChoice]:
    """The user's choice, else that of the last start (clients may know it), else the default."""
    prefixes = {"broker": "EARSHOT_KAFKA", "warehouse": "EARSHOT_CLICKHOUSE", "prefect": "EARSHOT_PREFECT"}
    local = tuple(prefix for process, prefix in prefixes.items() if process not in elsewhere)
    known: dict[str, Any] = {field: environ.get(name) or stored.get(name) for name, field in PORTS.items()}
    settings = StackSettings(**{field: value for field, value in known.items() if value})
    wanted = {name: getattr(settings, field) for name, field in PORTS.items() if name.startswith(local)}
    return choose(wanted, [name for name in wanted if environment.is_chosen(name, stored, environ)])


def _variables(ports: Mapping[str, int]) -> dict[str, str]:
    """The ports, and the addresses that the other rooms' settings read."""
    variables = {name: str(port) for name, port in ports.items()}
    if kafka := variables.get("EARSHOT_KAFKA_PORT"):
        variables["EARSHOT_KAFKA_BOOTSTRAP"] = f"{LOOPBACK}:{kafka}"
    if "EARSHOT_CLICKHOUSE_PORT" in variables:
        variables["EARSHOT_CLICKHOUSE_HOST"] = LOOPBACK
    if prefect := variables.get("EARSHOT_PREFECT_PORT"):
        variables["EARSHOT_PREFECT_API_URL"] = f"http://{LOOPBACK}:{prefect}/api"
    return variables
