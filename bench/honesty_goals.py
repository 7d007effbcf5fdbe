"""How often chance alone meets a goal, and how often a goal that is truly met is missed in its month.

`goal_progress` is a rule on the point, as an agreement is; these rates are why its interval stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np

from bench.honesty_rates import CONFIG, concluded
from bench.worlds import windows_of
from flows.indicators.goal import Goal, GoalRead, Measured, Reading, Scope
from flows.indicators.goal_progress import measure
from flows.indicators.outputs import Judgement

Generator = np.random.Generator
MONTHS = windows_of("month", 13)
CUSTOMERS = 50_000.0
FEWER = Goal(
    id="fewer",
    name="A fifth fewer complaints",
    metric="complaints_per_1000",
    scope=Scope("Alder"),
    baseline=Measured(MONTHS[0].start.date(), MONTHS[12].start.date()),
    change_percent=-20,
    start=MONTHS[12].start.date(),
    deadline=(MONTHS[12].end - timedelta(days=1)).date(),
    owner="head of service",
)


def month_of(complaints: float, ratio: float, variation: float = 0.0) -> Callable[[Generator], Judgement]:
    """A year of so many a month, and `ratio` times as many in the month of the deadline; rates vary by `variation`."""

    def judged(generator: Generator) -> Judgement:
        rates = np.full(13, complaints)
        rates[12] *= ratio
        if variation:
            rates = rates * generator.gamma(variation**-2, variation**2, 13)
        months = [
            Reading(window, complaints=int(count), customers=CUSTOMERS)
            for window, count in zip(MONTHS, generator.poisson(rates), strict=True)
        ]
        return concluded(
            measure(GoalRead(FEWER, months[12], tuple(months[:12]), tuple(months[:12]), heard=True), CONFIG)
        )

    return judged


GOALS: dict[str, Callable[[Generator], Judgement]] = {
    "30 complaints a month, nothing changed": month_of(30, 1.0),
    "100 complaints a month, nothing changed": month_of(100, 1.0),
    "400 complaints a month, nothing changed": month_of(400, 1.0),
    "100 a month, nothing changed, rate varies by a fifth": month_of(100, 1.0, 0.2),
    "100 a month, a fifth fewer": month_of(100, 0.8),
    "100 a month, a third fewer": month_of(100, 2 / 3),
    "400 a month, a third fewer": month_of(400, 2 / 3),
}


def achieved(what: str, series: int, seed: int = 11) -> tuple[float, float]:
    """The share of series called achieved, and of those with an interval that is below the baseline as a whole."""
    generators = np.random.default_rng(seed).spawn(series)
    found = [GOALS[what](generator) for generator in generators]
    sure = sum(one.ci_high is not None and one.ci_high < 0 for one in found)
    return sum(one.verdict == "achieved" for one in found) / series, sure / series
