"""A Status as a person or a program reads it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from rich import box
from rich.table import Table

from stack.cli.console import answers
from stack.cli.tables import to_json
from stack.status import ProcessStatus, Status

STYLES = {"RUNNING": "green", "STARTING": "yellow"}


def as_json(status: Status) -> str:
    return to_json(asdict(status))


def print_status(status: Status) -> None:
    console = answers(width=None)
    if status.processes:
        console.print(_processes(status.processes))
    if status.lag is not None:
        console.print(_lag(status))
    for name, value in _figures(status).items():
        console.print(f"{name:<24}{value}", markup=False, soft_wrap=True)
    for note in status.notes:
        console.print(note, style="yellow", markup=False, soft_wrap=True)


def _processes(processes: list[ProcessStatus]) -> Table:
    table = Table("process", "state", box=box.SIMPLE_HEAD)
    for column in ("port", "pid", "up", "restarts"):
        table.add_column(column, justify="right")
    for one in processes:
        state = f"[{STYLES.get(one.state, 'red')}]{one.state.lower()}[/]"
        uptime = "" if one.uptime_seconds is None else str(timedelta(seconds=one.uptime_seconds))
        table.add_row(one.name, state, str(one.port or ""), str(one.pid or ""), uptime, str(one.restarts))
    return table


def _lag(status: Status) -> Table:
    """One line per group and topic, its partitions side by side."""
    table = Table("group", "topic", "waiting per partition", box=box.SIMPLE_HEAD)
    lags = status.lag or []
    for group, topic in dict.fromkeys((lag.group, lag.topic) for lag in lags):
        waiting = [lag.waiting for lag in lags if (lag.group, lag.topic) == (group, topic)]
        table.add_row(group, topic, " ".join(f"{count:,}" for count in waiting))
    return table


def _figures(status: Status) -> dict[str, str]:
    def count(number: int | None) -> str:
        return "unknown" if number is None else f"{number:,}"

    age = status.oldest_unlanded_seconds
    everything = "none: all is landed" if status.lag is not None else "unknown"
    return {
        "events landed": count(status.landed),
        "case steps landed": count(status.case_events),
        "facts landed": count(status.facts),
        "dead letters": count(status.dead_letters),
        "oldest event not landed": everything if age is None else f"{age:,.0f} s old",
        "home": status.home,
    }
