"""What the flow gives of answers: counts per window, aggregated in SQL. `None` means "not known", never 0."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date

from flows.indicators.vocabulary import Frequency, Metric, Subject, Window


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers of one kind.

    n         answers that count for the metric
    positive  promoters (9-10) / satisfied (top two of five after orientation) / positive texts
    negative  detractors (0-6) / unsatisfied (the rest: n - positive) / negative texts
    customers independent customers among them: distinct customer_ref, each answer without one counts as its own.
              This is the n of every interval and test; rows of one customer are one cluster.

    Raises ValueError when the parts do not fit together.
    """

    n: int
    positive: int
    negative: int
    customers: int

    def __post_init__(self) -> None:
        if self.n < 0 or self.positive < 0 or self.negative < 0 or self.customers < 0:
            raise ValueError("counts are not negative")
        if self.positive + self.negative > self.n or self.customers > self.n:
            raise ValueError("positive + negative and customers are at most n")
        if self.n and not self.customers:
            raise ValueError("answers come from at least one customer")

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.n + other.n,
            self.positive + other.positive,
            self.negative + other.negative,
            self.customers + other.customers,
        )


NOTHING = Counts(0, 0, 0, 0)


def total(parts: Collection[Counts]) -> Counts:
    """All of them added up; a customer of two parts counts twice."""
    if len(parts) == 1:
        return next(iter(parts))
    return Counts(
        sum(part.n for part in parts),
        sum(part.positive for part in parts),
        sum(part.negative for part in parts),
        sum(part.customers for part in parts),
    )


@dataclass(frozen=True, slots=True, order=True)
class Stratum:
    """Where answers come from: what a change of mix may happen in. Never a topic: topics are chosen by feeling."""

    channel: str = ""
    source: str = ""
    language: str = ""

    @property
    def text(self) -> str:
        return " / ".join(part or "-" for part in (self.channel, self.source, self.language))


@dataclass(frozen=True, slots=True)
class Cell:
    """One stratum's answers in one window."""

    stratum: Stratum
    counts: Counts


@dataclass(frozen=True, slots=True)
class Day:
    """One UTC day's answers inside a window: days are clusters (one bad day is one event, not a thousand)."""

    date: date
    counts: Counts


@dataclass(frozen=True, slots=True)
class Period:
    """One window's answers of one subject and metric.

    cells      at most one per stratum; empty when nothing came in (send such windows too: a gap is a fact)
    customers  distinct customers over all cells, when known; a customer seen in two cells is one. Default: their sum.
    days       optional answers per day; with them, day-to-day noise widens the intervals
    counts     all cells, each customer once; added up here, as one period is read by many indicators
    """

    window: Window
    cells: tuple[Cell, ...] = ()
    customers: int | None = None
    days: tuple[Day, ...] = ()
    counts: Counts = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        counts = total([cell.counts for cell in self.cells])
        if self.customers is not None:
            counts = replace(counts, customers=min(self.customers, counts.n))
        object.__setattr__(self, "counts", counts)


def share_period(window: Window, positive: int, n: int, customers: int | None = None) -> Period:
    """One window's answers, yes or no, by so many customers (default: each by another one)."""
    if not n:
        return Period(window)
    known = max(1, min(n, n if customers is None else customers))
    return Period(window, (Cell(Stratum(), Counts(n, positive, n - positive, known)),))


@dataclass(frozen=True, slots=True)
class Classifier:
    """What is known of the errors with which a model read a subject's texts.

    shows   the share of a true change of net sentiment that shows in its predictions, over 0 and up to 1
    labels  labelled texts, true sentiment in rows and predicted in columns (positive, neutral, negative); () where none
            can correct what is shown
    reason  why there are none that can
    """

    shows: float
    labels: tuple[tuple[int, ...], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PerceptionSeries:
    """One metric of one subject, window after window, oldest first; the last period is the one judged.

    Read by `perception_drop` (week, month), `perception_trend` (month) and `response_bias`. Give as much history as
    there is, up to 36 months: seasonal factors need 24. `classifier`: where a model predicted the answers.
    """

    subject: Subject
    metric: Metric
    frequency: Frequency
    periods: tuple[Period, ...]
    classifier: Classifier | None = None


@dataclass(frozen=True, slots=True)
class YearPair:
    """One metric of one subject, now and in the same period a year before (month or quarter).

    history: months before `now` (oldest first, `year_before`'s may be among them): they show how much the level
    wanders from window to window, without which two windows cannot be compared.
    """

    subject: Subject
    metric: Metric
    frequency: Frequency
    now: Period
    year_before: Period
    history: tuple[Period, ...]
    classifier: Classifier | None = None
