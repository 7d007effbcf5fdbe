"""`python -m flows.serve`: keeps the deployments registered and runs what they schedule, until SIGTERM.

One deployment per flow, named `scheduled`: those of `flows.jobs` with their schedules, and the daily one that lets go
of what is past its retention. Runs that were missed are caught up with at the next start. One at a time: a second waits
its turn.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, ClassVar

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.logging import get_logger
from prefect.runner import Runner
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.api import wait_until_healthy
from flows.deployed import FLOWS
from flows.housekeeping import CRON, retention
from flows.jobs import JOBS
from flows.jobs import Schedule as Due
from flows.settings import configure_prefect
from schemas.errors import Unavailable
from schemas.words import listed


def deployments() -> list[RunnerDeployment]:
    """What is served."""
    judging = [_deployment(FLOWS[job.name], map(_schedule, job.schedules)) for job in JOBS.values()]
    return [*judging, _deployment(retention, [Cron(CRON, timezone="UTC", slug="daily")])]


def _deployment(flow: Flow[..., int], schedules: Iterable[Schedule]) -> RunnerDeployment:
    return RunnerDeployment.from_flow(
        flow,
        "scheduled",
        schedules=list(schedules),
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _schedule(schedule: Due) -> Schedule:
    return Cron(schedule.cron, timezone="UTC", slug=schedule.name, parameters={"grains": list(schedule.grains)})


class Server(Runner):
    """Prefect's runner, with a SIGTERM that ends it: its own handler forgets to await the end it asks for."""

    def handle_sigterm(self, *_args: Any, **_kwargs: Any) -> None:
        """Stop polling, cancel what runs, and let `start` return."""
        if not self.started:
            raise SystemExit(0)
        loop = asyncio.get_running_loop()
        loop.call_soon_threadsafe(lambda: self._ending.append(loop.create_task(self.astop())))

    _ending: ClassVar[list[asyncio.Task[None]]] = []
    """Keeps the task alive: the loop holds its tasks weakly."""


async def serve() -> None:
    """Register the deployments and run what is due, until SIGTERM. Schedules stay active: what is missed runs later."""
    server = Server(name="earshot", pause_on_shutdown=False, limit=1)
    served = deployments()
    for deployment in served:
        await server.aadd_deployment(deployment)
    get_logger("flows.serve").info("serves %s", listed([str(deployment.flow_name) for deployment in served]))
    await server.start()


def main() -> None:
    """Wait for the API, then serve; exits with one line where none answers."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until the runner sets its own
    settings = configure_prefect(console="INFO")
    try:
        wait_until_healthy(settings, settings.wait_seconds)
    except Unavailable as error:
        raise SystemExit(f"flows: {error}") from None
    with suppress(KeyboardInterrupt):
        asyncio.run(serve())


if __name__ == "__main__":
    main()
