"""Ending what a stack left behind: every process that carries the home's mark, and nothing else.

A supervisor that was killed cannot end its children; those that hang outlive their leash. The mark lies in the
environment that each process was started with, so that it is inherited and two homes never touch each other.
"""

from __future__ import annotations

import os
from contextlib import suppress

import psutil

from stack.home import Home
from stack.plan import HOME_MARKER

PATIENCE_SECONDS = 10.0
ROUNDS = 5
"""A process may start another one while it is being ended; nothing does so five times."""


def members(home: Home) -> list[psutil.Process]:
    """The living processes of this home, without the one that asks and those that started it."""
    spared = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    return [process for process in psutil.process_iter() if process.pid not in spared and _belongs(process, home)]


def _belongs(process: psutil.Process, home: Home) -> bool:
    try:
        return process.environ().get(HOME_MARKER) == str(home.root) and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, OSError):  # ended meanwhile, or another user's
        return False


def sweep(home: Home) -> int:
    """SIGTERM to all, SIGKILL to those that are still there after PATIENCE_SECONDS; returns how many there were."""
    ended = 0
    for _ in range(ROUNDS):
        if not (found := members(home)):
            break
        ended += len(found)
        for process in found:
            _signal(process, kill=False)
        _, alive = psutil.wait_procs(found, timeout=PATIENCE_SECONDS)
        for process in alive:
            _signal(process, kill=True)
        psutil.wait_procs(alive, timeout=PATIENCE_SECONDS)
    return ended


def _signal(process: psutil.Process, *, kill: bool) -> None:
    with suppress(psutil.NoSuchProcess):
        process.kill() if kill else process.terminate()
