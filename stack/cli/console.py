"""Where answers are printed, and where the talk about them: each command speaks through one of these."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_OF_A_FILE = 140


def talk() -> Console:
    """Stderr. Lines are never broken, since a path or a sentence in two pieces can be neither copied nor searched for;
    and what they name, a folder say, is never markup: styles are given by `style`.
    """
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def answers(width: int | None = WIDTH_OF_A_FILE) -> Console:
    """Stdout: it is the answer, not the talk about it. Where it is no terminal, COLUMNS goes before `width`."""
    from rich.console import Console

    console = Console(highlight=False)
    if width and not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = width
    return console
