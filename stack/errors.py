"""What the stack and the command line raise beside schemas.errors; each text is one clear line.

EarshotError
├── StackError        the stack cannot do what was asked
│   ├── PortBusyError   a port that the user chose is taken
│   ├── HomeBusyError   another command is at work on the same home
│   └── StartError      a process does not come up; carries its last log lines
└── Unavailable       (schemas.errors) not running, or it does not answer
"""

from __future__ import annotations

from schemas.errors import EarshotError


class StackError(EarshotError):
    """The stack cannot do what was asked."""


class PortBusyError(StackError):
    """A port that the user chose is taken by another program; the message names it and its variable."""


class HomeBusyError(StackError):
    """Another `earshot up` or `down` is at work on this home."""


class StartError(StackError):
    """A process does not come up. `log_lines` are the last that it wrote."""

    def __init__(self, process: str, what: str, log_lines: list[str] | None = None) -> None:
        super().__init__(f"{process} {what}: see `earshot logs {process}`")
        self.process = process
        self.log_lines = log_lines or []
