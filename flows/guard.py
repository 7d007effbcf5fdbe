"""One run at a time, wherever it was started: by a schedule, by hand or by the command line.

A global concurrency limit of Prefect with a lease. Who holds the slot renews the lease while it lives; a run whose
process died renews nothing, and the server takes the slot back a minute later. Without `strict` a limit that does not
exist would guard nothing without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound

from schemas.errors import Unavailable

LEASE_SECONDS = 60
"""The shortest that Prefect admits: so long does a dead run hold its slot at most, plus the server's next look."""


_HELD: ContextVar[frozenset[str]] = ContextVar("held", default=frozenset())


@contextmanager
def one_at_a_time(name: str, patience: float) -> Iterator[None]:
    """Hold the only slot of `name`; flows called while it is held go on under it.

    Raises Unavailable when another run has it for all of `patience` seconds.
    """
    if name in _HELD.get():
        yield
        return
    _ensure_limit(name)
    with ExitStack() as held:
        try:
            held.enter_context(
                concurrency(name, occupy=1, timeout_seconds=patience, lease_duration=LEASE_SECONDS, strict=True)
            )
        except TimeoutError:
            message = f"another run of {name} has not ended for {patience:.0f} seconds; try again later"
            raise Unavailable(message) from None
        held.callback(_HELD.reset, _HELD.set(_HELD.get() | {name}))
        yield


def _ensure_limit(name: str) -> None:
    """Asked for before it is created: a refused creation holds the server's SQLite, and taking the slot then fails."""
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        try:
            client.read_global_concurrency_limit_by_name(name)
        except ObjectNotFound:
            client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=name, limit=1))
