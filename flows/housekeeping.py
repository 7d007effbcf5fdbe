"""The daily flow `retention`: cases that are past it go, whole; rows of other tables expire by themselves."""

from __future__ import annotations

from prefect import flow, get_run_logger

from warehouse.client import connect
from warehouse.retention import expire_cases
from warehouse.settings import ClickHouseSettings

CRON = "35 3 * * *"
"""UTC, before the day's flows read."""


@flow(name="retention", retries=3, retry_delay_seconds=60)
def retention() -> int:
    """Delete the steps of cases whose newest one is past its retention; how many. Raises Unavailable."""
    deleted = expire_cases(connect(), ClickHouseSettings())
    get_run_logger().info("%d steps of cases were past their retention", deleted)
    return deleted
