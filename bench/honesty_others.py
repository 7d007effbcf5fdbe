"""False alarms of what is not a series of answers: a changed mix, families, newcomers, volume, silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from bench.honesty_rates import AS_OF, CONFIG, concluded
from bench.worlds import World, answers, simulate, windows_of
from flows.indicators.activity import (
    Heartbeat,
    MentionPeriod,
    MentionSeries,
    PhrasePeriod,
    PhraseSeries,
    VolumeSeries,
)
from flows.indicators.catalogue import (
    EMERGING_THEME,
    NEW_ENTRANT,
    PERCEPTION_DROP,
    PERCEPTION_YOY,
    RESPONSE_BIAS,
    SOURCE_OUTAGE,
    VOLUME_DROP,
)
from flows.indicators.conclude import conclude
from flows.indicators.inputs import Cell, PerceptionSeries, Period, Stratum, YearPair
from flows.indicators.outputs import Judgement
from flows.indicators.vocabulary import Subject

Generator = np.random.Generator
MONTHS = windows_of("month", 25)
WEEKS = windows_of("week", 60)
EMAIL = World("email", level=45)
APP = World("app", level=5)


@dataclass(frozen=True, slots=True)
class Rate:
    """The share of series of one kind called `warning` or worse, and `watch`, though nothing is wrong."""

    what: str
    warning: float
    watch: float


def changed_mix(generator: Generator) -> PerceptionSeries:
    """25 months of a calm channel and a strict one; in the last, the strict one's share goes from 20 to 55 %."""
    periods = []
    for at, window in enumerate(MONTHS):
        strict = 0.55 if at == len(MONTHS) - 1 else 0.2
        parts = ((EMAIL, 1 - strict), (APP, strict))
        cells = tuple(
            Cell(Stratum(world.name, "survey", "en"), answers(world, world.level, round(1500 * share), generator))
            for world, share in parts
        )
        periods.append(Period(window, cells))
    return PerceptionSeries(Subject("Alder"), "nps", "month", tuple(periods))


def _mix_drop(generator: Generator) -> Judgement:
    return concluded(PERCEPTION_DROP.measure(changed_mix(generator), CONFIG))


def _mix_yoy(generator: Generator) -> Judgement:
    series = changed_mix(generator)
    pair = YearPair(series.subject, "nps", "month", series.periods[-1], series.periods[-13], series.periods[:-1])
    return concluded(PERCEPTION_YOY.measure(pair, CONFIG))


def _family(generator: Generator) -> Judgement:
    """The worst of three brands by three metrics in one week."""
    worlds = [World("white", frequency="week", windows=40), World("wander", frequency="week", windows=40, wander=4)]
    worlds.append(World("csat", metric="csat", level=80, frequency="week", windows=40))
    series = [
        replace(simulate(world, generator), subject=Subject(brand))
        for brand in ("Alder", "Birch", "Cedar")
        for world in worlds
    ]
    judged = conclude([PERCEPTION_DROP.measure(each, CONFIG) for each in series], CONFIG, AS_OF)
    return max(judged, key=lambda judgement: judgement.severity)


def _steady_mix(generator: Generator) -> Judgement:
    """Shares of four sources that wander a little from week to week."""
    periods = []
    for window in WEEKS[:20]:
        shares = generator.dirichlet((120, 60, 15, 5))
        counts = generator.multinomial(400, shares)
        cells = tuple(
            Cell(Stratum("web", f"source {at}", "en"), answers(EMAIL, 30, int(count), generator))
            for at, count in enumerate(counts)
            if count
        )
        periods.append(Period(window, cells))
    series = PerceptionSeries(Subject("Alder"), "nps", "week", tuple(periods))
    return concluded(RESPONSE_BIAS.measure(series, CONFIG))


