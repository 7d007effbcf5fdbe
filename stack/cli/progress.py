"""What a person sees while the stack comes up: one line per process, redrawn on a terminal, appended elsewhere."""

from __future__ import annotations

import threading
import time
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from stack.up import Progress

SIGNS: dict[Progress, str] = {
    "waiting": "[dim]·[/]", "starting": "", "ready": "[green]✓[/]", "elsewhere": "[green]↗[/]", "failed": "[red]✗[/]",
}  # fmt: skip


class StartProgress:
    """A `Report` for `stack.up.start`; use it as a context manager."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.rows: dict[str, tuple[Progress, str]] = {}
        self.spinner = Spinner("dots")
        self.began = time.monotonic()
        self.lock = threading.Lock()
        self.live = Live(get_renderable=self._table, console=console, refresh_per_second=8)

    def __enter__(self) -> StartProgress:
        if self.console.is_terminal:
            self.live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.console.is_terminal:
            self.live.stop()

    def __call__(self, process: str, progress: Progress, detail: str = "") -> None:
        with self.lock:
            self.rows[process] = (progress, detail)
            if not self.console.is_terminal:
                self.console.print(f"{process:<10} {progress:<9} {detail}".rstrip(), highlight=False, markup=False)

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 1))
        for process, (progress, detail) in list(self.rows.items()):
            sign = self.spinner if progress == "starting" else Text.from_markup(SIGNS[progress])
            table.add_row(sign, Text(process), Text(f"{progress} {detail}".strip(), style="dim"))
        table.add_row("", Text(f"{time.monotonic() - self.began:.0f} s", style="dim"))
        return table
