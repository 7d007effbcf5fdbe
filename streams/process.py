"""What every worker's process sets up first: its log and its memory."""

from __future__ import annotations

import gc
import logging
import logging.config
import traceback
from typing import Any

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"

SCORER_YOUNG = 2_000
"""`settle_memory` of whatever scores texts."""

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


def where(error: BaseException) -> str:
    """The kind of an error and the code it came through; not its text, which may quote a row."""
    return "".join([f"{type(error).__name__}\n", *traceback.format_tb(error.__traceback__)])


def settle_memory(young: int) -> None:
    """Call once everything is loaded; `young` new objects are let live before the collector looks through them.

    The lander holds tens of thousands, and none in a cycle: a third of its time would go into looking. TextBlob's
    objects are cycles: when the scorer lets many lie, each text costs a fifth more, in memory that no cache holds.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(young, 20, 100)
