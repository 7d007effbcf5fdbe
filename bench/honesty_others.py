"""False alarms and power of what is not one series of answers: a changed mix, families, newcomers, volume, silence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.honesty_counted import Generator, Group, Measured, calm, planted
from bench.honesty_rates import AS_OF, CONFIG, concluded
from bench.worlds import World, answers, simulate, windows_of
from flows.indicators import kpi_breach
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
from flows.indicators.outputs import Estimate, Judgement
from flows.indicators.service import ShareSeries
from flows.indicators.vocabulary import Subject

MONTHS = windows_of("month", 25)
WEEKS = windows_of("week", 60)
EMAIL = World("email", level=45)
APP = World("app", level=5)
SHARES = (0.6, 0.3, 0.075, 0.025)


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


def _mix_kpi(generator: Generator) -> Judgement:
    series = changed_mix(generator)
    kpi = ShareSeries(
        subject=series.subject,
        metric="nps",
        frequency="month",
        words=kpi_breach.WORDS["nps"],
        delta=CONFIG.delta.nps,
        periods=series.periods[-1 - CONFIG.kpi_breach.baseline_windows :],
    )
    return concluded(kpi_breach.measure(kpi, CONFIG))


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


def _mix(generator: Generator, last: tuple[float, ...] = SHARES) -> Judgement:
    """Shares of four sources that wander a little from week to week; in the last week around others."""
    periods = []
    for at, window in enumerate(WEEKS[:20]):
        shares = generator.dirichlet([200 * share for share in (last if at == 19 else SHARES)])
        counts = generator.multinomial(400, shares)
        cells = tuple(
            Cell(Stratum("web", f"source {name}", "en"), answers(EMAIL, 30, int(count), generator))
            for name, count in enumerate(counts)
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


def _entrant(generator: Generator, mean: float) -> Judgement:
    """Unknown until the last two weeks, in each of which so many customers move to it on average."""
    counts = [*[0] * (len(WEEKS) - 2), *(int(count) for count in generator.poisson(mean, 2))]
    periods = tuple(MentionPeriod(window, count, count, 1000) for window, count in zip(WEEKS, counts, strict=True))
    return concluded(NEW_ENTRANT.measure(MentionSeries(Subject("Nimbo"), "week", periods), CONFIG))


def _phrases(generator: Generator, spread: float, new: float = 0.0) -> Judgement:
    """The loudest of 5,000 phrases whose frequencies are Zipf's, in the last of 13 months of 2,000 texts each.

    `spread` 0 is Poisson, else each phrase's rate varies from month to month (gamma). `new`: how often the rarest one
    is said in the last month. Only what themes.sql would give.
    """
    theme, months = CONFIG.emerging_theme, MONTHS[-13:]
    rates = np.minimum(600, 6000 / np.arange(1, 5_001))[:, np.newaxis]
    varied = rates * (generator.gamma(1 / spread, spread, (len(rates), 13)) if spread else np.ones((len(rates), 13)))
    counts = generator.poisson(varied)
    if new:
        counts[-1] = [*[0] * 12, generator.poisson(new)]
    now, before = counts[:, -1], counts[:, :-1].sum(axis=1)
    tested = int((now + before >= theme.minimum_customers).sum())
    grown = counts[(now >= theme.minimum_customers) & (now * 12 >= theme.growth * before)]
    found = [
        EMERGING_THEME.measure(
            PhraseSeries(
                Subject("Alder", phrase=f"phrase {at}", language="en"),
                "month",
                tuple(PhrasePeriod(month, int(count), 2000) for month, count in zip(months, phrase, strict=True)),
                tested,
            ),
            CONFIG,
        )
        for at, phrase in enumerate([*grown, counts[0]])
    ]
    return max(conclude(found, CONFIG, AS_OF), key=lambda judgement: judgement.severity)


def _volumes(mean: float, spread: float, left: float = 1.0) -> Measured:
    """Weeks of so many events, whose rate varies by the root of `spread`; in the last `left` of them less the harm."""

    def measured(generator: Generator, harm: float) -> Estimate:
        rates = mean * (generator.gamma(1 / spread, spread, len(WEEKS)) if spread else np.ones(len(WEEKS)))
        rates[-1] *= max(0.0, left - harm / mean)
        counts = tuple((window, int(generator.poisson(rate))) for window, rate in zip(WEEKS, rates, strict=True))
        return VOLUME_DROP.measure(VolumeSeries(Subject("Alder"), "week", counts), CONFIG)

    return measured


def _silence(generator: Generator, mean: float, silent: int = 0) -> Judgement:
    """Nine weeks of days, the last `silent` ones without an event."""
    counts = [int(count) for count in generator.poisson(mean, 63 - silent)] + [0] * silent
    beat = Heartbeat(Subject(source="web"), "week", WEEKS[9], tuple(counts[:56]), tuple(counts[56:]))
    return concluded(SOURCE_OUTAGE.measure(beat, CONFIG))


MIXES = frozenset(
    {
        "perception_drop, channel mix from 20 to 55 %, nothing else",
        "perception_yoy, channel mix from 20 to 55 %, nothing else",
        "kpi_breach, channel mix from 20 to 55 %, nothing else",
    }
)
MIXED = Group(
    "A changed mix, and many comparisons at once",
    calm={
        "perception_drop, channel mix from 20 to 55 %, nothing else": _mix_drop,
        "perception_yoy, channel mix from 20 to 55 %, nothing else": _mix_yoy,
        "kpi_breach, channel mix from 20 to 55 %, nothing else": _mix_kpi,
        "perception_drop, worst of a family of nine (3 brands x 3 metrics)": _family,
    },
    planted={},
    right_watch=MIXES,
)
NEWS = Group(
    "Newcomers and new themes",
    calm={
        "new_entrant, 4 mentions a week (all of them moving there)": lambda g: _newcomer(g, 0),
        "new_entrant, the same with a rate that varies by half": lambda g: _newcomer(g, 0.25),
        "emerging_theme, any of 5,000 phrases that are said as before": lambda g: _phrases(g, 0),
        "emerging_theme, the same with rates that vary by a quarter": lambda g: _phrases(g, 0.0625),
    },
    planted={
        "new_entrant, two weeks in which 10 customers each move there": lambda g: _entrant(g, 10),
        "emerging_theme, one of 5,000 phrases, new, said by 20 customers of 2,000": lambda g: _phrases(g, 0.0625, 20),
    },
    at_most=300,
)
TRUST = Group(
    "Whether the data can be trusted",
    calm={
        "response_bias, a mix that wanders a little": _mix,
        "volume_drop, 5 events a week": calm(_volumes(5, 0)),
        "volume_drop, 500 events a week that vary by a fifth": calm(_volumes(500, 0.04)),
        "source_outage, half an event a day": lambda g: _silence(g, 0.5),
        "source_outage, 30 events a day": lambda g: _silence(g, 30),
    },
    planted={
        "response_bias, a source's share from 60 to 40 %": lambda g: _mix(g, (0.4, 0.3, 0.2, 0.1)),
        "volume_drop, 40 events a week, a tenth left": calm(_volumes(40, 0, 0.1)),
        "volume_drop, 500 events a week that vary by a tenth, a third left": calm(_volumes(500, 0.01, 1 / 3)),
        "volume_drop, 500 events a week that vary by a fifth, a quarter left": calm(_volumes(500, 0.04, 0.25)),
        "volume_drop, 40 events a week; worse as promised": planted(_volumes(40, 0)),
        "volume_drop, 500 events a week that vary by a fifth; worse as promised": planted(_volumes(500, 0.04)),
        "source_outage, three days of seven, 30 events a day": lambda g: _silence(g, 30, 3),
        "source_outage, seven days, 2 events a day": lambda g: _silence(g, 2, 7),
    },
)
