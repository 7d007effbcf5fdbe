"""What a person waits for: a flow called in this process, recorded by the Prefect server like any other run.

A deployment takes 15 s for what takes three here, so `earshot run` never goes through one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain
from pathlib import Path

import httpx

from flows.alerts.rules import read_alert_rules
from flows.api import wait_until_healthy
from flows.brands import read_brands
from flows.config import config_path
from flows.errors import RequestError
from flows.jobs import JOBS
from flows.queries import Read
from flows.report import Report, read_findings, read_report
from flows.reports import Told, report_of
from flows.settings import configure_prefect
from flows.swot.content.swot import Swot
from flows.swot.read import read_swot
from flows.taxonomy import read_names
from flows.windows import GRAINS, Grain, Window, closed_windows, last_closed
from schemas.errors import Unavailable
from warehouse.client import connect
from warehouse.query import query_rows

ALL = "all"
"""Stands for every flow, one after the other."""
FLOWS = (*JOBS, ALL)


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did: the windows it judged, oldest first, how many findings it wrote, and how they read now: the SWOT
    where all flows or the one of that name ran. `untold`: by channel, how many alerts it did not take.
    """

    flow_name: str
    windows: tuple[Window, ...]
    findings: int
    report: Told
    untold: Mapping[str, int]


def run(
    flow_name: str,
    as_of: date | datetime | None = None,
    from_: date | datetime | None = None,
    to: date | datetime | None = None,
) -> RunResult:
    """Run a flow and wait for its end.

    as_of       judge what had closed by then, the last window of each kind (a date: by its midnight, UTC); default: now
    from_, to   judge every window that closes after `from_` and by `to` (default: as_of)
    Raises RequestError for an unknown flow or an empty span, before anything runs; Unavailable when the Prefect API or
    the warehouse is away; ConfigError.
    """
    if flow_name not in FLOWS:
        raise RequestError(f"there is no flow {flow_name!r}; there is {', '.join(FLOWS)}")
    moment = _moment(to or as_of) or datetime.now(UTC)
    chosen: dict[str, tuple[Window, ...]] = {}
    for job in JOBS.values():
        windows = chosen_windows(moment, _moment(from_), job.grains)
        if windows and flow_name in (job.name, ALL):
            chosen[job.name] = windows
    if not chosen:
        raise RequestError(f"no window of {flow_name} closes between {from_:%Y-%m-%d} and {moment:%Y-%m-%d}")
    read = _reader()
    findings = _in_prefect(chosen)
    folder = config_path().parent
    told = report_of(flow_name, read, moment, folder)
    return RunResult(flow_name, _in_order(chosen.values()), findings, told, _untold(read, folder))


def chosen_windows(to: datetime, from_: datetime | None, grains: Sequence[Grain]) -> tuple[Window, ...]:
    """The windows of a run, in the order in which they close; none where the span closes none."""
    if from_ is None:
        return _in_order([[last_closed(to, grain) for grain in grains]])
    return tuple(closed_windows(from_, to, grains))


def _in_order(windows: Iterable[Iterable[Window]]) -> tuple[Window, ...]:
    """Each once, by when it closes; of those that close together the shorter first."""
    return tuple(sorted(set(chain.from_iterable(windows)), key=lambda window: (window.end, GRAINS.index(window.grain))))


def report(as_of: date | datetime | None = None, read: Read | None = None) -> Report:
    """The threats found, as of a moment; needs the warehouse only. Raises Unavailable, ConfigError."""
    moment = _moment(as_of) or datetime.now(UTC)
    folder = config_path().parent
    names = read_names(folder)
    return read_report(read or _reader(), moment, read_brands(folder).own, names=names)


def swot(as_of: date | datetime | None = None) -> Swot:
    """The SWOT as of a moment; needs the warehouse only. Raises Unavailable, ConfigError."""
    return read_swot(_reader(), _moment(as_of) or datetime.now(UTC), config_path().parent)


def findings(as_of: date | datetime | None = None) -> list[dict[str, object]]:
    """The rows behind `report`, strongest first, for machines."""
    return read_findings(_reader(), _moment(as_of) or datetime.now(UTC))


def _in_prefect(chosen: Mapping[str, Sequence[Window]]) -> int:
    # Errors are this function's to tell, in one line; Prefect would print its traceback first.
    settings = configure_prefect(console="CRITICAL")
    wait_until_healthy(settings, 0)
    try:
        return _called(chosen, settings.busy_seconds)
    except httpx.TransportError as error:
        raise Unavailable(f"the Prefect API at {settings.api_url} went away: {type(error).__name__}") from error
    finally:
        _hand_over()


def _called(chosen: Mapping[str, Sequence[Window]], patience: float) -> int:
    """One flow after the other, and no other run between them; how many findings.

    Without heartbeats: each flow would wait up to a second for the end of its own, and nobody listens to them.
    """
    # Prefect takes seconds to import: only who runs a flow pays
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings  # noqa: PLC0415

    from flows import deployed, guard, steps  # noqa: PLC0415

    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}), guard.one_at_a_time(steps.GUARD, patience):
        return sum(
            deployed.FLOWS[name](windows=[window.label for window in windows]) for name, windows in chosen.items()
        )


def _untold(read: Read, folder: Path) -> Mapping[str, int]:
    from flows.alerts.send import untold  # noqa: PLC0415 - Apprise and Prefect take seconds to import

    return untold(read, read_alert_rules(folder))


def _hand_over() -> None:
    """Give Prefect the run's last log lines and events now: at the end of this process its server may be gone."""
    from prefect.events.worker import EventsWorker  # noqa: PLC0415

    for handler in logging.getLogger("prefect.flow_runs").handlers:
        handler.flush()
    EventsWorker.drain_all(timeout=5)


def _reader() -> Read:
    return partial(query_rows, connect())


def _moment(day: date | datetime | None) -> datetime | None:
    """A date is its midnight in UTC; a naive time is refused."""
    if day is None:
        return None
    if not isinstance(day, datetime):
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    if day.tzinfo is None:
        raise ValueError("say in which time zone: a naive time is not a moment")
    return day.astimezone(UTC)
