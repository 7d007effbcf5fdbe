"""Schedules, turns and ends: what happens when nobody watches."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId
from prefect.client.schemas.objects import FlowRun, State
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.states import Scheduled

from flows.guard import one_at_a_time
from flows.jobs import JOBS
from schemas.errors import Unavailable
from tests.fixtures.opinions import Opinions, day, steady
from tests.fixtures.prefect_server import PrefectServer
from warehouse.landing import land_feedback
from warehouse.query import query_rows
from warehouse.settings import ClickHouseSettings

PATIENCE = 120
NAME = "threats/scheduled"
SCHEDULES = {schedule.name: schedule.cron for schedule in JOBS["threats"].schedules}


@pytest.fixture
def environment(
    fresh: ClickHouseSettings, prefect_api: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """What a worker and this test use alike."""
    variables = {
        "EARSHOT_CLICKHOUSE_PORT": str(fresh.port),
        "EARSHOT_CLICKHOUSE_PASSWORD": fresh.password,
        "EARSHOT_CLICKHOUSE_DATABASE": fresh.database,
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return dict(os.environ)


@pytest.fixture
def api(environment: dict[str, str]) -> Iterator[SyncPrefectClient]:
    """The server, asked directly."""
    with get_client(sync_client=True) as client:
        yield client


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "flows.serve"], env=environment)
    try:
        yield process
    finally:
        process.terminate()
        assert process.wait(timeout=60) == 0


def eventually(look: Callable[[], Any]) -> Any:
    """What `look` finds, as soon as it finds something."""
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.3)
    return found


def scheduled_ahead(api: SyncPrefectClient) -> list[FlowRun]:
    """Runs of our deployment that are to come, when each grain has one."""
    try:
        deployment = api.read_deployment_by_name(NAME)
    except ObjectNotFound:
        return []
    only = DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id]))
    runs = api.read_flow_runs(deployment_filter=only, sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=200)
    return runs if {run.parameters["grains"][0] for run in runs} == set(SCHEDULES) else []


def ended(api: SyncPrefectClient, run: FlowRun) -> Any:
    state = api.read_flow_run(run.id).state
    return state if state and state.is_final() else None


def test_a_served_deployment_gets_scheduled_runs_in_utc_and_judges_what_was_closed_when_it_was_due(
    environment: dict[str, str], api: SyncPrefectClient, landed: Client, fresh: ClickHouseSettings
) -> None:
    opinions = Opinions(start=day("2026-08-03"), end=day("2026-11-20"), happiness=steady(0.7), per_day=3)
    land_feedback(landed, list(opinions.events()), datetime.now(UTC))
    with serving(environment):
        runs = eventually(lambda: scheduled_ahead(api))
        for run in runs:
            [grain] = run.parameters["grains"]
            minute, hour, *_ = SCHEDULES[grain].split()
            due = run.expected_start_time
            assert due is not None
            assert (due.astimezone(UTC).minute, due.astimezone(UTC).hour) == (int(minute), int(hour))
        deployment = api.read_deployment_by_name(NAME)
        assert deployment.global_concurrency_limit is not None
        assert deployment.global_concurrency_limit.limit == 1
        assert deployment.concurrency_options is not None
        assert deployment.concurrency_options.collision_strategy == "ENQUEUE"
        late: State[Any] = Scheduled(scheduled_time=day("2026-11-02") + timedelta(hours=5, minutes=15))
        run = api.create_flow_run_from_deployment(deployment.id, state=late, parameters={"grains": ["week"]})
        state = eventually(lambda: ended(api, run))
        assert state.is_completed(), state.message
    rows = query_rows(landed, f"SELECT DISTINCT window_start FROM {fresh.database}.indicators")
    assert [row["window_start"] for row in rows] == [day("2026-10-26")]
    assert {schedule.active for schedule in api.read_deployment_by_name(NAME).schedules} == {True}


def test_a_worker_without_a_prefect_api_says_so_and_ends(environment: dict[str, str]) -> None:
    nowhere = environment | {"EARSHOT_PREFECT_API_URL": "http://127.0.0.1:1/api", "EARSHOT_PREFECT_WAIT_SECONDS": "1"}
    ended = subprocess.run(
        [sys.executable, "-m", "flows.serve"], env=nowhere, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.strip() == "flows: no Prefect API answers at http://127.0.0.1:1/api (EARSHOT_PREFECT_API_URL)"


def test_who_waits_too_long_for_its_turn_is_told(api: SyncPrefectClient) -> None:
    with one_at_a_time("held", 5):
        with pytest.raises(Unavailable, match="another run of held has not ended for 1 seconds"):
            Context().run(tried, "held")
        with one_at_a_time("held", 1):
            pass  # a flow of the run that holds it
        with pytest.raises(Unavailable):
            Context().run(tried, "held")
    Context().run(tried, "held")


def tried(name: str) -> None:
    """Another run's turn, taken and given back."""
    with one_at_a_time(name, 1):
        pass


def test_a_killed_run_does_not_keep_the_others_waiting_for_ever(
    environment: dict[str, str], api: SyncPrefectClient
) -> None:
    """The lease, a minute, is the shortest that Prefect admits; then the server takes the slot back."""
    hold = "with one_at_a_time('killed', 5): print('held', flush=True); time.sleep(600)"
    hold = f"import time; from flows.guard import one_at_a_time\n{hold}"
    holder = subprocess.Popen([sys.executable, "-c", hold], env=environment, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with one_at_a_time("killed", PATIENCE):
        pass
