"""The stack's processes: what each runs, in which order they come up, and what says that one is not ours to start."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Literal

from stack.settings import LOOPBACK

Group = Literal["engines", "workers"]


@dataclass(frozen=True, slots=True)
class Process:
    """One process under the supervisor.

    `needs` names those that must be healthy first. `elsewhere` is the variable by which the user points to an engine of
    their own: then this process is not started. Workers are stopped before the engines that they use.
    """

    name: str
    command: tuple[str, ...]
    group: Group
    needs: tuple[str, ...] = ()
    elsewhere: str = ""
    port_variable: str = ""

    @property
    def address(self) -> str:
        """Its name in the supervisor's interface."""
        return f"{self.group}:{self.name}"


def _engine(name: str, elsewhere: str, port_variable: str, *command: str) -> Process:
    return Process(name, _module(*command), "engines", (), f"EARSHOT_{elsewhere}", f"EARSHOT_{port_variable}")


def _worker(name: str, module: str, *needs: str) -> Process:
    return Process(name, _module(module), "workers", needs)


def _module(*command: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *command)


def declared(prefect_port: int) -> tuple[Process, ...]:
    """All of them, in the order in which people read them."""
    prefect = ("prefect", "server", "start", "--host", LOOPBACK, "--port", str(prefect_port))
    return (
        _engine("broker", "KAFKA_BOOTSTRAP", "KAFKA_PORT", "stack.broker"),
        _engine("warehouse", "CLICKHOUSE_HOST", "CLICKHOUSE_PORT", "warehouse.embedded"),
        _engine("prefect", "PREFECT_API_URL", "PREFECT_PORT", *prefect),
        _worker("score", "streams.score", "broker"),
        _worker("land", "streams.land", "broker", "warehouse"),
        _worker("flows", "flows.serve", "warehouse", "prefect"),
    )


NAMES = ("broker", "warehouse", "prefect", "score", "land", "flows")
