"""The files of config/ as a whole, read once before anything is started: a worker would say it where nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path


def mistakes(folder: Path) -> list[str]:
    """A line for each mistake, with file, line and field; of a file in which a value has the wrong shape the first."""
    from flows.errors import ConfigError
    from schemas.config_file import BadConfig

    found: list[str] = []
    for read in _readers(folder):
        try:
            read()
        except ConfigError as error:
            found += error.lines
        except BadConfig as error:
            found.append(str(error))
    return list(dict.fromkeys(found))  # what several read is told by each


def _readers(folder: Path) -> Iterator[Callable[[], object]]:
    from flows.alerts.rules import read_alert_rules
    from flows.brands import read_brands
    from flows.config import FILE, load_config
    from flows.goals import read_goals
    from flows.labels import read_labels
    from streams.scoring.brands import load_brands
    from streams.scoring.taxonomy import load_taxonomy

    yield lambda: load_taxonomy(folder / "taxonomy.yaml")
    yield lambda: load_brands(folder / "brands.yaml")
    yield lambda: read_brands(folder)
    yield lambda: load_config(folder / FILE)
    yield lambda: read_goals(folder)
    yield lambda: read_alert_rules(folder)
    yield lambda: read_labels(folder)
