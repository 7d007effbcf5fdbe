"""What every flow does: judge closed windows, write what was found, follow its episodes, publish it as a table.

1. wait until no other run is at work
2. refresh the snapshot of feedback and the answers counted from it: all that the run reads of it is as of this moment
3. judge: read aggregates, check the data, judge what they say, find examples
4. write everything in one go: the views show a run's findings only when all of them are in
5. follow: what is new, worse or over becomes a state of its episode
6. tell: whom the rules name is told of a change of state, once
7. publish the report as an artifact of the run

A rerun judges the same windows anew and replaces what was said about them. Only `Unavailable` is worth a retry. What a
run that failed has left unjudged, the next one judges after its own windows (`flows.late`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, ParamSpec, TypeVar

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import flow_run
from prefect.tasks import Task

from flows import rollup
from flows.alerts import send
from flows.alerts.rules import read_alert_rules
from flows.changes import Change, told
from flows.config import config_path
from flows.episodes import update_episodes
from flows.findings import Findings, find
from flows.guard import one_at_a_time
from flows.indicators.register import judged_by
from flows.jobs import JOBS
from flows.labels import matched, read_labelled
from flows.late import behind
from flows.queries import Read, remembered
from flows.reports import as_markdown, report_of
from flows.rows import Run
from flows.rules import read_rules
from flows.settings import FlowSettings
from flows.taxonomy import read_names
from flows.windows import Grain, Window, last_closed, parse_window
from schemas.errors import Unavailable
from warehouse.client import connect
from warehouse.episodes import write_alerts, write_episodes
from warehouse.indicators import write_findings
from warehouse.query import query_rows
from warehouse.rollup import Rollup

GUARD = "judging"
"""One run of any flow at a time: what tells whether data can be trusted is written by each."""
DELAYS: list[float] = [1, 4, 15]
"""Seconds before each retry."""

Given = ParamSpec("Given")
Result = TypeVar("Result")


def _is_unavailable(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a failed task's error says "not now"."""
    return isinstance(state.result(raise_on_failure=False), Unavailable)


def _step(step: Callable[Given, Result]) -> Task[Given, Result]:
    """A task named after its function, tried again while something it needs is away; nothing of it is cached."""
    decorate = task(
        name=step.__name__,
        cache_policy=NO_CACHE,
        retries=len(DELAYS),
        retry_delay_seconds=DELAYS,
        retry_condition_fn=_is_unavailable,
    )
    return decorate(step)


def carry_out(name: str, windows: list[str] | None, grains: list[Grain] | None) -> int:
    """Judge the given windows (labels such as 2026-W46, 2026-10, 2026-Q3) and return the number of findings.

    Without `windows`: the last closed one of each of `grains` (all of the flow's, by default) at the moment the run was
    due, however late it starts, those that late events have reopened since they were judged, and those that no run has
    judged. Raises Unavailable, RequestError for a label that is none, ConfigError.
    """
    due = flow_run.get_scheduled_start_time() or datetime.now(UTC)
    asked = [parse_window(label) for label in windows or []]
    with one_at_a_time(GUARD, FlowSettings().busy_seconds):
        run = Run(f"{flow_run.get_id()}-{flow_run.get_run_count()}", datetime.now(UTC))
        refresh()  # after the run's moment: what lands meanwhile reopens its windows
        turns = [asked] if asked else _due(name, grains or JOBS[name].grains, due)
        as_of = max(window.end for window in turns[0])
        return sum(_carried_out(name, each, run, as_of) for each in turns)


def _due(name: str, grains: Sequence[Grain], due: datetime) -> list[list[Window]]:
    """What a scheduled run judges, each window once; what was missed by itself: it may be what makes runs fail."""
    newest = [last_closed(due, grain) for grain in grains]
    found = behind(reader(), judged_by(name), grains, due)
    late, missed = ([window for window in each if window not in newest] for each in (found.reopened, found.missed))
    return [[*late, *newest], missed] if missed else [[*late, *newest]]


def _carried_out(name: str, windows: Sequence[Window], run: Run, as_of: datetime) -> int:
    """Steps 3 to 7 for these windows; how many findings."""
    labels = [window.label for window in windows]
    found = judge(name, labels, run)
    written = write(found)
    follow(run)
    tell()
    publish(name, as_of, found.changes)
    get_run_logger().info("%d findings about %s", written, ", ".join(labels))
    return written


@_step
def refresh() -> int:
    """The snapshot and its rollup brought up to what has landed; how many windows were counted anew."""
    client = connect()
    return rollup.refresh(partial(query_rows, client), Rollup(client))


@_step
def judge(name: str, labels: list[str], run: Run) -> Findings:
    """Everything to be kept about these windows."""
    rules, read = read_rules(run.computed_at), remembered(reader())
    if rules.labels:
        get_run_logger().info(matched(rules.labels, read_labelled(read, rules.labels)))
    return find(read, [parse_window(label) for label in labels], rules, run, judged_by(name))


@_step
def write(found: Findings) -> int:
    """All of it at once; how many findings."""
    return write_findings(connect(), found.rows, found.evidence, scopes=found.scopes)


@_step
def follow(run: Run) -> int:
    """Episodes brought up to what is found now; how many changed."""
    rules = read_rules(run.computed_at)
    loud_from = rules.config.episodes.loud_from
    return write_episodes(connect(), update_episodes(reader(), run, own=rules.brands.own, loud_from=loud_from))


@_step
def tell() -> int:
    """Alerts on what changed; how many were taken. A channel that fails is tried again in the next run."""
    client, folder = connect(), config_path().parent
    names = read_names(folder)
    return sum(write_alerts(client, sent) for sent in send.tell(reader(), read_alert_rules(folder), names=names))


@_step
def publish(name: str, as_of: datetime, changed: list[Change]) -> None:
    """What the flow judged, as it reads at `as_of`, and what is judged otherwise than before, on the run's page."""
    report = report_of(name, reader(), as_of, config_path().parent)
    key = name.replace("_", "-")
    page = as_markdown(report) + told(changed)
    create_markdown_artifact(page, key=key, description=f"{JOBS[name].title} as of {as_of:%Y-%m-%d}")


def reader() -> Read:
    """Reads the warehouse's views over a connection of its own: connections are no parameters of tasks."""
    return partial(query_rows, connect(role="owner"))
