"""`python leash.py COMMAND…` becomes COMMAND, which gets SIGTERM when its parent dies: no orphan after kill -9.

Run by path and without site packages, so that it costs 15 ms. Only Linux knows this; elsewhere the sweep at the next
`earshot up` or `down` finds what was left.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)  # it died before the leash was on
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606


if __name__ == "__main__":
    main()
