"""`earshot up` as a person meets it: progress, then where everything listens, then waiting for Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console

from stack import jars
from stack.cli.console import talk
from stack.cli.progress import StartProgress
from stack.config_check import mistakes
from stack.down import stop
from stack.errors import HomeBusyError, StackError, StartError
from stack.guard import alone
from stack.home import Home
from stack.plan import Plan, make_plan
from stack.settings import StackSettings
from stack.supervisor import Supervisor
from stack.sweep import sweep
from stack.up import start


def run_up(*, detach: bool) -> None:
    """Starts the home's stack. Raises StackError, of any kind, and then nothing is left running."""
    console, home = talk(), Home.current()
    with _signals_as_interrupt():
        if Supervisor(home).is_running():
            console.print(f"already up in {home.root}: `earshot status` shows it, `earshot down` ends it")
            return
        _check_config(console)
        plan, child = bring_up(home, console)
        _say_where(plan, console)
        if not detach:
            _wait(home, child, console)


def _check_config(console: Console) -> None:
    """Variables and files, before anything is started: a worker would say it where nobody looks."""
    from flows.settings import FlowSettings
    from stack.variables import check_variables, unread

    check_variables()
    for sentence in unread(os.environ):
        console.print(sentence)
    folder = FlowSettings().config_dir
    if found := mistakes(folder):
        for line in found:
            console.print(line)
        count = "a mistake" if len(found) == 1 else f"{len(found)} mistakes"
        raise StackError(f"{count} in the files of {folder}: nothing is started")


def bring_up(home: Home, console: Console) -> tuple[Plan, subprocess.Popen[bytes]]:
    """A healthy stack, or an exception and no stack."""
    with alone(home):
        sweep(home)  # first: what a killed stack left behind still holds the ports that are planned with
        plan = make_plan(home, os.environ)
        for choice in plan.ports:
            if choice.moved:
                console.print(f"port {choice.wanted} is taken: {choice.variable} is {choice.port} for this home")
        try:
            _fetch_jars(plan, console)
            with StartProgress(console) as report:
                return plan, start(plan, report, StackSettings().start_seconds)
        except StartError as error:
            for line in error.log_lines:
                console.print(f"  {error.process} | {line}", style="dim")
            raise


def _fetch_jars(plan: Plan, console: Console) -> None:
    if "broker" not in plan.elsewhere:
        with console.status("looking for Kafka's jars, fetching what is absent"):
            jars.fetch()


def _say_where(plan: Plan, console: Console) -> None:
    """Names and ports, never passwords: those are in stack.env."""
    where = plan.variables
    warehouse = f"http://{where.get('EARSHOT_CLICKHOUSE_HOST')}:{where.get('EARSHOT_CLICKHOUSE_PORT')}"
    prefect = where.get("EARSHOT_PREFECT_API_URL", "").removesuffix("/api")
    lines = {
        "broker": ("Kafka", where.get("EARSHOT_KAFKA_BOOTSTRAP", "")),
        "warehouse": ("SQL", f"{warehouse} (ClickHouse's HTTP interface)"),
        "prefect": ("Prefect", prefect),
    }
    for process, (name, value) in lines.items():
        console.print(f"{name:<8} {plan.elsewhere.get(process, value)}", markup=False)
    console.print(f"Data     {plan.home.root} (users and passwords: stack.env)", markup=False)


def _wait(home: Home, child: subprocess.Popen[bytes], console: Console) -> None:
    """Until Ctrl-C, or until the supervisor ends: by `earshot down` elsewhere, or killed, which is an error."""
    console.print("Ctrl-C ends everything")
    try:
        code = child.wait()
    except KeyboardInterrupt:
        console.print("ending all processes")
        _end(home)
        return
    if code == 0 or not _end(home):
        console.print("ended by `earshot down`")
        return
    raise StackError("the supervisor was killed; all that it had started is ended too")


def _end(home: Home) -> bool:
    """False if an `earshot down` elsewhere is doing it already."""
    try:
        with _deaf(), alone(home):
            stop(home)
    except HomeBusyError:
        return False
    return True


@contextmanager
def _signals_as_interrupt() -> Iterator[None]:
    """SIGTERM and a closed terminal end the stack as Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _deaf() -> Iterator[None]:
    """A second, impatient Ctrl-C must not leave half of the processes behind: each has a bounded grace anyway."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
