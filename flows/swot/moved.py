"""A goal's month as it would be with its metric at another value: as many customers, answering or waiting otherwise."""

from __future__ import annotations

from dataclasses import replace

from flows.indicators.formulas.survival import Times, quantile
from flows.indicators.goal import GoalRead, Reading
from flows.indicators.inputs import Counts
from flows.indicators.planned import MEASURES, PER, Kind


def moved(read: GoalRead, value: float) -> GoalRead:
    """The same goal, its newest month at `value`."""
    kind, now = MEASURES[read.goal.metric].kind, read.now
    if kind == "rate":
        there = replace(now, complaints=round(value * (now.customers or 0.0) / PER))
    elif kind == "hours":
        there = replace(now, times=_stretched(now, value))
    else:
        there = replace(now, counts=_answers(now.counts, kind, value / 100))
    return replace(read, now=there)


def _stretched(now: Reading, median: float) -> Times | None:
    """Every wait longer or shorter by the same part, so that half of them take `median` hours."""
    before = quantile(now.times, 0.5).value if now.times else None
    if now.times is None or not before:
        return now.times
    return Times(now.times.ended * median / before, now.times.open * median / before)


def _answers(counts: Counts, kind: Kind, value: float) -> Counts:
    """With a share or a net score (as a part of one) of `value`; who is neither for nor against stays so."""
    if kind == "share":
        positive = min(counts.n, round(counts.n * value))
        return replace(counts, positive=positive, negative=counts.n - positive)
    sided = max(counts.positive + counts.negative, abs(value) * counts.n)
    positive, negative = (max(0, min(counts.n, int((sided + way * value * counts.n) / 2))) for way in (1, -1))
    return replace(counts, positive=positive, negative=negative)
