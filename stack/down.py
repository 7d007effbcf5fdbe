"""`earshot down`: ends every process of a home and leaves none behind, whatever state the stack is in."""

from __future__ import annotations

import time

import psutil

from schemas.errors import Unavailable
from stack.home import Home
from stack.supervisor import Supervisor
from stack.supervisor_config import STOP_SECONDS
from stack.sweep import members, sweep

SHUTDOWN_SECONDS = 2 * STOP_SECONDS + 10
"""Two groups, each with its grace, one after the other."""


def stop(home: Home, within: float = SHUTDOWN_SECONDS) -> int:
    """Asks the supervisor to end everything, then sweeps what is left; returns how many processes ended."""
    before = len(members(home))
    if before:
        _ask(home, within)
    sweep(home)
    home.socket.unlink(missing_ok=True)
    home.supervisor_pid.unlink(missing_ok=True)
    return before


def _ask(home: Home, within: float) -> None:
    """Returns when the supervisor has ended, does not answer, or took longer than `within` seconds."""
    supervisor = Supervisor(home)
    try:
        process = psutil.Process(supervisor.pid())
        supervisor.shut_down()
    except (Unavailable, psutil.NoSuchProcess):
        return
    deadline = time.monotonic() + within
    while _lives(process) and time.monotonic() < deadline:
        time.sleep(0.1)


def _lives(process: psutil.Process) -> bool:
    """False also for one that ended and whose parent has not looked yet."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
