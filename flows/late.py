"""Events that come after their window was judged: which windows they reopen.

A window is judged when it has closed; what lands later with an earlier date was not in it. Each source brings its
events at its own pace, so nothing is waited for: what landed since a window was judged makes it worth judging anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from flows.queries import Read, sql
from flows.windows import Grain, Window, last_closed

KEPT_OPEN: Mapping[Grain, int] = {"hour": 24, "day": 7, "week": 8, "month": 3, "quarter": 2, "half_year": 1}
"""Closed windows that late events reopen, by grain, the newest included; older ones are a backfill's (`--from`)."""


def reopened(read: Read, names: Collection[str], grains: Sequence[Grain], as_of: datetime) -> list[Window]:
    """Windows that the named indicators judged before something that occurred in them landed; oldest first.

    Raises Unavailable.
    """
    first = {grain: last_closed(as_of, grain).shift(1 - KEPT_OPEN[grain]).start for grain in grains}
    asked = {"names": sorted(names), "from": min(first.values())}
    judged = [row for row in read(sql("judged"), asked) if row["window_start"] >= first.get(row["grain"], as_of)]
    if not judged:
        return []
    landings = read(sql("landings"), {"since": min(row["judged_at"] for row in judged), "from": asked["from"]})
    windows = [(Window(row["window_start"], row["grain"]), row["judged_at"]) for row in judged]
    return sorted(window for window, judged_at in windows if _is_behind(window, judged_at, landings))


def _is_behind(window: Window, judged_at: datetime, landings: Sequence[Mapping[str, Any]]) -> bool:
    """Whether anything of the window may have landed after it was judged: a run reads after the moment it is given."""
    return any(
        row["hour"] < window.end and window.start <= row["until"] and row["newest_landing"] >= judged_at
        for row in landings
    )
