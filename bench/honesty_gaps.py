"""False alarms and power of the gap indicators, the silent majority and staff.

A row of `CALM` has nothing wrong in it; one of `PLANTED` has, of the size that its name says or, where it says
"promised", of the size that the judgement of the same series without it called detectable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bench.honesty_counted import Generator, Group, Judge
from bench.honesty_rates import AS_OF, CONFIG, concluded, promised
from bench.worlds import Floats, World, simulate, windows_of
from flows.indicators import advocacy, delivery_gap, employee_link, employee_voice, promise_gap, silent_unhappy
from flows.indicators.belief import BeliefGap, Believed, Perceived
from flows.indicators.conclude import conclude
from flows.indicators.config import IndicatorsConfig
from flows.indicators.config.gaps import SilentUnhappy
from flows.indicators.employee_link import Team, TeamLink
from flows.indicators.employee_voice import StaffTexts
from flows.indicators.inputs import PerceptionSeries
from flows.indicators.intents import Measure, Said
from flows.indicators.outputs import Estimate, Judgement
from flows.indicators.unhappy import Complainers, Complaints, Heard
from flows.indicators.vocabulary import Subject, Window

ALDER = Subject("Alder")
MONTHS = windows_of("month", 25)
HALF = Window(MONTHS[0].start, MONTHS[5].end)
RARE = World("rare", metric="csat", level=1, customers=300, windows=37)
RECOMMENDED = World("recommended", metric="csat", level=12, customers=800, wander=1.5, phi=0.4, windows=37)
WARNED = World("warned", metric="csat", level=3, customers=400, wander=0.8, phi=0.4, windows=37)
CHANNEL = IndicatorsConfig(silent_unhappy=SilentUnhappy(watch=0.9, warning=0.9, critical=0.9))
"""Limits that nothing reaches, so that only a way to complain that closed is said."""
STAFF = World("staff", metric="net_sentiment", level=10, customers=60, wander=4, phi=0.4, windows=9)


def _promise(series: PerceptionSeries) -> Estimate:
    return promise_gap.measure(Said(ALDER, "broken_promise", series.periods), CONFIG)


def _advocacy(measure: Measure) -> Callable[[PerceptionSeries], Estimate]:
    return lambda series: advocacy.measure(Said(ALDER, measure, series.periods), CONFIG)


def _staff(series: PerceptionSeries) -> Estimate:
    return employee_voice.measure(StaffTexts(series), CONFIG)


def _calm(world: World, measure: Callable[[PerceptionSeries], Estimate], generator: Generator) -> Judgement:
    return concluded(measure(simulate(world, generator)))


def _promised(world: World, measure: Callable[[PerceptionSeries], Estimate], generator: Generator) -> Judgement:
    """The same series, worse in its last window by what its own judgement promises to hear."""
    seed = generator.integers(2**62)
    estimate = measure(simulate(world, np.random.default_rng(seed)))
    harm = promised(concluded(estimate), estimate) or estimate.delta
    worse = simulate(world, np.random.default_rng(seed), harm if estimate.more_is_worse else -harm)
    return concluded(measure(worse))


def _beliefs(generator: Generator, gap: float) -> Judgement:
    """The worst of a brand and five topics; 32 of the staff and 400 customers, of whom 55 % are content."""
    found = []
    for topic in ("", "delivery", "price", "staff", "billing", "product"):
        believing, satisfied = generator.binomial(32, 0.55 + gap / 100), generator.binomial(400, 0.55)
        believed = (Believed("employee", 32, 50.0, float(believing)),)
        said = Perceived(answers=400, satisfied=int(satisfied), mean=55.0, spread=30.0)
        found.append(
            delivery_gap.measure(BeliefGap(Subject("Alder", topic=topic), HALF, believed, said, items=6), CONFIG)
        )
    return max(conclude(found, CONFIG, AS_OF), key=lambda judgement: judgement.severity)


def _unhappy(generator: Generator, share: float) -> Judgement:
    """20,000 customers of whom this share is unhappy, of these anything from 3 to 7 % complain."""
    complaining = int(generator.poisson(20_000 * share * generator.uniform(*CONFIG.silent_unhappy.complaint_rate)))
    return _silent(_complaints([complaining], [0], [0], 20_000))


def _channel(generator: Generator, complaints: float, unhappy: float, variation: float = 0.15) -> Judgement:
    """A year of 60 complaints a month that vary by themselves (AR .4), and surveys of 300 of whom 20 % are unhappy.

    In the last month complaints and the unhappy are so many times as many. Nothing else is said.
    """
    rates = 60 * np.exp(variation * _autoregressive(generator, 13))
    shares = np.full(13, 0.2)
    rates[-1] *= complaints
    shares[-1] *= unhappy
    counts, low = generator.poisson(rates), generator.binomial(300, shares)
    read = _complaints([int(each) for each in counts], [300] * 13, [int(each) for each in low], 10**7)
    return concluded(silent_unhappy.measure(read, CHANNEL))


def _asked(generator: Generator, share: float) -> Judgement:
    """A year of which no complaint is known, and 2,000 answers a month of which this share is unhappy."""
    low = [int(each) for each in generator.binomial(2000, share, 13)]
    return _silent(_complaints([0] * 13, [2000] * 13, low, 20_000))


def _silent(read: Complaints) -> Judgement:
    return concluded(silent_unhappy.measure(read, CONFIG))


def _complaints(counts: list[int], asked: list[int], low: list[int], customers: int) -> Complaints:
    *past, now = (Heard(MONTHS[at], *each) for at, each in enumerate(zip(counts, asked, low, strict=True)))
    groups = (Complainers("", "", now.complaining),) if now.complaining else ()
    return Complaints(ALDER, now, tuple(past), groups, customers, now.complaining + now.asked)


def _autoregressive(generator: Generator, count: int, phi: float = 0.4) -> Floats:
    noise = generator.standard_normal(count)
    for at in range(1, count):
        noise[at] = phi * noise[at - 1] + np.sqrt(1 - phi**2) * noise[at]
    return noise


def _teams(generator: Generator, count: int, rho: float) -> Judgement:
    """Teams' scores with this correlation."""
    staff = generator.standard_normal(count)
    customers = rho * staff + np.sqrt(1 - rho**2) * generator.standard_normal(count)
    teams = tuple(
        Team(f"team {at}", float(one), float(other), 9, 40)
        for at, (one, other) in enumerate(zip(staff, customers, strict=True))
    )
    return concluded(employee_link.measure(TeamLink(ALDER, MONTHS[0], teams), CONFIG))


