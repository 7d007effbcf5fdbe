"""`python -m flows.serve`: keeps the deployments registered and runs what they schedule, until SIGTERM.

| deployment        | when (UTC)                               | judges                                      |
|-------------------|------------------------------------------|---------------------------------------------|
| threats/scheduled | every day 05:15                          | the last closed week: late feedback counts  |
|                   | 05:30 on the first seven days of a month | the last closed month                       |
|                   | 05:45 on those of a quarter              | the last closed quarter                     |

Windows close at midnight; five hours later most of what is late has come. A run judges the window that was closed when
it was due, so runs that were missed are caught up with at the next start. One at a time: a second waits its turn.
"""

from __future__ import annotations

from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.api import wait_until_healthy
from flows.settings import configure_prefect
from flows.threats import threats

SCHEDULES = {"week": "15 5 * * *", "month": "30 5 1-7 * *", "quarter": "45 5 1-7 1,4,7,10 *"}
"""Cron in UTC per grain."""


def deployments() -> list[RunnerDeployment]:
    """What is served."""
    return [
        RunnerDeployment.from_flow(
            threats,
            "scheduled",
            schedules=[_schedule(grain, cron) for grain, cron in SCHEDULES.items()],
            concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
    ]


def _schedule(grain: str, cron: str) -> Schedule:
    return Cron(cron, timezone="UTC", slug=grain, parameters={"grains": [grain]})


def main() -> None:
    """Serve until SIGTERM or SIGINT. Schedules stay active then: what is missed meanwhile is run later."""
    settings = configure_prefect()
    wait_until_healthy(settings, settings.wait_seconds)
    serve(*deployments(), pause_on_shutdown=False, print_starting_message=False, limit=1)


if __name__ == "__main__":
    main()
