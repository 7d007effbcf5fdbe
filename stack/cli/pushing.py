"""What a person sees of a push: a bar with the rate, each refused row, and the outcome in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from streams.lag import wait_until_landed
from streams.map_files import find_map
from streams.push import push_files, push_records
from streams.pusher import PushResult, Refusal
from streams.readers import FileError, Record
from streams.settings import KafkaSettings

SHOWN_REFUSALS = 20


def push_with_progress(files: Sequence[str], map_name: str, *, wait: float, history: bool) -> PushResult:
    """Pushes files and reports on stderr. Raises FileError, MapError, PushInterrupted or Unavailable."""
    map_ = find_map(map_name) if map_name else None
    for file in files:  # before anything is sent
        if file != "-" and not Path(file).is_file():
            raise FileError(f"{file}: there is no such file")
    title = ", ".join(Path(file).name for file in files)
    return _shown(title, None, wait, partial(push_files, files, map_, history=history))


def push_records_with_progress(records: Sequence[Record], title: str, *, wait: float) -> PushResult:
    """The same for records at hand. Raises PushInterrupted or Unavailable."""
    return _shown(title, len(records), wait, partial(push_records, records, title))


def _shown(title: str, total: int | None, wait: float, push: Callable[..., PushResult]) -> PushResult:
    console = Console(stderr=True, highlight=False)
    refusals = _Refusals(console)
    with _bar(console) as progress:
        task = progress.add_task(title, total=total, rate="")

        def show(so_far: PushResult) -> None:
            progress.update(task, completed=so_far.read, rate=f"{so_far.rate:,.0f} rows/s")

        result = push(on_progress=show, on_refused=refusals)
        progress.update(task, total=max(result.read, 1), completed=result.read)
        if wait:
            _wait(progress, result, wait)
    refusals.say_rest()
    landed = ", all queryable" if wait else ""
    console.print(f"{result.read:,} rows: {result.accepted:,} events, {result.refused:,} dead letters{landed}")
    return result


def _bar(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), console=console, disable=not console.is_terminal,
    )  # fmt: skip


def _wait(progress: Progress, result: PushResult, wait: float) -> None:
    """The bar's total is what still waits when first heard."""
    task = progress.add_task("landing", total=None, rate="")
    wait_until_landed(KafkaSettings(), result.raw_ends, wait, _Landing(progress, task))
    result.landed = True
    progress.update(task, total=max(result.accepted, 1), completed=max(result.accepted, 1))


class _Landing:
    """Turns "so many still wait" into a bar."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self.progress, self.task, self.most = progress, task, 0

    def __call__(self, waiting: int) -> None:
        self.most = max(self.most, waiting)
        self.progress.update(self.task, total=max(self.most, 1), completed=self.most - waiting)


class _Refusals:
    """Says the first refused rows as they come, and at the end how many more there were."""

    def __init__(self, console: Console) -> None:
        self.console, self.count = console, 0

    def __call__(self, refusal: Refusal) -> None:
        self.count += 1
        if self.count <= SHOWN_REFUSALS:
            self.console.print(f"refused  {refusal}", markup=False)

    def say_rest(self) -> None:
        if self.count > SHOWN_REFUSALS:
            self.console.print(f"refused  {self.count - SHOWN_REFUSALS:,} more: the view dead_letters has them all")
