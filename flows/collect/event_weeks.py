"""Weeks counted from the moment of an event, of what it touched and of what it did not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from flows.collect.plans import Customers
from flows.collect.reading import larger, sources_of
from flows.indicators.event_effect import Side, Weeks
from flows.indicators.formulas.scores import Floats
from flows.indicators.planned import Kind
from warehouse.query import Row

WEEK = timedelta(weeks=1)


def answers_around(rows: Sequence[Row], kind: Kind, moment: datetime, end: datetime) -> Weeks | None:
    """Of answers: the touched from their second week on (the first may be a part of one); None where there are none."""
    ours = [row["period"] for row in rows if row["touched"]]
    if not ours or kind not in ("net", "share"):
        return None
    weeks = list(range(min(ours) + 1, whole_weeks(moment, end)))
    sides = {touched: _side(rows, weeks, touched=touched) for touched in (True, False)}
    others = sides[False] if sides[False].n.sum() else None
    return Weeks("net" if kind == "net" else "share", _at(weeks), sides[True], others, _sources(rows))


def counts_around(
    rows: Sequence[Row],
    moment: datetime,
    end: datetime,
    customers: tuple[Customers, Sequence[str], Sequence[str]] | None = None,
) -> Weeks | None:
    """Of counts: from the second week on in which anybody counted, whatever it was; a week without one is then 0.

    Per week, or per 1,000 `customers` (of the touched, the other brands) a week; None where those are asked for and not
    known, or where nothing was counted.
    """
    scoped = [row for row in rows if row.get("in_scope", True)]
    if not scoped:
        return None
    weeks = list(range(min(row["period"] for row in rows) + 1, whole_weeks(moment, end)))
    sides: list[Side | None] = []
    for at, touched in enumerate((True, False)):
        counted = {row["period"]: row["n"] for row in scoped if bool(row["touched"]) is touched}
        exposure = (
            np.ones(len(weeks)) if customers is None else _exposure(customers[0], customers[1:][at], weeks, moment)
        )
        counts = _array([counted.get(week, 0) for week in weeks])
        nothing = np.zeros(len(weeks))
        sides.append(None if exposure is None else Side(counts, nothing, exposure, nothing))
    touched_side, others = sides
    if touched_side is None:
        return None
    control = others if others is not None and others.positive.sum() else None
    return Weeks("rate", _at(weeks), touched_side, control, _sources(scoped))


def whole_weeks(moment: datetime, end: datetime) -> int:
    """How many weeks have passed since an event."""
    return (end - moment) // WEEK


def _exposure(customers: Customers, brands: Sequence[str], weeks: Sequence[int], moment: datetime) -> Floats | None:
    """Thousands of customers in each week."""
    known = [customers.between(brands, moment + week * WEEK, moment + (week + 1) * WEEK) for week in weeks]
    told = [each / 1000 for each in known if each]
    return _array(told) if len(told) == len(weeks) else None


def _sources(rows: Sequence[Row]) -> dict[str, float]:
    touched = [row for row in rows if row["touched"]]
    return larger(*(sources_of(*(row for row in touched if (row["period"] < 0) is before)) for before in (True, False)))


def _at(weeks: Sequence[int]) -> int:
    return sum(1 for week in weeks if week < 0)


def _side(rows: Sequence[Row], weeks: Sequence[int], *, touched: bool) -> Side:
    found = {row["period"]: row for row in rows if bool(row["touched"]) is touched}
    columns = ("positive", "negative", "n", "customers")
    return Side(*(_array([found[week][name] if week in found else 0 for week in weeks]) for name in columns))


def _array(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)
