"""What every worker's process sets up first: its log and its memory."""

from __future__ import annotations

import gc
import logging

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def configure_logs() -> None:
    """Our own lines from INFO on, the libraries' from WARNING on; never a customer's words.

    On standard error, where the supervisor collects it. Faust replaces the root's handlers, so ours has its own.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    ours = logging.getLogger("earshot")
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    ours.propagate = False
    logging.basicConfig(level=logging.WARNING, format=FORMAT)


def settle_memory() -> None:
    """Call once everything is loaded: a worker holds tens of thousands of young objects, and none in a cycle.

    With the collector's usual thresholds a third of the lander's time goes into looking through them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
