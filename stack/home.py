"""The layout of a home: which file of the stack lies where."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from stack.errors import StackError

SOCKET_PATH_LIMIT = 90  # a Unix socket's path holds 108 bytes, and supervisord adds its pid while it binds


@dataclass(frozen=True, slots=True)
class Home:
    """All paths under one EARSHOT_HOME; `root` is absolute, so that a change of folder changes nothing."""

    root: Path

    @classmethod
    def at(cls, path: Path | str) -> Home:
        return cls(Path(path).expanduser().resolve())

    @classmethod
    def current(cls) -> Home:
        """The home that the environment names, without the cost of loading the settings' library."""
        return cls.at(os.environ.get("EARSHOT_HOME") or ".earshot")

    @property
    def env_file(self) -> Path:
        return self.root / "stack.env"

    @property
    def demo_day(self) -> Path:
        return self.root / "demo-day"

    @property
    def swot_page(self) -> Path:
        """The demo's report."""
        return self.root / "swot.html"

    @property
    def kafka(self) -> Path:
        return self.root / "kafka"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    @property
    def prefect(self) -> Path:
        return self.root / "prefect"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def supervisor_config(self) -> Path:
        return self.run / "supervisord.conf"

    @property
    def supervisor_log(self) -> Path:
        return self.logs / "supervisor.log"

    @property
    def previous_supervisor_log(self) -> Path:
        return self.logs / "supervisor.previous.log"

    @property
    def supervisor_pid(self) -> Path:
        return self.run / "supervisord.pid"

    @property
    def socket(self) -> Path:
        """Under run/, or for a deep home in the temporary folder under a name that only this home has."""
        inside = self.run / "supervisor.sock"
        if len(str(inside)) <= SOCKET_PATH_LIMIT:
            return inside
        digest = hashlib.sha256(str(self.root).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"earshot-{os.getuid()}-{digest}.sock"

    def log(self, process: str) -> Path:
        return self.logs / f"{process}.log"

    def create(self) -> None:
        """Makes the folders; only their owner may look in. Raises StackError where they cannot be."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.kafka, self.warehouse, self.prefect, self.logs, self.run):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise self.refused(error) from error

    def refused(self, error: OSError) -> StackError:
        """What is said of a home in which nothing can be written."""
        return StackError(f"EARSHOT_HOME: {self.root} cannot be the stack's folder ({error.strerror})")
