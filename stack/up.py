"""`earshot up`: brings the processes of a home to health, each as soon as what it needs is there.

The three engines start side by side; topics are created when the broker answers, migrations are applied when the
warehouse does, and each worker starts when the engines that it needs are ready. What fails ends the start, with the
name of the process and its last log lines.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Literal, Protocol

from schemas.errors import EarshotError
from stack import environment, prefect_schema, supervisor_config
from stack.down import stop
from stack.errors import StartError
from stack.health import is_healthy
from stack.plan import Plan
from stack.prepare import PREPARATIONS
from stack.processes import Process
from stack.supervisor import Supervisor, tail

GIVE_UP_AFTER = 4
"""Starts of one process, each ended by itself, after which the next would not help."""
PAUSE_SECONDS = 0.25

Healthy = Callable[[str, float], bool]
"""Asked with a process's name and the Unix time of its start."""
Progress = Literal["waiting", "starting", "ready", "elsewhere", "failed"]


class Report(Protocol):
    """Told of each step of each process, from several threads."""

    def __call__(self, process: str, progress: Progress, detail: str = "") -> None: ...


class _Stopped(Exception):  # noqa: N818  (not an error of its own: another process failed first)
    """Ends the waiting of the other threads."""


def start(plan: Plan, report: Report, within: float, healthy: Healthy = is_healthy) -> subprocess.Popen[bytes]:
    """Starts everything and returns the supervisor's process when all is `healthy`. Nothing of the home may run yet.

    Raises StartError, or what interrupts it, and then leaves nothing running. Also sets this process's environment to
    the plan's, since the health checks, topics and migrations use it.
    """
    home = plan.home
    home.create()
    prefect_schema.begin(home.prefect)
    environment.write(home.env_file, plan.variables)
    home.supervisor_config.write_text(supervisor_config.render(plan), encoding="utf-8")
    os.environ.update(plan.variables)
    supervisor = Supervisor(home)
    until = time.monotonic() + within
    child = supervisor.launch(_environment(plan), until)
    for process, address in plan.elsewhere.items():
        report(process, "elsewhere", address)
    try:
        _start_all(_Start(plan, supervisor, report, until, healthy))
    except BaseException:
        stop(home)
        child.wait()
        raise
    return child


def _environment(plan: Plan) -> dict[str, str]:
    from flows.settings import FlowSettings, prefect_environment

    return plan.process_environment(os.environ) | prefect_environment(FlowSettings(home=plan.home.root))


def _start_all(start: _Start) -> None:
    """One thread per process; the first that fails stops the others' waiting."""
    ready: dict[str, Future[None]] = {}
    with ThreadPoolExecutor(len(start.plan.processes) + len(start.plan.elsewhere)) as pool, start.stop_at_exit():
        for name in start.plan.elsewhere:
            ready[name] = pool.submit(start.prepare, name)
        for process in start.plan.processes:
            needs = [ready[name] for name in process.needs]
            ready[process.name] = pool.submit(start.bring_up, process, needs)
        done, _ = wait(ready.values(), return_when=FIRST_EXCEPTION)
    failures = [failure for future in done if (failure := future.exception())]
    for failure in sorted(failures, key=lambda one: isinstance(one, _Stopped)):
        raise failure


class _Start:
    """One start in progress, shared by its threads."""

    def __init__(self, plan: Plan, supervisor: Supervisor, report: Report, until: float, healthy: Healthy) -> None:
        self.plan, self.supervisor, self.report, self.until = plan, supervisor, report, until
        self.healthy = healthy
        self.stopped = threading.Event()

    @contextmanager
    def stop_at_exit(self) -> Iterator[None]:
        """Also when Ctrl-C leaves the block: the pool's threads must end before it can close."""
        try:
            yield
        finally:
            self.stopped.set()

    def bring_up(self, process: Process, needs: list[Future[None]]) -> None:
        began = time.monotonic()
        if needs:
            self.report(process.name, "waiting", f"for {' and '.join(process.needs)}")
        for need in needs:
            need.result()
        self.report(process.name, "starting")
        self.supervisor.start(process.address)
        self._until_healthy(process.name)
        self.prepare(process.name)
        self.report(process.name, "ready", f"{time.monotonic() - began:.1f} s")

    def prepare(self, name: str) -> None:
        """What an engine must hold before its workers come, wherever it runs."""
        try:
            if name in PREPARATIONS:
                PREPARATIONS[name]()
        except EarshotError as error:
            raise self._failed(name, f"cannot be prepared: {error}") from error

    def _until_healthy(self, name: str) -> None:
        starts: set[int] = set()
        since = time.time()
        while not self.healthy(name, since):
            state = self.supervisor.states()[name]
            if state.state in {"BACKOFF", "EXITED", "FATAL"}:
                starts.add(state.started_at)
            if state.state == "FATAL" or len(starts) >= GIVE_UP_AFTER:
                raise self._failed(name, "ends at every start")
            if time.monotonic() > self.until:
                raise self._failed(name, "is not healthy in time")
            if self.stopped.wait(PAUSE_SECONDS):
                raise _Stopped

    def _failed(self, name: str, what: str) -> StartError:
        self.report(name, "failed", what)
        return StartError(name, what, tail(self.plan.home, name))
