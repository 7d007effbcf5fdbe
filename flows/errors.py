"""What the flows raise beside schemas.errors; each text is one clear line.

EarshotError
├── ConfigError    a configuration file cannot be used
└── RequestError   what was asked for cannot be run: it is refused before anything runs
"""

from __future__ import annotations

from schemas.errors import EarshotError


class ConfigError(EarshotError):
    """A configuration file that cannot be used: one line for each mistake, which names file, line and field."""

    def __init__(self, *lines: str) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


class RequestError(EarshotError):
    """A flow that does not exist, a label that is no window, a span in which nothing closes."""
