"""The workers' logs: our own lines from INFO on, the libraries' from WARNING on. Never a customer's words."""

from __future__ import annotations

import logging

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def configure_logs() -> None:
    """On standard error, where the supervisor collects it. Faust replaces the root's handlers, so ours has its own."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    ours = logging.getLogger("earshot")
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    ours.propagate = False
    logging.basicConfig(level=logging.WARNING, format=FORMAT)
