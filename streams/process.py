"""What every worker's process sets up first: its log and its memory."""

from __future__ import annotations

import gc
import logging
import logging.config
from typing import Any

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"

LIBRARIES: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": FORMAT}},
    "handlers": {"standard error": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"level": "WARNING", "handlers": ["standard error"]},
}
"""What the libraries say, as `logging.config` takes it. Faust is given it too: its own colours lines in a file."""


def configure_logs() -> None:
    """Our own lines from INFO on, the libraries' from WARNING on; never a customer's words.

    On standard error, where the supervisor collects it. Faust sets the root's handlers anew, so ours has its own.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    ours = logging.getLogger("earshot")
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    ours.propagate = False
    logging.config.dictConfig(LIBRARIES)


def settle_memory() -> None:
    """Call once everything is loaded: a worker holds tens of thousands of young objects, and none in a cycle.

    With the collector's usual thresholds a third of the lander's time goes into looking through them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
