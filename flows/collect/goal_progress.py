"""The months of each goal's metric, for `goal_progress`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

import numpy as np

from flows.collect.plans import QUERIES, Asked, Customers, rows_of
from flows.collect.reading import is_told, larger, sources_of
from flows.indicators.formulas.scores import Floats
from flows.indicators.formulas.survival import Times
from flows.indicators.goal import Goal, GoalRead, Measured, Reading
from flows.indicators.inputs import Counts
from flows.indicators.planned import MEASURES
from flows.queries import Read
from flows.rules import Rules
from flows.windows import Window, window_of
from warehouse.query import Row

EARLIER = 12
"""Months before the judged one that tell how much the metric varies, where the baseline is a given value."""


def collect(read: Read, window: Window, rules: Rules) -> Iterator[GoalRead]:
    """One per goal that has begun and whose deadline is not `after_months` past. Raises Unavailable."""
    followed = rules.config.goal_progress.after_months
    for goal in rules.goals.goals:
        over = window_of(_midnight(goal.deadline), "month").shift(followed + 1)
        if _midnight(goal.start) < window.end <= over.start:
            yield _read(read, goal, window, rules.config.source_outage.alpha)


def _read(read: Read, goal: Goal, window: Window, alpha: float) -> GoalRead:
    earlier = window.before(EARLIER)
    baseline = _months(goal.baseline) if isinstance(goal.baseline, Measured) else []
    months = sorted({*earlier, *baseline, window})
    asked = Asked(
        metric=goal.metric,
        brands=[goal.scope.brand],
        start=months[0].start,
        end=window.end,
        origin=window.start,
        grain="month",
        scope=goal.scope.parts,
    )
    rows = rows_of(read, QUERIES[goal.metric], asked)
    customers = Customers(read, asked) if MEASURES[goal.metric].kind == "rate" else None
    by_month = {window.shift(row["period"]): row for row in rows if row.get("in_scope", True)}
    heard = min((window.shift(row["period"]) for row in rows), default=None)
    told = _told(rows, months, window, alpha)
    readings = {
        month: _reading(goal, month, by_month.get(month), customers) if told[month] else Reading(month.span)
        for month in months
    }
    return GoalRead(
        goal=goal,
        now=readings[window],
        baseline=_since(heard, baseline, readings),
        earlier=_since(heard, earlier, readings),
        heard=told[window] if customers is not None else window in by_month,
        sources=_sources([row for row in rows if row.get("in_scope", True)] or rows),
    )


def _told(rows: Sequence[Row], months: Sequence[Window], window: Window, alpha: float) -> dict[Window, bool]:
    """Whether each month's count is one, by all that was counted, in the goal's scope or not."""
    counted = Counter[Window]()
    for row in rows:
        counted[window.shift(row["period"])] += row["n"]
    return dict(zip(months, is_told([counted[month] for month in months], alpha), strict=True))


def _sources(rows: Sequence[Row]) -> dict[str, float]:
    """Of the judged month, period 0, and of those before it."""
    return larger(*(sources_of(*(row for row in rows if (row["period"] == 0) is now)) for now in (True, False)))


def _since(heard: Window | None, months: Sequence[Window], readings: dict[Window, Reading]) -> tuple[Reading, ...]:
    """From the month on in which anybody was heard first: before it nobody listened."""
    return tuple(readings[month] for month in months if heard is not None and month >= heard)


def _months(baseline: Measured) -> list[Window]:
    month, found = window_of(_midnight(baseline.since), "month"), []
    while month.end <= _midnight(baseline.to):
        found.append(month)
        month = month.shift(1)
    return found


def _reading(goal: Goal, month: Window, row: Row | None, customers: Customers | None) -> Reading:
    span, kind = month.span, MEASURES[goal.metric].kind
    if kind == "rate" and customers is not None:
        exposure = customers.between([goal.scope.brand], month.start, month.end)
        return Reading(span, complaints=row["n"] if row else 0, customers=exposure)
    if row is None:
        return Reading(span)
    if kind == "hours":
        return Reading(span, times=Times(*(_repeated(row, side) for side in ("ended", "open"))))
    return Reading(span, counts=Counts(row["n"], row["positive"], row["negative"], row["customers"]))


def _repeated(row: Row, side: str) -> Floats:
    return np.repeat(np.array(row[f"{side}_hours"], dtype=np.float64), np.array(row[f"{side}_cases"], dtype=np.int64))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
