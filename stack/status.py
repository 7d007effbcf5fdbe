"""What `earshot status` tells: the processes, how far behind the workers are, and what is in the warehouse."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from schemas.errors import EarshotError, Unavailable
from stack import environment
from stack.home import Home
from stack.plan import ELSEWHERE
from stack.processes import Process, declared
from stack.supervisor import ProcessState, Supervisor, restarts

T = TypeVar("T")

LANDED = """SELECT
    (SELECT count() FROM feedback), (SELECT count() FROM dead_letters),
    (SELECT count() FROM case_events), (SELECT count() FROM facts)"""


@dataclass(frozen=True, slots=True)
class ProcessStatus:
    """`port` is None for a process that listens nowhere; `pid` and `uptime_seconds` while it does not run."""

    name: str
    state: str
    pid: int | None
    port: int | None
    uptime_seconds: int | None
    restarts: int

    @property
    def is_running(self) -> bool:
        """One that starts is, the first time: what is started again and again seems to start whenever one looks."""
        return self.state == "RUNNING" or (self.state == "STARTING" and not self.restarts)

    @property
    def trouble(self) -> str:
        """What a person should look into; "" where nothing is known of it."""
        if self.is_running or not self.restarts:
            return ""
        return (
            f"{self.name} was started again (restarts: {self.restarts}) and does not run: see earshot logs {self.name}"
        )


@dataclass(frozen=True, slots=True)
class Lag:
    """Messages of one partition that a worker has not dealt with yet."""

    group: str
    topic: str
    partition: int
    waiting: int


class Counts(NamedTuple):
    """How many of each have landed, in the order of LANDED."""

    feedback: int
    dead_letters: int
    case_events: int
    facts: int


@dataclass(slots=True)
class Status:
    """A figure that could not be had is None, and `notes` says why. Engines of others have no `processes` here."""

    home: str
    processes: list[ProcessStatus]
    lag: list[Lag] | None = None
    landed: int | None = None
    dead_letters: int | None = None
    case_events: int | None = None
    facts: int | None = None
    oldest_unlanded_seconds: float | None = None
    notes: list[str] = field(default_factory=list)


def read_status(home: Home) -> Status:
    """Asks the supervisor, the broker and the warehouse.

    Without a supervisor it asks the engines that the environment names, if it names any. Raises Unavailable when no
    stack runs in this home and none of those answers either.
    """
    ports = environment.read(home.env_file)
    try:
        states = Supervisor(home).states()
    except Unavailable:
        elsewhere = _engines_elsewhere(home, ports)
        if elsewhere is None:
            raise
        return elsewhere
    counts = restarts(home)
    processes = [
        _process(process, states[process.name], ports, counts) for process in declared(0) if process.name in states
    ]
    status = Status(str(home.root), processes, notes=[one.trouble for one in processes if one.trouble])
    _read_lag(status)
    _read_counts(status)
    return status


def _engines_elsewhere(home: Home, stored: dict[str, str]) -> Status | None:
    """What the engines tell to which the user's variables point; None if there are none, or none answers."""
    status = Status(str(home.root), [], notes=["no stack of this home runs: these are the engines of the variables"])
    if environment.is_chosen(ELSEWHERE["broker"], stored, os.environ):
        _read_lag(status)
    if environment.is_chosen(ELSEWHERE["warehouse"], stored, os.environ):
        _read_counts(status)
    return None if status.lag is None and status.landed is None else status


def _read_lag(status: Status) -> None:
    status.lag = _or_note(status, _lag)
    if status.lag is not None:
        status.oldest_unlanded_seconds = _or_note(status, _oldest_unlanded_seconds)


def _read_counts(status: Status) -> None:
    counts = _or_note(status, warehouse_counts)
    if counts is not None:
        status.landed, status.dead_letters, status.case_events, status.facts = counts


def _process(process: Process, state: ProcessState, ports: dict[str, str], counts: dict[str, int]) -> ProcessStatus:
    port = ports.get(process.port_variable)
    return ProcessStatus(
        name=process.name,
        state=state.state,
        pid=state.pid,
        port=int(port) if port else None,
        uptime_seconds=state.uptime_seconds,
        restarts=counts.get(process.name, 0),
    )


def _or_note(status: Status, ask: Callable[[], T]) -> T | None:
    try:
        return ask()
    except EarshotError as error:
        status.notes.append(str(error))
        return None


def _kafka() -> Any:
    """A status is read now: it does not wait for a broker that is away."""
    from streams.settings import KafkaSettings

    return KafkaSettings(wait_seconds=1)


def _lag() -> list[Lag]:
    from streams.lag import lags

    return [Lag(one.group, one.topic, one.partition, one.lag) for one in lags(_kafka())]


def _oldest_unlanded_seconds() -> float | None:
    from streams.lag import oldest_unlanded

    oldest = oldest_unlanded(_kafka())
    return (datetime.now(UTC) - oldest).total_seconds() if oldest else None


def warehouse_counts() -> Counts:
    """What has landed. Raises Unavailable, NotAdmitted or QueryRefused."""
    from warehouse.client import connect
    from warehouse.console import ask, refusals

    with refusals():
        client = connect(role="analyst")
    try:
        answer = ask(client, LANDED)
    finally:
        client.close()
    return Counts(*map(int, answer.rows[0]))
