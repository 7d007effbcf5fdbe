"""One run at a time, wherever it was started: by a schedule, by hand or by the command line.

A global concurrency limit of Prefect with a lease. Who holds the slot renews the lease while it lives; a run whose
process died renews nothing, and the server takes the slot back a minute later. Without `strict` a limit that does not
exist would guard nothing without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists

from schemas.errors import Unavailable

LEASE_SECONDS = 60
"""The shortest that Prefect admits: so long does a dead run hold its slot at most, plus the server's next look."""


@contextmanager
def one_at_a_time(name: str, patience: float) -> Iterator[None]:
    """Hold the only slot of `name`. Raises Unavailable when another run has it for all of `patience` seconds."""
    _ensure_limit(name)
    with ExitStack() as held:
        try:
            held.enter_context(
                concurrency(name, occupy=1, timeout_seconds=patience, lease_duration=LEASE_SECONDS, strict=True)
            )
        except TimeoutError:
            message = f"another run of {name} has not ended for {patience:.0f} seconds; try again later"
            raise Unavailable(message) from None
        yield


def _ensure_limit(name: str) -> None:
    with get_client(sync_client=True) as client:
        try:
            client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=name, limit=1))
        except ObjectAlreadyExists:
            return
