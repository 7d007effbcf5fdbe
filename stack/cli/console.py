"""Where answers are printed: as wide as the terminal, and in a file as wide as asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_OF_A_FILE = 140


def answers(width: int | None = WIDTH_OF_A_FILE) -> Console:
    """Stdout: it is the answer, not the talk about it. Where it is no terminal, COLUMNS goes before `width`."""
    from rich.console import Console

    console = Console(highlight=False)
    if width and not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = width
    return console
