"""What the collectors share: parameters of a query, a history without its empty beginning, sources as shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import numpy as np

from flows.indicators.formulas.rates import silence_p
from flows.windows import Window
from warehouse.query import Row

Each = TypeVar("Each")


def asked(first: Window, last: Window, brands: Iterable[str]) -> dict[str, Any]:
    """The parameters of most queries: from one window's start to another's end, of these brands.

    Events to read are the last window's (`shown_from`).
    """
    return {"from": first.start, "to": last.end, "shown_from": last.start, "brands": list(brands)}


def votes_of(role: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The same for what reads topic_votes.sql: whose texts, `customer` or `employee`."""
    return {**parameters, "role": role}


def from_first(series: Sequence[Each], is_heard: Callable[[Each], object]) -> tuple[Each, ...]:
    """Without what lies before the first one that is heard, which is no gap; the last one always stays."""
    first = next((at for at, each in enumerate(series) if is_heard(each)), len(series) - 1)
    return tuple(series[first:])


def shares(counted: Iterable[tuple[str, int]]) -> dict[str, float]:
    """Each source's share of what was counted; a source may be named several times. Empty where nothing was."""
    counts: Counter[str] = Counter()
    for source, count in counted:
        counts[source] += count
    return {source: count / counts.total() for source, count in counts.items() if count}


def sources_of(*rows: Row | None) -> dict[str, float]:
    """The same from the rows' `by_source`, a sumMap of names and counts; None is a row that is not there."""
    return shares(pair for row in rows if row for pair in zip(*row["by_source"], strict=True))


def sources_until(rows: Mapping[date, Row], now: date) -> dict[str, float]:
    """Each source's share, of the judged window or of those before it, where it is larger; rows by their window."""
    return larger(sources_of(rows.get(now)), sources_of(*(row for day, row in rows.items() if day != now)))


def larger(*sides: Mapping[str, float]) -> dict[str, float]:
    """Each source's share on the side where it is larger: one that fell silent has it on the other alone."""
    return {name: max(side.get(name, 0.0) for side in sides) for name in sorted(set().union(*sides))}


def is_told(counts: Sequence[int], alpha: float) -> list[bool]:
    """Whether each window's count, noughts included, is one: in those from the first one on in which anything counted.

    Not where a nought is less likely than `alpha` by the windows that counted something: that is a gap, or a feed that
    is late. So nobody need say when a register was begun or went silent.
    """
    known = np.array([count for count in counts if count], dtype=np.float64)
    first = next((at for at, count in enumerate(counts) if count), len(counts))
    return [bool(count) or (at > first and silence_p(1, known) > alpha) for at, count in enumerate(counts)]
