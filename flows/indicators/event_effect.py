"""What an event changed: weeks of a metric before and after it, beside what the event did not touch.

An interrupted series with p from placebo dates (`formulas.interrupted`); what was not touched is taken off, counts
scaled to the touched level first. The spread of placebo dates is never taken for less than the counts alone leave:
a unit without a complaint in a year has no spread, and one complaint after it proves nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from scipy.stats import t

from flows.indicators.formulas.interrupted import Interruption, interruption
from flows.indicators.formulas.power import t_quantile
from flows.indicators.formulas.proportions import net_sample, share_sample
from flows.indicators.formulas.scores import Floats
from flows.indicators.planned import SCALES

MOST_GAPS = 0.1
"""A larger part of the weeks without an answer, and the weeks are no series."""
"""Where a level can lie; what would have been without the event lies there too."""
LEAST_CONTROL = 0.5
"""A control of fewer answers or counts than this part of the touched ones adds more noise than it takes away."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Weeks, oldest first: answers `positive` and `negative` of n, or counts (`positive`) over their exposure (n).

    customers: distinct ones per week, summed; of counts none.
    """

    positive: Floats
    negative: Floats
    n: Floats
    customers: Floats

    def part(self, first: int, last: int) -> Side:
        return Side(*(each[first:last] for each in (self.positive, self.negative, self.n, self.customers)))


@dataclass(frozen=True, slots=True, eq=False)
class Weeks:
    """One metric around an event: `at` is the first week after it; others, where anything was not touched.

    sources  each one's share of what was touched, before the event or since, where it is larger
    """

    kind: Literal["net", "share", "rate"]
    at: int
    touched: Side
    others: Side | None = None
    sources: Mapping[str, float] = field(default_factory=dict)

    @property
    def after(self) -> int:
        return len(self.touched.n) - self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Levels in the `width` weeks before and after, of the touched and of the others; the change is `found.effect`.

    n, n_before   customers (of counts: the counts) on either side
    why           why it is only described; empty where it was tested
    """

    before: float
    after: float
    others: tuple[float, float] | None
    found: Interruption
    width: int
    n: int
    n_before: int
    why: str


def effect_of(weeks: Weeks, width: int, confidence: float) -> Effect | None:
    """The change with the event; None where a side has no week with an answer."""
    first, last = max(0, weeks.at - width), min(len(weeks.touched.n), weeks.at + width)
    before, after = weeks.touched.part(first, weeks.at), weeks.touched.part(weeks.at, last)
    if not before.n.sum() or not after.n.sum():
        return None
    control = _control(weeks, first)
    plain = Effect(
        before=level(before, weeks.kind),
        after=level(after, weeks.kind),
        others=_levels(control, weeks, (first, last)),
        found=Interruption(level(after, weeks.kind) - level(before, weeks.kind)),
        width=width,
        n=round(float((after.positive if weeks.kind == "rate" else after.customers).sum())),
        n_before=round(float((before.positive if weeks.kind == "rate" else before.customers).sum())),
        why="",
    )
    tested = _tested(plain, weeks, control, confidence)
    least, most = SCALES[weeks.kind]
    return replace(tested, found=tested.found.within(tested.after - most, tested.after - least))


def level(side: Side, kind: str) -> float:
    """All weeks together: points, per cent, or counts per exposure."""
    total = float(side.positive.sum() - (kind == "net") * side.negative.sum()) / float(side.n.sum())
    return total if kind == "rate" else 100 * total


def _tested(plain: Effect, weeks: Weeks, control: Side | None, confidence: float) -> Effect:
    series = _series(weeks.touched, weeks.kind)
    if series is None:
        return replace(plain, why="in more than one week of ten there was no answer")
    end = weeks.at + plain.width
    found = interruption(series[:end], weeks.at, _beside(control, weeks, end), plain.width, confidence)
    if found is None or found.is_descriptive:
        why = f"only {weeks.at} weeks before it are known, and 52 are the least"
        return replace(plain, found=found or plain.found, why=why)
    return replace(plain, found=_floored(found, weeks, control, plain, confidence))


def _beside(control: Side | None, weeks: Weeks, end: int) -> Floats | None:
    """The others' weeks, in what they stand for in the touched."""
    series = None if control is None else _series(control, weeks.kind)
    return None if control is None or series is None else _ratio(weeks, control) * series[:end]


def _ratio(weeks: Weeks, control: Side) -> float:
    """What a count of the others stands for in the touched; of scores and shares, itself."""
    if weeks.kind != "rate":
        return 1.0
    return level(weeks.touched.part(0, weeks.at), "rate") / level(control.part(0, weeks.at), "rate")


def _series(side: Side, kind: str) -> Floats | None:
    """A value per week, gaps filled between their neighbours; None where there are too many."""
    known = side.n > 0
    if known.mean() < 1 - MOST_GAPS:
        return None
    scale = 1.0 if kind == "rate" else 100.0
    sides = side.positive - (kind == "net") * side.negative
    at = np.flatnonzero(known)
    return np.interp(np.arange(len(side.n)), at, scale * sides[at] / side.n[at])


def _control(weeks: Weeks, first: int) -> Side | None:
    """The others, where they are enough to tell more than they blur."""
    if weeks.others is None or _series(weeks.others, weeks.kind) is None:
        return None
    ours, theirs = (
        (side.positive if weeks.kind == "rate" else side.n)[: weeks.at].sum() for side in (weeks.touched, weeks.others)
    )
    beside = weeks.others.part(first, weeks.at).n.sum()
    return weeks.others if theirs and beside and theirs >= LEAST_CONTROL * ours else None


def _levels(control: Side | None, weeks: Weeks, span: tuple[int, int]) -> tuple[float, float] | None:
    if control is None:
        return None
    parts = control.part(span[0], weeks.at), control.part(weeks.at, span[1])
    if not all(part.n.sum() for part in parts):
        return None
    return level(parts[0], weeks.kind), level(parts[1], weeks.kind)


def _floored(found: Interruption, weeks: Weeks, control: Side | None, plain: Effect, confidence: float) -> Interruption:
    """With a standard error that is no smaller than what the numbers of answers or counts leave."""
    least = _least_variance(weeks.touched, weeks, plain.width)
    if control is not None:
        least += _ratio(weeks, control) ** 2 * _least_variance(control, weeks, plain.width)
    if found.error is None or found.freedom is None or found.error**2 >= least:
        return found
    error = math.sqrt(least)
    reach = t_quantile((1 + confidence) / 2, found.freedom) * error
    return replace(
        found,
        low=found.effect - reach,
        high=found.effect + reach,
        p_lower=float(t.cdf(found.effect / error, found.freedom)),
        p_higher=float(t.sf(found.effect / error, found.freedom)),
        error=error,
    )


def _least_variance(side: Side, weeks: Weeks, width: int) -> float:
    """Of the difference of the two levels, by sampling alone."""
    parts = side.part(max(0, weeks.at - width), weeks.at), side.part(weeks.at, weeks.at + width)
    sums = [[float(each.sum()) for each in (part.positive, part.negative, part.n)] for part in parts]
    if weeks.kind == "rate":
        rate = (sums[0][0] + sums[1][0] + 1) / (sums[0][2] + sums[1][2])
        return rate / sums[0][2] + rate / sums[1][2]
    samples = [net_sample(p, d, n) if weeks.kind == "net" else share_sample(p, n) for p, d, n in sums if n]
    return sum(float(sample.variance[0]) for sample in samples)
