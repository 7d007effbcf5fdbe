"""False alarms and power of the chart of small shifts, of bursts, rivals and expectations.

What is asked again and again is told per year (the chart, every week) or per week (bursts, every hour).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from bench.honesty_counted import Generator, Group, Judge, Measured, calm, planted
from bench.honesty_rates import AS_OF, CONFIG, concluded
from bench.worlds import World, answers, simulate, true_level, windows_of
from flows.indicators import burst, competitor_gain, expectation_shift, perception_shift
from flows.indicators.burst import Burst
from flows.indicators.competitor_gain import Both, Rivalry, Voices
from flows.indicators.conclude import conclude
from flows.indicators.expectation_shift import Expectations
from flows.indicators.inputs import PerceptionSeries
from flows.indicators.outputs import Estimate, Judgement
from flows.indicators.vocabulary import Subject, Window

ALDER = Subject("Alder")
MONTHS = windows_of("month", 13)
YEAR = 52
HOURS = 7 * 24
WHITE = World("white", frequency="week", windows=2 * YEAR)
ALIKE = replace(WHITE, wander=4, phi=0.4)
FEW = replace(WHITE, metric="csat", level=92, customers=15)
SHORT = replace(WHITE, windows=26 + YEAR)


def _worst(judged: Iterator[Judgement]) -> Judgement:
    return max(judged, key=lambda judgement: judgement.severity)


def _charted(world: World, generator: Generator, fall: float) -> Iterator[Judgement]:
    """Each week of the last year as it would have been judged then; the level is lower all that year."""
    settings = CONFIG.perception_shift
    shift = np.where(np.arange(world.windows) >= world.windows - YEAR, -fall, 0.0)
    series = simulate(world, generator, shift)
    for weeks in range(world.windows - YEAR + settings.least_watched_weeks, world.windows + 1):
        known = PerceptionSeries(ALDER, world.metric, "week", series.periods[:weeks])
        yield concluded(perception_shift.measure(known, CONFIG))


def _chart(world: World, fall: float = 0.0) -> Judge:
    return lambda generator: _worst(_charted(world, generator, fall))


def _rates(generator: Generator, mean: float, variation: float, count: int) -> np.ndarray:
    """Counts of a rate that varies by this share of itself."""
    spread = variation**2
    return generator.poisson(mean * (generator.gamma(1 / spread, spread, count) if spread else np.ones(count)))


def _burst(customers: int, before: np.ndarray) -> Judgement:
    hour = Window(MONTHS[0].start, MONTHS[0].end)
    seen = Burst(ALDER, "hour", hour, "negative_customers", customers, max(1, customers), tuple(map(int, before)))
    return concluded(burst.measure(seen, CONFIG))


def _any_hour(mean: float, variation: float) -> Judge:
    """The worst hour of a week, each beside the same hour of four weeks of days before it."""

    def judged(generator: Generator) -> Judgement:
        counts = _rates(generator, mean, variation, (CONFIG.burst.hours + 1) * HOURS).reshape(HOURS, -1)
        return _worst(_burst(int(hour[0]), hour[1:]) for hour in counts)

    return judged


def _one_hour(mean: float, variation: float, customers: float) -> Judge:
    """An hour in which so many are expected, beside usual ones."""

    def judged(generator: Generator) -> Judgement:
        before = _rates(generator, mean, variation, CONFIG.burst.hours)
        return _burst(int(generator.poisson(customers)), before)

    return judged


def _voice(world: World) -> Measured:
    def measured(generator: Generator, harm: float) -> Estimate:
        periods = simulate(world, generator, -harm).periods
        return competitor_gain.measure(Voices(ALDER, "month", periods), CONFIG)

    return measured


def _gap(customers: int, wander: float = 0.0) -> Measured:
    """Both on two channels; what moves both moves by 5 points, the gap by `wander` (AR .4)."""

    def measured(generator: Generator, harm: float) -> Estimate:
        both = true_level(World("both", level=10, wander=5, phi=0.4, windows=13), generator)
        gap = true_level(World("gap", level=10, wander=wander, phi=0.4, windows=13), generator)
        gap[-1] -= harm
        world = World("any", metric="net_sentiment")
        windows = tuple(
            Both(
                window,
                {name: answers(world, theirs + ours, customers // 2, generator) for name in ("web", "app")},
                {name: answers(world, theirs, customers // 2, generator) for name in ("web", "app")},
            )
            for window, theirs, ours in zip(MONTHS, both, gap, strict=True)
        )
        return competitor_gain.measure(Rivalry(Subject("Alder", item="Birch"), "month", windows), CONFIG)

    return measured


def _expecting(world: World) -> Measured:
    def measured(generator: Generator, harm: float) -> Estimate:
        periods = simulate(world, generator, harm).periods
        return expectation_shift.measure(Expectations(ALDER, "quarter", periods), CONFIG)

    return measured


def _topics(generator: Generator) -> Judgement:
    """The worst of a brand and its eight topics in one quarter."""
    subjects = [ALDER, *(Subject("Alder", topic=f"topic {at}") for at in range(8))]
    levels = [8.0, *[1.0] * 8]
    found = [
        expectation_shift.measure(
            Expectations(subject, "quarter", simulate(replace(ASKED, level=level, wander=0), generator).periods), CONFIG
        )
        for subject, level in zip(subjects, levels, strict=True)
    ]
    return _worst(iter(conclude(found, CONFIG, AS_OF)))


# Quarters: nothing depends on how long a window is, so months stand for them.
ASKED = World("asked", metric="csat", level=8, customers=1500, wander=0.7, phi=0.4, windows=9)
VOICES = World("voices", metric="csat", level=30, customers=800, windows=13)
MEASURED: dict[str, Measured] = {
    "competitor_gain, 30 % of 800 voices, white": _voice(VOICES),
    "competitor_gain, 30 % of 800 voices, wandering by 2, autocorrelated .4": _voice(
        replace(VOICES, wander=2, phi=0.4)
    ),
    "competitor_gain, 30 % of 25 voices": _voice(replace(VOICES, customers=25)),
    "competitor_gain, gap to a rival, 300 customers each, both move together": _gap(300),
    "competitor_gain, gap that wanders by 4, autocorrelated .4": _gap(300, 4),
    "competitor_gain, gap to a rival, 30 customers each": _gap(30),
    "expectation_shift, 8 % of 1,500, wandering by .7, autocorrelated .4": _expecting(ASKED),
    "expectation_shift, 1 % of 400": _expecting(replace(ASKED, level=1, customers=400, wander=0)),
}
CHARTS = Group(
    "Small shifts that last: a year of weeks",
    calm={
        "perception_shift, any week of a year, 400 customers, white": _chart(WHITE),
        "perception_shift, any week of a year, autocorrelated .4": _chart(ALIKE),
        "perception_shift, any week of a year, 15 customers": _chart(FEW),
        "perception_shift, any week of a year, 26 weeks of baseline, white": _chart(SHORT),
    },
    planted={
        "perception_shift, within the year, 4 points of NPS for good (one standard deviation of a week)": _chart(
            WHITE, 4
        ),
        "perception_shift, within the year, 5.6 points for good, autocorrelated .4 (one standard deviation)": _chart(
            ALIKE, 5.6
        ),
        "perception_shift, within the year, 4 points for good, 26 weeks of baseline": _chart(SHORT, 4),
    },
    at_most=300,
)
BURSTS = Group(
    "Bursts: a week of hours",
    calm={
        "burst, any hour of a week, 2 customers an hour, white": _any_hour(2, 0),
        "burst, any hour of a week, 2 an hour that vary by a quarter": _any_hour(2, 0.25),
        "burst, any hour of a week, 2 an hour that vary by half": _any_hour(2, 0.5),
        "burst, any hour of a week, 30 an hour that vary by a quarter": _any_hour(30, 0.25),
        "burst, any hour of a week, one customer in five hours": _any_hour(0.2, 0),
    },
    planted={
        "burst, an hour with 15 customers where 2 are usual": _one_hour(2, 0.25, 15),
        "burst, an hour with 90 customers where 30 are usual": _one_hour(30, 0.25, 90),
        "burst, an hour with 9 customers where one in five hours is usual": _one_hour(0.2, 0, 9),
    },
    at_most=300,
)
RIVALS = Group(
    "Rivals and expectations",
    calm={what: calm(measured) for what, measured in MEASURED.items()}
    | {"expectation_shift, the worst of a brand and eight topics": _topics},
    planted={f"{what}; worse as promised": planted(measured) for what, measured in MEASURED.items()},
)
