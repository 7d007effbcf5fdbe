"""What the collectors of service share: which windows are read, and rows with hours as times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from flows.answers import as_date
from flows.collect import reading
from flows.collect.reading import larger, shares
from flows.indicators.formulas.scores import Floats
from flows.indicators.formulas.survival import Times
from flows.indicators.inputs import Period, share_period
from flows.indicators.outputs import Evidence
from flows.indicators.service import Lasting
from flows.queries import Read, sql
from flows.windows import Window
from warehouse.query import Row

ZONES = 14
"""Hours that clocks are apart from UTC at most: so much of a window may lack a number told by months of local time."""
SENT = "invitations_sent"


def series_of(window: Window, baseline: int) -> list[Window]:
    """The windows before, and the one judged, oldest first."""
    return [*window.before(baseline), window]


def asked(windows: Sequence[Window], brands: Sequence[str]) -> dict[str, Any]:
    """The parameters that every query of service takes."""
    return reading.asked(windows[0], windows[-1], brands) | {"grain": windows[0].grain}


def edges_of(windows: Sequence[Window]) -> dict[str, Any]:
    """Where each window begins and ends, as parameters."""
    return {"starts": [window.start for window in windows], "ends": [window.end for window in windows]}


def share_of(rows: Sequence[Row], window: Window, counted: str) -> Period:
    """The share of one row's cases that this column counts; a period without answers where there is no row."""
    for row in rows:
        return share_period(window.span, row[counted], row["cases"], row["customers"])
    return Period(window.span)


def of(rows: Iterable[Row], window: Window, **wanted: str) -> list[Row]:
    """The rows of a window in which these columns hold these values."""
    day = window.start.date()
    return [
        row
        for row in rows
        if as_date(row["window_start"]) == day and all(row[name] == value for name, value in wanted.items())
    ]


def lasting(rows: Sequence[Row], window: Window) -> Lasting:
    """One window's times, of as many rows as there are (sources)."""
    ended = [_repeated(row["ended_hours"], row["ended_cases"]) for row in rows]
    still = [_repeated(row["open_hours"], row["open_cases"]) for row in rows]
    times = Times(np.concatenate([np.zeros(0), *ended]), np.concatenate([np.zeros(0), *still]))
    return Lasting(window.span, times, sum(row["customers"] for row in rows))


def sources_around(rows: Sequence[Sequence[Row]]) -> dict[str, float]:
    """Each source's share, of the last window or of those before it, where it is larger; rows come by window."""
    return larger(reading.sources_of(*rows[-1]), reading.sources_of(*(row for before in rows[:-1] for row in before)))


def sources_of(rows: Sequence[Sequence[Row]], counted: str = "cases") -> dict[str, float]:
    """The same of rows of one source each: its share of what the column counts."""
    sides = rows[-1], [row for before in rows[:-1] for row in before]
    return larger(*(shares((row["source"], row[counted]) for row in side) for side in sides))


def still_open(rows: Sequence[Row]) -> tuple[Evidence, ...]:
    """What waits, with events to read."""
    waiting = sum(sum(row["open_cases"]) for row in rows)
    ids = tuple(event_id for row in rows for event_id in row["event_ids"])[:5]
    cases = sum(row["cases"] for row in rows)
    return (Evidence(3, "fact", "still open", float(waiting), None, None, cases, 0, ids),) if ids else ()


def _repeated(hours: Sequence[float], cases: Sequence[int]) -> Floats:
    return np.repeat(np.array(hours, dtype=np.float64), np.array(cases, dtype=np.int64))


def per_window(
    read: Read, windows: Sequence[Window], brands: Sequence[str], kind: str, column: str = "total"
) -> dict[tuple[str, str], dict[date, float]]:
    """A number that counts for a period, by (brand, survey) and window; windows that are not told whole are left out.

    Invitations that are never told for a whole window are sent in waves: those within a window are all of it.
    column: "total" of what is summed up, "level" of what is there.
    """
    rows = read(sql("period_facts"), {**asked(windows, brands), **edges_of(windows), "kinds": [kind]})
    told: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        told[row["brand"], row["survey_id"]].append(row)
    found = {series: _whole(each, column) for series, each in told.items()}
    return {series: days or (_waves(told[series]) if kind == SENT else {}) for series, days in found.items()}


def _whole(rows: Sequence[Row], column: str) -> dict[date, float]:
    return {as_date(row["window_start"]): row[column] for row in rows if row["hours_untold"] <= ZONES}


def _waves(rows: Sequence[Row]) -> dict[date, float]:
    return {as_date(row["window_start"]): row["happened"] for row in rows if row["least_beyond"] <= ZONES}
