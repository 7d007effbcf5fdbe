"""One command at a time changes a home: two `up` at once would each start a stack."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from stack.errors import HomeBusyError
from stack.home import Home


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Held from the first change to the last; released by the system if the command dies. Raises HomeBusyError."""
    home.create()
    with (home.run / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HomeBusyError(f"another `earshot up` or `down` is at work in {home.root}") from None
        yield
