"""What the indicators of service are given: shares, means and times, window after window, and what they are called.

`None` means "not known", never 0. The last period of a series is the one judged; those before it are its baseline, or
it is held against a target.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.indicators.formulas.survival import Times
from flows.indicators.inputs import Cell, Period
from flows.indicators.outputs import Evidence
from flows.indicators.vocabulary import Frequency, Subject, Window


@dataclass(frozen=True, slots=True)
class Words:
    """How a manager calls a number.

    name   "the share of {brand}'s orders that came on time"; of times "{limit}" stands for the limit, as in "24 hours"
    each   what n counts, in the plural: orders, complaints, customers
    unit   what a change is counted in; sign stands behind a value: " %"
    """

    name: str
    each: str = "customers"
    unit: str = "percentage points"
    sign: str = " %"
    is_signed: bool = False
    more_is_worse: bool = False


@dataclass(frozen=True, slots=True)
class Mean:
    """One window's answers on a scale: mean, standard deviation, independent customers.

    cells  the same by stratum, where known, as `mean_mix.mean_cell` counts them
    """

    window: Window
    mean: float = 0.0
    sd: float = 0.0
    customers: int = 0
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Happened:
    """One window's count of what should not happen, and what it could have happened to (0: not known)."""

    window: Window
    count: int = 0
    exposure: float = 0.0


@dataclass(frozen=True, slots=True)
class Lasting:
    """One window's cases: hours until what is waited for, or for how long it has been waited; distinct customers."""

    window: Window
    times: Times
    customers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What is common to all.

    delta    the practical change, in the words' unit
    target   what the last period is held against (a share in per cent); None: the periods before it
    blocked  why it cannot be judged though numbers exist
    sources  share of the answers by source, where known
    """

    subject: Subject
    metric: str
    frequency: Frequency
    words: Words
    delta: float
    target: float | None = None
    target_name: str = "a target of"
    blocked: str = ""
    sources: dict[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareSeries(Series):
    """Shares in per cent (`positive` of n), or net scores in points (`negative` too).

    note  stands last in the sentence's brackets
    """

    periods: tuple[Period, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanSeries(Series):
    """Means on a scale of which more is better."""

    periods: tuple[Mean, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSeries(Series):
    """Times of which less is better, judged by the share that ends within a limit.

    hours  the limit; None: within it nine of ten of those that ended before had ended
    done   what "ended" is, for the sentence: "answered"
    """

    periods: tuple[Lasting, ...]
    hours: float | None
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSeries(Series):
    """Rates per 1,000; `delta` is a part of the rate before (.25: a quarter more)."""

    periods: tuple[Happened, ...]


AnySeries = ShareSeries | MeanSeries | TimeSeries | RateSeries
