"""What flows read, brought up to date: the snapshot of feedback, then the answers counted per window.

Which windows are out of date is told by fingerprints: a window's is the sum of its months', and is kept beside its
rows, written after them. So only windows of changed months are counted anew, a rerun changes nothing, and what was cut
off, be it within an insert, is counted by the next run. Weeks, months and quarters are kept; other windows are not
judged by all answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from flows.answers import as_date
from flows.queries import Read, sql
from flows.windows import Grain, Window, window_of
from warehouse import snapshot
from warehouse.rollup import Rollup

KEPT: tuple[Grain, ...] = ("week", "month", "quarter")
AT_ONCE: Mapping[Grain, int] = {"week": 13, "month": 3, "quarter": 1}
"""Windows that are counted in one statement: what that takes of memory grows with them."""
FULL = 2**64

Marks = dict[Window, int]


def refresh(read: Read, rollup: Rollup) -> int:
    """Copy what has changed, then count what is out of date; how many windows that were. Raises Unavailable."""
    snapshot.refresh(rollup.client, rollup.settings)
    months = {row["month"]: row["mark"] for row in read(sql("snapshot_months"), {})}
    wanted = _marks(months)
    kept = {_window(row["grain"], row["window_start"]): row["mark"] for row in read(sql("kept_windows"), {})}
    stale = sorted((one for one, mark in wanted.items() if kept.get(one) != mark), key=lambda one: (one.grain, one))
    gone = [one for one, mark in kept.items() if wanted.get(one) != mark]
    if gone:
        rollup.forget((one.grain, one.start.date()) for one in gone)
    for some in _runs(stale):
        rollup.count(sql("cells"), _span(some), {one.start.date(): wanted[one] for one in some})
    return len(stale)


def _marks(months: Mapping[int, int]) -> Marks:
    """Every window of these months, with the sum of the fingerprints of those that it has days of."""
    found: Marks = {}
    for month, mark in months.items():
        span = Window(datetime(month // 100, month % 100, 1, tzinfo=UTC), "month")
        for grain in KEPT:
            window = window_of(span.start, grain)
            while window.start < span.end:
                found[window] = (found.get(window, 0) + mark) % FULL
                window = window.shift(1)
    return found


def _runs(windows: Iterable[Window]) -> Iterator[list[Window]]:
    """Windows that follow one another, as many as are counted at once."""
    run: list[Window] = []
    for window in windows:
        if run and (run[-1].shift(1) != window or len(run) == AT_ONCE[window.grain]):
            yield run
            run = []
        run.append(window)
    if run:
        yield run


def _span(run: list[Window]) -> dict[str, Any]:
    start = run[0].start
    return {"grain": run[0].grain, "from": start, "to": run[-1].end, "topics_from": start}


def _window(grain: Grain, start: date) -> Window:
    day = as_date(start)
    return Window(datetime(day.year, day.month, day.day, tzinfo=UTC), grain)
