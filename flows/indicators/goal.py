"""What `goal_progress` is given: a goal, and its metric month after month. `None` means "not known", never 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.goals import Goal
from flows.indicators.formulas.survival import Times
from flows.indicators.inputs import NOTHING, Counts
from flows.indicators.vocabulary import Window


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One month of a goal's metric, in its scope.

    counts      answers: of shares `positive` has what counts, `negative` the rest; of net scores both sides
    complaints  that came in, with the customers whom they could have come from (None: nobody told how many)
    times       hours that complaints took, and those that are open still
    """

    window: Window
    counts: Counts = NOTHING
    complaints: int = 0
    customers: float | None = None
    times: Times | None = None


@dataclass(frozen=True, slots=True, eq=False)
class GoalRead:
    """One goal in one month.

    baseline  the months that its baseline is measured from; empty where it is a given value
    earlier   up to a year of months before this one: how much the metric varies by itself
    heard     whether the metric's source was heard in this month: where it was, no complaint is a nought, else a gap
    """

    goal: Goal
    now: Reading
    baseline: tuple[Reading, ...]
    earlier: tuple[Reading, ...]
    heard: bool
    sources: Mapping[str, float] = field(default_factory=dict)
