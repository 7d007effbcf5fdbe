"""The home that a command works on."""

from __future__ import annotations

import os

from stack import environment
from stack.home import Home


def use_home(*needed: str) -> Home:
    """The current home, with its stack.env loaded: from here on the settings of every room know the local engines.

    `needed`: see `must_run`.
    """
    home = Home.current()
    environment.load(home.env_file)
    must_run(home, *needed)
    return home


def must_run(home: Home, *needed: str) -> None:
    """Raises Unavailable, at once, if one of the `needed` engines would be this home's own and no stack runs here."""
    from stack.plan import ELSEWHERE
    from stack.supervisor import Supervisor

    stored = environment.read(home.env_file)
    if not all(environment.is_chosen(ELSEWHERE[name], stored, os.environ) for name in needed):
        Supervisor(home).pid()