def _newcomer(generator: Generator, spread: float) -> Judgement:
    """A brand mentioned 4 times a week on average; `spread` 0 is Poisson, else the rate itself varies (gamma)."""
    rates = 4 * (generator.gamma(1 / spread, spread, len(WEEKS)) if spread else np.ones(len(WEEKS)))
    counts = [int(count) for count in generator.poisson(rates)]
    periods = tuple(MentionPeriod(window, count, count, 1000) for window, count in zip(WEEKS, counts, strict=True))
    return concluded(NEW_ENTRANT.measure(MentionSeries(Subject("Nimbo"), "week", periods), CONFIG))


def _phrases(generator: Generator, spread: float) -> Judgement:
    """The loudest of 5,000 phrases whose frequencies are Zipf's, in the last of 13 months of 2,000 texts each.

    `spread` 0 is Poisson, else each phrase's rate varies from month to month (gamma). Only what themes.sql would give.
    """
    theme, texts, months = CONFIG.emerging_theme, 2000, MONTHS[-13:]
    rates = np.minimum(600, 6000 / np.arange(1, 5_001))[:, np.newaxis]
    varied = rates * (generator.gamma(1 / spread, spread, (len(rates), 13)) if spread else np.ones((len(rates), 13)))
    counts = generator.poisson(varied)
    now, before = counts[:, -1], counts[:, :-1].sum(axis=1)
    tested = int((now + before >= theme.minimum_customers).sum())
    grown = counts[(now >= theme.minimum_customers) & (now * 12 >= theme.growth * before)]
    found = [
        EMERGING_THEME.measure(
            PhraseSeries(
                Subject("Alder", phrase=f"phrase {at}", language="en"),
                "month",
                tuple(PhrasePeriod(month, int(count), texts) for month, count in zip(months, phrase, strict=True)),
                tested,
            ),
            CONFIG,
        )
        for at, phrase in enumerate([*grown, counts[0]])
    ]
    return max(conclude(found, CONFIG, AS_OF), key=lambda judgement: judgement.severity)


def _volume(generator: Generator, mean: float, spread: float) -> Judgement:
    rates = mean * (generator.gamma(1 / spread, spread, len(WEEKS)) if spread else np.ones(len(WEEKS)))
    counts = tuple((window, int(generator.poisson(rate))) for window, rate in zip(WEEKS, rates, strict=True))
    return concluded(VOLUME_DROP.measure(VolumeSeries(Subject("Alder"), "week", counts), CONFIG))


def _silence(generator: Generator, mean: float) -> Judgement:
    counts = tuple(int(count) for count in generator.poisson(mean, 63))
    beat = Heartbeat(Subject(source="web"), "week", WEEKS[9], counts[:56], counts[56:])
    return concluded(SOURCE_OUTAGE.measure(beat, CONFIG))


OTHERS: dict[str, Callable[[Generator], Judgement]] = {
    "perception_drop, channel mix from 20 to 55 %, nothing else": _mix_drop,
    "perception_yoy, channel mix from 20 to 55 %, nothing else": _mix_yoy,
    "perception_drop, worst of a family of nine (3 brands x 3 metrics)": _family,
    "response_bias, a mix that wanders a little": _steady_mix,
    "new_entrant, 4 mentions a week (all of them moving there)": lambda generator: _newcomer(generator, 0),
    "new_entrant, the same with a rate that varies by half": lambda generator: _newcomer(generator, 0.25),
    "emerging_theme, any of 5,000 phrases that are said as before": lambda generator: _phrases(generator, 0),
    "emerging_theme, the same with rates that vary by a quarter": lambda generator: _phrases(generator, 0.0625),
    "volume_drop, 5 events a week": lambda generator: _volume(generator, 5, 0),
    "volume_drop, 500 events a week that vary by a fifth": lambda generator: _volume(generator, 500, 0.04),
    "source_outage, half an event a day": lambda generator: _silence(generator, 0.5),
    "source_outage, 30 events a day": lambda generator: _silence(generator, 30),
}


def other_rate(what: str, series: int, seed: int = 11) -> Rate:
    """Measures one of `OTHERS`."""
    generator = np.random.default_rng(seed)
    found = Counter(OTHERS[what](generator).verdict for _ in range(series))
    return Rate(what, (found["critical"] + found["warning"]) / series, found["watch"] / series)
