"""Which ports of loopback the stack's engines listen on: the wanted ones, else free ones that are said."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stack.errors import PortBusyError
from stack.settings import LOOPBACK


@dataclass(frozen=True, slots=True)
class PortChoice:
    """One engine's port. `wanted` differs from `port` when the wanted one was taken."""

    variable: str
    wanted: int
    port: int

    @property
    def moved(self) -> bool:
        return self.port != self.wanted


def is_free(port: int) -> bool:
    """True if this process could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what just closed there does not matter
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Distinct ports that the system gives out; all are held until the last is chosen."""
    held = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(count)]
    try:
        for one in held:
            one.bind((LOOPBACK, 0))
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()


def choose(wanted: Mapping[str, int], explicit: Iterable[str]) -> list[PortChoice]:
    """One choice per variable of `wanted`. A busy port moves; if its variable is in `explicit`, PortBusyError."""
    fixed, choices, taken = set(explicit), list[PortChoice](), dict[int, str]()
    for variable in sorted(wanted, key=lambda name: name not in fixed):  # a default makes way for what was chosen
        port = wanted[variable]
        usable = port not in taken and is_free(port)
        if not usable and variable in fixed:
            raise PortBusyError(_busy(port, variable, taken.get(port)))
        choices.append(PortChoice(variable, port, port if usable else _free_outside(set(taken))))
        taken[choices[-1].port] = variable
    return choices


def _busy(port: int, variable: str, ours: str | None) -> str:
    if ours:
        return f"port {port} was given twice: set {ours} and {variable} to two different ones"
    return f"port {port} is taken by another program: set {variable} to a free one"


def _free_outside(taken: set[int]) -> int:
    return next(port for port in free_ports(len(taken) + 1) if port not in taken)
