"""Made-up months and weeks whose truth is known: what the honesty of the indicators is measured on.

A world says how the true level behaves when nothing is wrong; `simulate` draws answers around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from flows.indicators.inputs import NOTHING, Cell, Counts, Day, PerceptionSeries, Period, Stratum
from flows.indicators.vocabulary import Frequency, Metric, Subject, Window

Floats = NDArray[np.float64]
ANSWERED_STRONGLY = 0.7  # promoters and detractors among answers, where the metric has both
FIRST = datetime(2023, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class World:
    """How the level moves when nothing is wrong.

    customers  answers per window (on average)
    wander     standard deviation of the true level between windows, in points; phi: its autocorrelation
    season     half of the yearly swing, with its top in any month
    walk       standard deviation of the steps of a level that never returns
    bad_days   standard deviation of the level between the days of a window
    """

    name: str
    metric: Metric = "nps"
    level: float = 30
    customers: int = 400
    wander: float = 0
    phi: float = 0
    season: float = 0
    walk: float = 0
    bad_days: float = 0
    frequency: Frequency = "month"
    windows: int = 37


WORLDS = (
    World("white noise", frequency="week", windows=60),
    World("white noise, months"),
    World("autocorrelated .4", wander=4, phi=0.4),
    World("autocorrelated .4, weeks", wander=4, phi=0.4, frequency="week", windows=60),
    World("seasonal, 36 months known", season=8),
    World("seasonal, 36 months known, wandering", season=8, wander=3),
    World("seasonal, 18 months known", season=8, windows=19),
    World("seasonal weeks, 112 known", season=8, frequency="week", windows=113),
    World("seasonal weeks, 60 known", season=8, frequency="week", windows=61),
    World("low counts, NPS", customers=20, frequency="week", windows=60),
    World("low counts, CSAT 92 %", metric="csat", level=92, customers=15, frequency="week", windows=60),
    World("wandering level 1.5, n = 10,000", metric="csat", level=80, customers=10_000, wander=1.5),
    World("wandering level 1.5, n = 800,000", metric="csat", level=80, customers=800_000, wander=1.5),
    World("bad days", customers=700, bad_days=15, frequency="week", windows=60),
    World("a level that never returns", customers=2000, walk=1.5),
)


def simulate(world: World, generator: np.random.Generator, shift: Floats | float = 0.0) -> PerceptionSeries:
    """One series of `world`; `shift` is added to the true level of each window (or of the last, when a number)."""
    level = true_level(world, generator)
    if isinstance(shift, float | int):
        level[-1] += shift
    else:
        level += shift
    periods = tuple(
        _period(world, window, float(each), generator)
        for window, each in zip(windows_of(world.frequency, world.windows), level, strict=True)
    )
    return PerceptionSeries(Subject("Alder"), world.metric, world.frequency, periods)


def true_level(world: World, generator: np.random.Generator) -> Floats:
    """The level of each window, before any harm."""
    count = world.windows
    wander = np.empty(count)
    noise = generator.standard_normal(count)
    wander[0] = noise[0]
    for at in range(1, count):
        wander[at] = world.phi * wander[at - 1] + np.sqrt(1 - world.phi**2) * noise[at]
    steps = world.walk * generator.standard_normal(count)
    months = np.array([window.middle.month for window in windows_of(world.frequency, count)])
    season = world.season * np.cos(2 * np.pi * (months - generator.uniform(0, 12)) / 12)
    return np.asarray(world.level + world.wander * wander + np.cumsum(steps) + season, dtype=np.float64)


def windows_of(frequency: Frequency, count: int) -> list[Window]:
    """Consecutive weeks or months."""
    if frequency == "week":
        starts = [FIRST + timedelta(weeks=at) for at in range(count + 1)]
    else:
        months = [divmod(FIRST.year * 12 + FIRST.month - 1 + at, 12) for at in range(count + 1)]
        starts = [datetime(year, month + 1, 1, tzinfo=UTC) for year, month in months]
    return [Window(start, end) for start, end in pairwise(starts)]


def _period(world: World, window: Window, level: float, generator: np.random.Generator) -> Period:
    stratum = Stratum("email", "survey", "en")
    if not world.bad_days:
        counts = answers(world, level, int(generator.poisson(world.customers)), generator)
        return Period(window, (Cell(stratum, counts),))
    days = []
    for at in range(int(window.days)):
        moved = level + world.bad_days * generator.standard_normal()
        customers = int(generator.poisson(world.customers / window.days))
        days.append(Day((window.start + timedelta(days=at)).date(), answers(world, moved, customers, generator)))
    total = sum((day.counts for day in days), NOTHING)
    return Period(window, (Cell(stratum, total),), days=tuple(days))


def answers(world: World, level: float, customers: int, generator: np.random.Generator) -> Counts:
    """That many customers' answers around a true level."""
    share = float(np.clip(level / 100, -ANSWERED_STRONGLY if world.metric != "csat" else 0, 1))
    if world.metric == "csat":
        satisfied = int(generator.binomial(customers, share))
        return Counts(customers, satisfied, customers - satisfied, customers)
    strong = max(ANSWERED_STRONGLY, abs(share))
    shares: Sequence[float] = ((strong + share) / 2, (strong - share) / 2, 1 - strong)
    positive, negative, _ = generator.multinomial(customers, shares)
    return Counts(customers, int(positive), int(negative), customers)
