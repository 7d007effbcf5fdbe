"""What customers wrote in an hour or a day, beside the same hour of earlier days or the same day of earlier weeks.

What comes in batches, such as a survey that is dated to the last day of its month, is left out: it tells nothing of an
hour or a day, and months have indicators of their own.
"""

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

BATCHES = timedelta(weeks=26)
"""How long before the window sources are watched for their rhythm: a batch each quarter shows in it twice."""


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Burst]:
    """One per brand of ours and kind; a brand about which nobody wrote in the window says nothing."""
    batches = _batches(read, window, rules)
    rows = _windows(read, window, rules, batches)
    for brand in rules.brands.own:
        mine = {row["back"]: row for row in rows if row["brand"] == brand}
        if 0 in mine:
            first = max(row["oldest"] for row in mine.values())
            left_out = tuple(source for whose, source in batches if whose == brand)
            for feeling in get_args(Feeling):
                yield _burst(window, feeling, mine, first, left_out)


def _windows(read: Read, window: Window, rules: Rules, batches: list[tuple[str, str]]) -> list[Row]:
    """The window and those before it, without what comes in batches."""
    days, weeks = rules.config.burst.hours, rules.config.burst.days
    period, count = (timedelta(days=1), days) if window.grain == "hour" else (timedelta(weeks=1), weeks)
    asked = {
        "left_out_brands": [brand for brand, _ in batches],
        "left_out_sources": [source for _, source in batches],
        "from": window.end - period * (count + 1),
        "end": window.end,
        "period": round(period.total_seconds()),
        "length": round((window.end - window.start).total_seconds()),
    }
    return read(sql("burst"), asked)


def _batches(read: Read, window: Window, rules: Rules) -> list[tuple[str, str]]:
    """The brand and the source of each."""
    times = {"from": window.start - BATCHES, "to": window.start}
    return [(row["brand"], row["source"]) for row in read(sql("batches"), times | {"brands": list(rules.brands.own)})]


def _burst(window: Window, feeling: Feeling, rows: Mapping[int, Row], first: int, left_out: tuple[str, ...]) -> Burst:
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
        left_out=left_out,
    )
