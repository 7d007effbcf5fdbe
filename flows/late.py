"""What a scheduled run makes up for: windows that late events have reopened, and those that no run has judged.

A window is judged when it has closed; what lands later with an earlier date was not in it. Each source brings its
events at its own pace, so nothing is waited for: what landed since a window was judged makes it worth judging anew.
A run that failed, or never came to its turn, leaves its window unjudged: the next run judges it, however it failed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.queries import Read, sql
from flows.windows import Grain, Window, last_closed

KEPT_OPEN: Mapping[Grain, int] = {"hour": 24, "day": 7, "week": 8, "month": 3, "quarter": 2, "half_year": 1}
"""Closed windows that are made up for, by grain, the newest included; older ones are a backfill's (`--from`)."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Closed windows that are due beside the newest, oldest first.

    reopened  judged before something that occurred in them landed
    missed    closed since the first run of all, and judged by no complete one: what closed before it, and was never
              asked for, nobody waits for
    """

    reopened: tuple[Window, ...]
    missed: tuple[Window, ...]


def behind(read: Read, names: Collection[str], grains: Sequence[Grain], as_of: datetime) -> Behind:
    """Of the windows of these grains that are kept open, those that the named indicators have to make up for.

    Raises Unavailable.
    """
    kept = sorted(last_closed(as_of, grain).shift(-back) for grain in grains for back in range(KEPT_OPEN[grain]))
    asked = {"names": sorted(names), "from": kept[0].start}
    known = {(row["window_start"], row["window_end"]): row["judged_at"] for row in read(sql("judged"), asked)}
    judged = {window: known[window.start, window.end] for window in kept if (window.start, window.end) in known}
    return Behind(_reopened(read, judged), _missed(read, [window for window in kept if window not in judged]))


def _reopened(read: Read, judged: Mapping[Window, datetime]) -> tuple[Window, ...]:
    if not judged:
        return ()
    landings = read(sql("landings"), {"since": min(judged.values()), "from": min(judged).start})
    return tuple(window for window, judged_at in judged.items() if _is_behind(window, judged_at, landings))


def _is_behind(window: Window, judged_at: datetime, landings: Sequence[Mapping[str, Any]]) -> bool:
    """Whether anything of the window may have landed after it was judged: a run reads after the moment it is given."""
    return any(
        row["hour"] < window.end and window.start <= row["until"] and row["newest_landing"] >= judged_at
        for row in landings
    )


def _missed(read: Read, unjudged: Sequence[Window]) -> tuple[Window, ...]:
    if not unjudged:
        return ()
    [first] = read(sql("first_run"), {})
    return tuple(window for window in unjudged if first["computed_at"] and window.end > first["computed_at"])
