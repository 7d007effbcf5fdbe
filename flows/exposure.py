"""How many texts there are in which a theme could be said, and which sources can be compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from flows.answers import as_date
from warehouse.query import Row


class Exposure:
    """Texts by brand, language, source and month; `now` begins the judged one.

    sources  those that gave texts without a topic on both sides: how a new source's customers talk is no theme
    """

    def __init__(self, rows: Iterable[Row], now: date) -> None:
        self._now = now
        self._rows = [(row, as_date(row["month"])) for row in rows]
        sides = {(_source(row), month == now) for row, month in self._rows if row["open"]}
        self.sources = sorted(source for source, is_now in sides if is_now and (source, False) in sides)

    def texts(self) -> dict[tuple[str, str], dict[date, int]]:
        """Without a topic per month, of the sources that can be compared."""
        found: dict[tuple[str, str], dict[date, int]] = defaultdict(dict)
        for row, month in self._rows:
            if row["open"]:
                months = found[row["brand"], row["language"]]
                months[month] = months.get(month, 0) + (row["open"] if self._is_compared(row) else 0)
        return dict(found)

    def heard(self) -> dict[tuple[str, str], int]:
        """Without a topic in the judged month, of all sources."""
        found: Counter[tuple[str, str]] = Counter()
        for row, month in self._rows:
            if month == self._now and row["open"]:
                found[row["brand"], row["language"]] += row["open"]
        return dict(found)

    def compared(self) -> dict[str, list[Any]]:
        """The lists that themes.sql takes, one place for each source."""
        counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for row, month in self._rows:
            if self._is_compared(row):
                side = "open_now" if month == self._now else "open_before"
                counts[row["brand"], row["language"]].update({side: row["open"], "closed": row["closed"]})
        asked: dict[str, list[Any]] = {
            name: [source[at] for source in self.sources] for at, name in enumerate(("brands", "languages", "sources"))
        }
        for name in ("open_now", "open_before", "closed"):
            asked[name] = [counts[brand, language][name] for brand, language, _ in self.sources]
        return asked

    def _is_compared(self, row: Row) -> bool:
        return _source(row) in self.sources


def _source(row: Row) -> tuple[str, str, str]:
    return row["brand"], row["language"], row["source"]
