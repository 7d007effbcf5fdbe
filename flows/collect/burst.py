"""What customers wrote in an hour or a day, beside the same hour of earlier days or the same day of earlier weeks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import get_args

from flows.collect.reading import sources_of
from flows.indicators.burst import Burst, Feeling
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Burst]:
    """One per brand of ours and kind; a brand about which nobody wrote in the window says nothing."""
    hourly = window.grain == "hour"
    period, count = (
        (timedelta(days=1), rules.config.burst.hours) if hourly else (timedelta(weeks=1), rules.config.burst.days)
    )
    rows = read(
        sql("burst"),
        {
            "from": window.end - period * (count + 1),
            "end": window.end,
            "period": round(period.total_seconds()),
            "length": round((window.end - window.start).total_seconds()),
        },
    )
    for brand in rules.brands.own:
        mine = {row["back"]: row for row in rows if row["brand"] == brand}
        if 0 in mine:
            first = max(row["oldest"] for row in mine.values())
            for feeling in get_args(Feeling):
                yield _burst(window, feeling, mine, first)


def _burst(window: Window, feeling: Feeling, rows: Mapping[int, Row], first: int) -> Burst:
    """From the period of the first text on, such times without one count as nought."""
    now = rows[0]
    newest = now[f"{feeling.removesuffix('_customers')}_newest"]
    return Burst(
        subject=Subject(now["brand"]),
        frequency=window.grain,
        window=window.span,
        feeling=feeling,
        customers=now[feeling],
        texts=now["texts"],
        before=tuple(rows[back][feeling] if back in rows else 0 for back in range(1, first + 1)),
        event_ids=tuple(event_id for _, event_id in newest),
        sources=sources_of(now),
    )