CALM: dict[str, Judge] = {
    "promise_gap, one text in a hundred of 300": lambda g: _calm(RARE, _promise, g),
    "promise_gap, the same with a share that wanders (AR .4)": lambda g: _calm(
        replace(RARE, level=2, wander=0.5, phi=0.4), _promise, g
    ),
    "advocacy, 12 % of 800 texts recommend, wandering (AR .4)": lambda g: _calm(
        RECOMMENDED, _advocacy("recommending"), g
    ),
    "advocacy, 3 % of 400 texts warn, wandering (AR .4)": lambda g: _calm(WARNED, _advocacy("warning_others"), g),
    "advocacy, 40 % of 30 answers are promoters": lambda g: _calm(
        World("few", metric="csat", level=40, customers=30, windows=37), _advocacy("promoters"), g
    ),
    "employee_voice, 60 employees a quarter, 8 before, wandering (AR .4)": lambda g: _calm(STAFF, _staff, g),
    "delivery_gap, worst of six items, 32 of the staff believe what 400 customers say": lambda g: _beliefs(g, 0),
    "silent_unhappy, 1.9 % of 20,000 unhappy where 2 % are a warning": lambda g: _unhappy(g, 0.019),
    "silent_unhappy, no complaint known, 0.9 % of the asked unhappy where 1 % is a watch": lambda g: _asked(g, 0.009),
    "silent_unhappy, complaints and surveys as before (AR .4)": lambda g: _channel(g, 1, 1),
    "silent_unhappy, half the complaints and half the unhappy": lambda g: _channel(g, 0.5, 0.5),
    "employee_link, 12 teams that have nothing in common": lambda g: _teams(g, 12, 0),
    "employee_link, 40 teams that have nothing in common": lambda g: _teams(g, 40, 0),
}

PLANTED: dict[str, Judge] = {
    "promise_gap, promised, rare": lambda g: _promised(RARE, _promise, g),
    "advocacy, promised, recommending": lambda g: _promised(RECOMMENDED, _advocacy("recommending"), g),
    "advocacy, promised, warning": lambda g: _promised(WARNED, _advocacy("warning_others"), g),
    "employee_voice, promised": lambda g: _promised(STAFF, _staff, g),
    "delivery_gap, 30 points on six items": lambda g: _beliefs(g, 30),
    "silent_unhappy, 15 % unhappy where 2 % are a warning": lambda g: _unhappy(g, 0.15),
    "silent_unhappy, no complaint known, 3 % of the asked unhappy where 1 % is a watch": lambda g: _asked(g, 0.03),
    "silent_unhappy, a third of the complaints, as many unhappy": lambda g: _channel(g, 1 / 3, 1),
    "employee_link, 15 teams, correlation .7": lambda g: _teams(g, 15, 0.7),
}
GAPS = Group(
    "Gaps, the silent majority, staff",
    CALM,
    PLANTED,
    right_watch=frozenset({"silent_unhappy, 1.9 % of 20,000 unhappy where 2 % are a warning"}),
)
