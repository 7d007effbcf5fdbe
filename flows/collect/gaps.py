"""What customers say of topics, ours beside others', as topic_gaps.sql counts it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from flows.answers import as_date
from flows.collect.reading import asked, sources_of, votes_of
from flows.indicators.inputs import NOTHING, Counts
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

MONTHS = 12
QUARTERS = 4
Key = tuple[str, str, str, date]
"""Level, brand, topic, start of the window."""


class Said:
    """The rows of one run, by level, brand, topic and window."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[Key, dict[str, Row]] = defaultdict(dict)
        for row in rows:
            self._rows[row["level"], row["brand"], row["topic"], as_date(row["window_start"])][row["channel"]] = row

    def topics(self, brand: str, window: Window, minimum: int) -> set[str]:
        """Topics that at least so many customers of a brand name in a quarter."""
        day = window.start.date()
        return {
            topic
            for (level, name, topic, start), rows in self._rows.items()
            if (level, name, start) == ("total", brand, day) and topic and rows[""]["customers"] >= minimum
        }

    def counts(self, level: str, brands: Iterable[str], topic: str, window: Window) -> dict[str, Counts]:
        """What is said about the topic at these brands together, by channel; at `total` under one name."""
        found: dict[str, Counts] = {}
        for brand in brands:
            for channel, row in self._of(level, brand, topic, window).items():
                counts = Counts(row["n"], row["positive"], row["negative"], row["customers"])
                found[channel] = found.get(channel, NOTHING) + counts
        return found

    def praise(self, brand: str, topic: str, window: Window) -> dict[str, Counts]:
        """Of the customers who write, by channel, those who praise the topic."""
        praised = self._of("quarter", brand, topic, window)
        found: dict[str, Counts] = {}
        for channel, row in self._of("quarter", brand, "", window).items():
            n = row["customers"]
            some = min(n, praised[channel]["praising"]) if channel in praised else 0
            found[channel] = Counts(n, some, n - some, n)
        return found

    def sources(self, brand: str, topic: str, window: Window) -> dict[str, float]:
        """Each source's share of what is said about it."""
        row = self._total(brand, topic, window)
        return sources_of(row)

    def event_ids(self, brand: str, topic: str, window: Window) -> tuple[str, ...]:
        """The newest praise."""
        row = self._total(brand, topic, window)
        return tuple(row["event_ids"]) if row else ()

    def _total(self, brand: str, topic: str, window: Window) -> Row | None:
        return self._of("total", brand, topic, window).get("")

    def _of(self, level: str, brand: str, topic: str, window: Window) -> dict[str, Row]:
        return self._rows.get((level, brand, topic, window.start.date()), {})


def read_said(read: Read, window: Window, rules: Rules) -> Said:
    """Of all listed brands, a quarter and those before it; for whoever asks the same, read once. Raises Unavailable."""
    first = window.shift(-QUARTERS)
    return Said(read(sql("topic_gaps"), votes_of("customer", asked(first, window, rules.brands.names))))
