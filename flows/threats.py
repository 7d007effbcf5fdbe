"""The flow `threats`: judge closed windows, write what was found, publish it as a table.

1. wait until no other run is at work
2. judge: read aggregates, check the data, judge what they say, find examples
3. write everything in one go: the views show a run's findings only when all of them are in
4. publish the report as an artifact of the run

A rerun judges the same windows anew and replaces what was said about them. Only `Unavailable` is worth a retry.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import flow_run
from prefect.tasks import Task

from flows.brands import read_brands
from flows.config import config_path, load_config
from flows.findings import Findings, find
from flows.guard import one_at_a_time
from flows.judge import Rules
from flows.queries import Read
from flows.render import as_markdown
from flows.report import build, read_findings
from flows.rows import Run
from flows.settings import FlowSettings
from flows.windows import GRAINS, Grain, last_closed, parse_window
from schemas.errors import Unavailable
from warehouse.client import connect
from warehouse.indicators import write_findings
from warehouse.query import query_rows

NAME = "threats"
LONGEST_SECONDS = 3600
"""A run that takes longer hangs, and would keep all later ones waiting."""
DELAYS: list[float] = [1, 4, 15]
"""Seconds before each retry."""


def _is_unavailable(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a failed task's error says "not now"."""
    return isinstance(state.result(raise_on_failure=False), Unavailable)


@flow(name=NAME, flow_run_name=NAME, timeout_seconds=LONGEST_SECONDS)
def threats(windows: list[str] | None = None, grains: list[Grain] | None = None) -> int:
    """Judge the given windows (labels such as 2026-W46, 2026-10, 2026-Q3) and return the number of findings.

    Without `windows`: the last closed one of each of `grains` (all, by default) at the moment the run was due, however
    late it starts. Raises Unavailable, RequestError for a label that is none, ConfigError.
    """
    due = flow_run.get_scheduled_start_time() or datetime.now(UTC)
    judged = [parse_window(label) for label in windows or []]
    judged = judged or [last_closed(due, grain) for grain in grains or GRAINS]
    with one_at_a_time(NAME, FlowSettings().busy_seconds):
        run = Run(f"{flow_run.get_id()}-{flow_run.get_run_count()}", datetime.now(UTC))
        written = write(judge_windows([window.label for window in judged], run))
        publish(max(window.end for window in judged))
    get_run_logger().info("%d findings about %s", written, ", ".join(window.label for window in judged))
    return written


@task(
    name="judge",
    cache_policy=NO_CACHE,
    retries=len(DELAYS),
    retry_delay_seconds=DELAYS,
    retry_condition_fn=_is_unavailable,
)
def judge_windows(labels: list[str], run: Run) -> Findings:
    """Everything to be kept about these windows."""
    rules = Rules(read_brands(config_path().parent), load_config(), run.computed_at)
    return find(reader(), [parse_window(label) for label in labels], rules, run)


@task(
    name="write",
    cache_policy=NO_CACHE,
    retries=len(DELAYS),
    retry_delay_seconds=DELAYS,
    retry_condition_fn=_is_unavailable,
)
def write(found: Findings) -> int:
    """All of it at once; how many findings."""
    return write_findings(connect(), found.rows, found.evidence, scopes=found.scopes)


@task(
    name="publish",
    cache_policy=NO_CACHE,
    retries=len(DELAYS),
    retry_delay_seconds=DELAYS,
    retry_condition_fn=_is_unavailable,
)
def publish(as_of: datetime) -> None:
    """The report as it reads at `as_of`, on the run's page."""
    report = build(read_findings(reader(), as_of), as_of, read_brands(config_path().parent).own)
    create_markdown_artifact(as_markdown(report), key=NAME, description=f"Threats as of {as_of:%Y-%m-%d}")


def reader() -> Read:
    """Reads the warehouse's views over a connection of its own: connections are no parameters of tasks."""
    return partial(query_rows, connect(role="owner"))
