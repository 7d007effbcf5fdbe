"""One command at a time changes a home: two `up` at once would each start a stack."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from stack.errors import HomeBusyError
from stack.home import Home


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Held from the first change to the last; released by the system if the command dies.

    Raises HomeBusyError, or StackError where nothing can be written, even if all folders are there.
    """
    home.create()
    try:
        lock = (home.run / "lock").open("w")
    except OSError as error:
        raise home.refused(error) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HomeBusyError(f"another `earshot up` or `down` is at work in {home.root}") from None
        yield
