"""stack.env: what `earshot up` chose (ports, passwords), for every later command of the same home.

A variable that the user set wins, always: loading only fills what is absent. The file is written with mode 600 and in
one step, and can be sourced by a shell (`set -a; . .earshot/stack.env`).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, MutableMapping
from pathlib import Path

PASSWORDS = ("EARSHOT_CLICKHOUSE_PASSWORD", "EARSHOT_CLICKHOUSE_ANALYST_PASSWORD")
HEADER = "# Written by `earshot up`: where this home's engines listen. A variable of the same name wins.\n"


def read(path: Path) -> dict[str, str]:
    """The file's variables; empty when there is no file."""
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def write(path: Path, variables: Mapping[str, str]) -> None:
    """Replaces the file, readable by its owner only from its first byte on."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(HEADER + "".join(f"{name}={value}\n" for name, value in sorted(variables.items())))
    draft.replace(path)


def load(path: Path, environ: MutableMapping[str, str] = os.environ) -> None:
    """Fills what is unset or empty in `environ`."""
    for name, value in read(path).items():
        if not environ.get(name):
            environ[name] = value


def is_chosen(name: str, stored: Mapping[str, str], environ: Mapping[str, str]) -> bool:
    """True if the user set this variable; one that merely repeats stack.env (it was sourced) is not a choice."""
    return bool(environ.get(name)) and environ[name] != stored.get(name)


def passwords(stored: Mapping[str, str], environ: Mapping[str, str], elsewhere: bool) -> dict[str, str]:
    """One per user of the local warehouse: the user's own choice, else the one of the last start, else a new one.

    Those of a warehouse elsewhere are not ours to invent or to keep: then there are none.
    """
    if elsewhere:
        return {}
    return {name: environ.get(name) or stored.get(name) or secrets.token_urlsafe(24) for name in PASSWORDS}
