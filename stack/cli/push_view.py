"""The parts of a push that a person sees: a bar, or a line every few seconds; and each refused row."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from stack.replay import RefusedAgain
from streams.lag import Offsets, Stage, wait_until_landed
from streams.pusher import PushResult, Refusal
from streams.settings import KafkaSettings

SILENCE_SECONDS = 5.0


@contextmanager
def shown_progress(console: Console) -> Iterator[Progress]:
    """On a terminal a bar per task; elsewhere a line about the present task now and then, also while nothing moves."""
    progress = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), console=console, disable=not console.is_terminal,
    )  # fmt: skip
    with progress:
        if console.is_terminal:
            yield progress
        else:
            with _lines(console, progress):
                yield progress


@contextmanager
def _lines(console: Console, progress: Progress) -> Iterator[None]:
    ended = threading.Event()

    def tell() -> None:
        while not ended.wait(SILENCE_SECONDS):
            for task in progress.tasks[-1:]:
                of = "" if task.total is None else f" of {task.total:,.0f}"
                rate = task.fields["rate"] and f", {task.fields['rate']}"
                console.print(f"{task.description}: {task.completed:,.0f}{of}{rate}", markup=False)

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


class Pushing:
    """The task of pushing; several pushes one after the other are counted together."""

    def __init__(self, progress: Progress, title: str, total: int | None) -> None:
        self.progress = progress
        self.task = progress.add_task(title, total=total, rate="")
        self.before = PushResult()

    def __call__(self, so_far: PushResult) -> None:
        self.progress.update(self.task, completed=self.before.read + so_far.read, rate=f"{so_far.rate:,.0f} rows/s")

    def add(self, ended: PushResult) -> PushResult:
        """One push more; all of them together."""
        all_ = self.before
        all_.read += ended.read
        all_.accepted += ended.accepted
        all_.refused += ended.refused
        all_.seconds += ended.seconds
        all_.ends |= ended.ends  # a later push ends later
        return all_

    def done(self) -> None:
        self.progress.update(self.task, total=max(self.before.read, 1), completed=self.before.read)


class Landing:
    """The task of waiting for what `count` rows became.

    More may wait, as a worker that died reads again, or as others push: then nothing of ours is known to be through.
    """

    def __init__(self, progress: Progress, count: int) -> None:
        self.progress, self.count, self.through = progress, count, 0
        self.stage: Stage = "scoring"
        self.task: TaskID = progress.add_task(self.stage, total=max(count, 1), rate="")

    def __call__(self, stage: Stage, waiting: int) -> None:
        if stage != self.stage:
            self.stage, self.through = stage, 0
        self.through = max(self.through, self.count - waiting)
        self.progress.update(self.task, description=stage, completed=self.through)

    def done(self) -> None:
        self.progress.update(self.task, completed=max(self.count, 1))


def wait_shown(progress: Progress, count: int, ends: Offsets, wait: float) -> None:
    """Returns when what `count` rows became is queryable. Raises Unavailable."""
    landing = Landing(progress, count)
    wait_until_landed(KafkaSettings(), ends, wait, landing)
    landing.done()


class Refusals:
    """Says the first refused rows as they come, and at the end how many more there were."""

    def __init__(self, console: Console, most: int) -> None:
        self.console, self.most, self.count = console, most, 0

    def __call__(self, refusal: Refusal | RefusedAgain) -> None:
        self.count += 1
        if self.count <= self.most:
            self.console.print(f"refused  {refusal}", markup=False)

    def say_rest(self) -> None:
        if self.count > self.most:
            self.console.print(f"refused  {self.count - self.most:,} more: the view dead_letters has them all")
