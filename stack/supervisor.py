"""Talking with the supervisor of a home: its XML-RPC interface on a Unix socket that only its owner can open."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.errors import Unavailable
from stack.errors import StackError, StartError
from stack.home import Home

ANSWER_SECONDS = 10.0
"""An interface that takes longer hangs: `earshot down` then ends the supervisor the hard way."""

ENDED = frozenset({"STOPPED", "EXITED", "FATAL"})
"""States of a process that the supervisor refuses to stop."""


@dataclass(frozen=True, slots=True)
class ProcessState:
    """What supervisord knows of one process. `state` is its word: RUNNING, STARTING, BACKOFF, EXITED, FATAL, …"""

    name: str
    state: str
    pid: int | None
    started_at: int
    uptime_seconds: int | None


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=ANSWER_SECONDS)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(ANSWER_SECONDS)
        try:
            self.sock.connect(self.path)
        except OSError:
            self.sock.close()
            raise


class _UnixTransport(xmlrpc.client.Transport):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        connection = _UnixConnection(self.path)
        self._connection = host, connection  # so that closing the transport closes it
        return connection


class Supervisor:
    """The supervisor of one home, running or not. Safe to share between threads: each call has its own connection."""

    def __init__(self, home: Home) -> None:
        self.home = home

    def is_running(self) -> bool:
        try:
            return str(self._call("getIdentification")) == "earshot"
        except Unavailable:
            return False

    def pid(self) -> int:
        return int(self._call("getPID"))

    def states(self) -> dict[str, ProcessState]:
        """By process name."""
        return {info["name"]: _state(info) for info in self._call("getAllProcessInfo")}

    def start(self, address: str) -> None:
        """Asks for it; whether it comes up is seen in `states`."""
        wait = False
        self._call("startProcess", address, wait)

    def restart(self, name: str, address: str, seconds: float) -> None:
        """Ends a process as `down` would, if it runs, and starts it. Raises Unavailable if that takes longer."""
        wait, until = False, time.monotonic() + seconds
        before = self.states()[name]
        if before.state not in ENDED:
            self._call("stopProcess", address, wait)
            self._until(lambda state: state.state in ENDED, name, until)
        self.start(address)
        self._until(lambda state: state.state == "RUNNING" and state.pid != before.pid, name, until)

    def _until(self, holds: Callable[[ProcessState], bool], name: str, until: float) -> None:
        while not holds(self.states()[name]):
            if time.monotonic() > until:
                raise Unavailable(f"{name} could not be restarted")
            time.sleep(0.1)

    def shut_down(self) -> None:
        """Asks all to end, workers first; returns at once."""
        self._call("shutdown")

    def launch(self, environ: Mapping[str, str], until: float) -> subprocess.Popen[bytes]:
        """Starts supervisord in a session of its own (Ctrl-C is ours to handle) and waits for its interface."""
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(self.home.supervisor_config)]
        if self.home.supervisor_log.exists():  # restarts are counted from here on
            self.home.supervisor_log.replace(self.home.previous_supervisor_log)
        with self.home.supervisor_log.open("ab") as log:
            child = subprocess.Popen(  # noqa: S603
                command, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        while not self.is_running():
            if child.poll() is not None or time.monotonic() > until:
                child.kill()
                child.wait()
                raise StartError("supervisor", "did not start", tail(self.home, "supervisor"))
            time.sleep(0.05)
        return child

    def _call(self, method: str, *arguments: Any) -> Any:
        """Raises Unavailable when nobody answers, StackError when the supervisor refuses."""
        try:
            with xmlrpc.client.ServerProxy("http://localhost", _UnixTransport(str(self.home.socket))) as server:
                return getattr(server.supervisor, method)(*arguments)
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable(f"no stack runs in {self.home.root} (EARSHOT_HOME): `earshot up` starts one") from error
        except xmlrpc.client.Error as error:
            raise StackError(f"the supervisor refuses {method}: {_refusal(error)}") from error


def _refusal(error: xmlrpc.client.Error) -> str:
    """supervisord's own words, such as SPAWN_ERROR: broker; of an answer that is no XML-RPC only what it is."""
    return error.faultString if isinstance(error, xmlrpc.client.Fault) else type(error).__name__


def _state(info: dict[str, Any]) -> ProcessState:
    return ProcessState(
        name=info["name"],
        state=info["statename"],
        pid=info["pid"] or None,
        started_at=info["start"],
        uptime_seconds=max(0, info["now"] - info["start"]) if info["pid"] else None,
    )


def tail(home: Home, process: str, lines: int = 12) -> list[str]:
    """The last lines of a process's log; none when it has not written."""
    path = home.log(process)
    return path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:] if path.is_file() else []


def restarts(home: Home) -> dict[str, int]:
    """How often each process was started again since `up`, counted in the supervisor's own log."""
    if not home.supervisor_log.is_file():
        return {}
    spawned: dict[str, int] = {}
    for line in home.supervisor_log.read_text(encoding="utf-8", errors="replace").splitlines():
        if "spawned: '" in line:
            name = line.split("spawned: '", 1)[1].split("'", 1)[0]
            spawned[name] = spawned.get(name, 0) + 1
    return {name: times - 1 for name, times in spawned.items()}
