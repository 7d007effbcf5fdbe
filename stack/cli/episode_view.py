"""Findings as a person reads them: a line each, and one in a sentence."""

from __future__ import annotations

from typing import Any

from flows.config import config_path
from flows.metric_names import metric_name
from flows.names import Names, words
from flows.taxonomy import read_names
from stack.cli.console import WIDTH_OF_A_FILE
from stack.cli.tables import Format, print_rows
from warehouse.query import Row

HEADINGS = ("id", "state", "known since", "verdict", "subject", "what", "owner", "reason")
MERIT = ("strong", "emerging", "none")


def print_episodes(rows: list[Row], digits: int) -> None:
    """On stdout, `digits` of each id. Raises ConfigError."""
    names = _names()
    print_rows(HEADINGS, [_cells(row, digits, names) for row in rows], Format.TABLE, width=WIDTH_OF_A_FILE)


def named(row: Row) -> str:
    """`a1b2c3, Perception drop: NPS by week, Alder Post`. Raises ConfigError."""
    return f"{row['episode_id']}, {_what(row)}, {_names().subject(row)}"


def _names() -> Names:
    return read_names(config_path().parent)


def _cells(row: Row, digits: int, names: Names) -> list[Any]:
    shown = {
        "id": row["episode_id"][:digits],
        "state": _state(row),
        "known since": f"{row['first_seen']:%Y-%m-%d}",
        "verdict": words(row["verdict"]),
        "subject": names.subject(row),
        "what": _what(row),
        "reason": names.sentence(row["reason"]),
    }
    return [shown[name] if name in shown else row[name] for name in HEADINGS]


def _what(row: Row) -> str:
    """`Perception drop: NPS by week`; two indicators may judge one metric."""
    return f"{words(row['indicator']).capitalize()}: {metric_name(row['metric'])} by {words(row['grain'])}"


def _state(row: Row) -> str:
    """In words: a strength does not grow worse, and what people say of a finding is said with it."""
    state: str = row["state"]
    if row["verdict"] in MERIT:
        state = {"worse": "stronger", "recovered": "over"}.get(state, state)
    if row["dismissed_at"] is not None:
        return f"{state}, dismissed"
    return f"{state}, seen" if row["acknowledged_at"] is not None else state
