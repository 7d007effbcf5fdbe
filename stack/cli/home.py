"""The home that a command works on."""

from __future__ import annotations

from stack import environment
from stack.home import Home


def use_home() -> Home:
    """The current home, with its stack.env loaded: from here on the settings of every room know the local engines."""
    home = Home.current()
    environment.load(home.env_file)
    return home
