"""Prefect's empty database, made once on this machine: its migrations take a new home's first start five seconds.

`earshot fetch` has Prefect make it, in the cache, and a home without a database begins with a copy. Where there is
none of this version, Prefect makes the home's database itself, as ever.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.settings import FlowSettings, prefect_environment
from stack.errors import StackError
from stack.jars import cache_folder

NAME = "prefect.db"
"""As Prefect calls it, in the folder of PREFECT_HOME."""


def template() -> Path:
    """Where it is kept: the schema is the version's."""
    return cache_folder() / f"prefect-{version('prefect')}.db"


def make_template() -> Path:
    """Prefect's own migrations on an empty database, unless they have been run. Raises StackError."""
    kept = template()
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=kept.parent) as folder:
            _copy(_migrated(FlowSettings(home=Path(folder))), kept)
    return kept


def begin(home: Path) -> None:
    """Give `home`, the folder of PREFECT_HOME, the empty database, where it has none and there is one to give."""
    if template().is_file() and not (home / NAME).exists():
        home.mkdir(parents=True, exist_ok=True)
        _copy(template(), home / NAME)


def _migrated(settings: FlowSettings) -> Path:
    others = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    variables = others | prefect_environment(settings)
    command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"]
    ended = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if ended.returncode:
        last = next(reversed(ended.stderr.strip().splitlines()), "it says nothing")
        raise StackError(f"Prefect cannot make its database: {last}")
    return Path(variables["PREFECT_HOME"]) / NAME


def _copy(source: Path, target: Path) -> None:
    """By SQLite, with what its log holds; whole, or not there."""
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(unfinished)) as write:
        read.backup(write)
    unfinished.replace(target)
