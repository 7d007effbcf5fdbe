"""False alarms and power of strengths, weaknesses and opportunities.

A calm row has nothing in it; a planted one has, of the size that its name says or, where it says "promised", of
the size that the judgement of the same series without it called detectable. Strong counts as a warning, emerging as a
watch.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.honesty_counted import Generator, Group, Measured, calm, planted
from bench.honesty_rates import CONFIG
from bench.worlds import Floats, World, answers, simulate, true_level, windows_of
from flows.indicators import (
    cause_mix,
    practice_gap,
    recurring_problem,
    strength_topic,
    suggestion_demand,
    value_drivers,
    weakness_topic,
)
from flows.indicators.beside import Sides
from flows.indicators.cause_mix import CauseMix
from flows.indicators.causes import Causes
from flows.indicators.formulas.importance import Moments
from flows.indicators.inputs import Counts
from flows.indicators.outputs import Estimate
from flows.indicators.practice_gap import Practice
from flows.indicators.recurring_problem import Heard, Problem
from flows.indicators.strength_topic import Standing
from flows.indicators.suggestion_demand import Asked, Demand
from flows.indicators.topic_talk import AtRisk, BadTalk, Rated
from flows.indicators.value_drivers import Driver, Reason
from flows.indicators.vocabulary import Subject, Window

ALDER = Subject("Alder")
MONTHS = windows_of("month", 25)
QUARTER = Window(MONTHS[9].start, MONTHS[11].end)
BEFORE = Window(MONTHS[6].start, MONTHS[8].end)
GROUPS = 64


def _bad_talk(generator: Generator, harm: float, world: World) -> BadTalk:
    """The share of bad words is the world's level."""
    series = simulate(world, generator, harm)
    return BadTalk(subject=ALDER, frequency="month", windows=series.periods, sources={})


def _talk(world: World) -> Measured:
    return lambda generator, harm: weakness_topic.measure(_bad_talk(generator, harm, world), CONFIG)


def _at_risk(world: World) -> Measured:
    def measured(generator: Generator, harm: float) -> Estimate:
        risk = AtRisk(talk=_bad_talk(generator, harm / 500, world), amount=50_000, unit="customers")
        return weakness_topic.measure(risk, CONFIG)

    return measured


def _rated(customers: int, share: float) -> Measured:
    """Ratings of 70 +- 25; those who speak badly of the topic rate so much lower that `harm` points go with it."""

    def measured(generator: Generator, harm: float) -> Estimate:
        naming = generator.random(customers) < share
        rating = 70 + 25 * generator.standard_normal(customers) - harm / share * naming
        group = generator.integers(GROUPS, size=customers)

        def sums(chosen: np.ndarray) -> Floats:
            return np.column_stack(
                [np.bincount(group, chosen.astype(float), GROUPS), np.bincount(group, chosen * rating, GROUPS)]
            )

        rated = Rated(
            subject=ALDER, frequency="month", window=MONTHS[-1], everyone=sums(np.ones(customers)),
            naming=sums(naming), customers=(int(naming.sum()), customers), sources={},
        )  # fmt: skip
        return weakness_topic.measure(rated, CONFIG)

    return measured


def _causes(customers: int) -> Measured:
    """People have the upper end of what is usual for them, and `harm` percentage points more."""
    usual = CONFIG.cause_mix.usual[1]

    def measured(generator: Generator, harm: float) -> Estimate:
        people = int(generator.binomial(customers, min(1.0, usual.high + harm / 100)))
        causes = Causes(mentions={"people": people, "processes": customers - people}, customers=customers)
        mix = CauseMix(brand="Alder", frequency="month", window=MONTHS[-1], causes=causes, usual=usual)
        return cause_mix.measure(mix, CONFIG)

    return measured


def _sides(generator: Generator, window: Window, levels: tuple[float, float], customers: int) -> Sides:
    world = World("any", metric="net_sentiment")

    def side(level: float) -> dict[str, Counts]:
        return {name: answers(world, level, customers // 2, generator) for name in ("web", "shop")}

    return Sides(window, side(levels[0]), side(levels[1]))


def _lead(customers: int) -> Measured:
    def measured(generator: Generator, merit: float) -> Estimate:
        sides = _sides(generator, QUARTER, (10 + merit, 10), customers)
        standing = Standing(subject=ALDER, frequency="quarter", now=sides, sources={})
        return strength_topic.measure(standing, CONFIG)

    return measured


def _erosion(customers: int, wander: float, phi: float) -> Measured:
    """Twelve months of a gap that wanders, then a quarter whose gap is `harm` lower; quarters average their months."""

    def measured(generator: Generator, harm: float) -> Estimate:
        world = World("gap", level=20, wander=wander, phi=phi, windows=15)
        gaps = true_level(world, generator)
        months = tuple(
            _sides(generator, window, (10 + gap, 10), customers // 3)
            for window, gap in zip(MONTHS[:12], gaps[:12], strict=True)
        )
        now = _sides(generator, Window(MONTHS[12].start, MONTHS[14].end), (10 + gaps[12:].mean() - harm, 10), customers)
        before = _sides(generator, Window(MONTHS[9].start, MONTHS[11].end), (10 + gaps[9:12].mean(), 10), customers)
        standing = Standing(subject=ALDER, frequency="quarter", now=now, before=before, months=months, sources={})
        return strength_topic.measure(standing, CONFIG)

    return measured


def _practice(customers: int, share: float) -> Measured:
    def measured(generator: Generator, merit: float) -> Estimate:
        def side(praise: float) -> dict[str, Counts]:
            some = int(generator.binomial(customers, praise))
            return {"web": Counts(customers, some, customers - some, customers)}

        sides = Sides(QUARTER, side(share), side(share + merit / 100))
        practice = Practice(
            subject=Subject("Alder", "app", item="Birch"), frequency="quarter", sides=sides,
            said=(Counts(20, 5, 10, 20), Counts(20, 15, 2, 20)), sources={},
        )  # fmt: skip
        return practice_gap.measure(practice, CONFIG)

    return measured


def _varying(generator: Generator, count: int, variation: float, phi: float) -> Floats:
    """Factors around 1 of a rate that varies by this share of it, neighbours alike by phi (log-normal)."""
    noise = true_level(World("log", level=0, wander=1, phi=phi, windows=count), generator)
    return np.asarray(np.exp(variation * noise - variation**2 / 2), dtype=np.float64)


def _recurring(mean: float, variation: float = 0.0, phi: float = 0.0, wrote: int = 400) -> Measured:
    """Eight months before an action at three times the rate, eight after it; harm in customers per 1,000."""

    def measured(generator: Generator, harm: float) -> Estimate:
        rates = mean * _varying(generator, 18, variation, phi) * np.where(np.arange(18) < 9, 3.0, 1.0)
        rates[-1] += harm * wrote / 1000
        windows = tuple(
            Heard(window, wrote, min(wrote, int(generator.poisson(rate))))
            for window, rate in zip(MONTHS[:18], rates, strict=True)
        )
        problem = Problem(
            subject=Subject("Alder", item="processes"), frequency="month", action="A-1", started=MONTHS[8].start,
            done=MONTHS[8].end, windows=windows, sources={},
        )  # fmt: skip
        return recurring_problem.measure(problem, CONFIG)

    return measured


def _demand(mean: float, variation: float = 0.0, phi: float = 0.0) -> Measured:
    """Twelve months of 1,000 who write; merit in people per 1,000, from the line's one end to the other."""

    def measured(generator: Generator, merit: float) -> Estimate:
        line = mean * (1 + merit / mean) ** (np.arange(12) / 11)
        counts = generator.poisson(line * _varying(generator, 12, variation, phi))
        months = tuple(Asked(window, int(count), 1000) for window, count in zip(MONTHS[:12], counts, strict=True))
        demand = Demand(
            subject=ALDER, role="customer", frequency="quarter", window=QUARTER, months=months,
            people=int(counts[-3:].sum()), sources={},
        )  # fmt: skip
        return suggestion_demand.measure(demand, CONFIG)

    return measured


def _reasons(giving: int) -> Measured:
    """A topic that half of delta's share of buyers name, and `merit` per cent more."""
    share = CONFIG.value_drivers.delta_reason / 200

    def measured(generator: Generator, merit: float) -> Estimate:
        naming = int(generator.binomial(giving, share + merit / 100))
        subject = Subject("Alder", "price", item="reason to buy")
        reason = Reason(
            subject=subject, frequency="quarter", window=QUARTER, naming=naming, giving=giving, sources={}
        )  # fmt: skip
        return value_drivers.measure(reason, CONFIG)

    return measured


def _variance(raters: int) -> Measured:
    """The first of eight topics; ratings go with it as far as `merit` per cent of their variance."""

    def measured(generator: Generator, merit: float) -> Estimate:
        said = generator.choice([-1.0, 0.0, 1.0], (raters, 8), p=[0.1, 0.8, 0.1])
        slope = np.sqrt(merit / 100 / (1 - merit / 100) / 0.2)
        rating = slope * said[:, 0] + generator.standard_normal(raters)
        group = generator.integers(GROUPS, size=raters)
        rows = [(said[group == each], rating[group == each]) for each in range(GROUPS)]
        moments = Moments(
            n=np.array([float(len(y)) for _, y in rows]), y=np.array([y.sum() for _, y in rows]),
            yy=np.array([(y**2).sum() for _, y in rows]), xx=np.array([x.T @ x for x, _ in rows]),
            xy=np.array([x.T @ y for x, y in rows]), x=np.array([x.sum(axis=0) for x, _ in rows]),
        )  # fmt: skip
        driver = Driver(
            subject=Subject("Alder", "price", item="rating"), frequency="quarter", window=QUARTER, moments=moments,
            topics=tuple(f"topic {at}" for at in range(8)), place=0, raters=raters, sources={},
        )  # fmt: skip
        return value_drivers.measure(driver, CONFIG)

    return measured


BAD = World("bad words", metric="csat", level=20, customers=120, windows=25)
WANDERING = replace(BAD, customers=400, wander=3, phi=0.4)
FEW = replace(BAD, customers=15)
RISK = replace(BAD, level=3, customers=600, wander=0.6, phi=0.4)
WORLDS: dict[str, Measured] = {
    "weakness_topic, 20 % of 120 customers' words bad, white": _talk(BAD),
    "weakness_topic, the same of 400, wandering by 3, autocorrelated .4": _talk(WANDERING),
    "weakness_topic, 15 customers a month": _talk(FEW),
    "weakness_topic, customers at risk, 3 % that wander, autocorrelated .4": _at_risk(RISK),
    "weakness_topic, rating lost, 300 raters, a tenth with bad words": _rated(300, 0.1),
    "weakness_topic, rating lost, 2,000 raters, a tenth with bad words": _rated(2000, 0.1),
    "cause_mix, 60 customers, the upper end of what is usual": _causes(60),
    "cause_mix, 800 customers, the upper end of what is usual": _causes(800),
    "strength_topic, two like brands, 300 customers each": _lead(300),
    "strength_topic, two like brands, 24 customers each": _lead(24),
    "strength_topic, a lead that stays, 600 customers, white": _erosion(600, 0, 0),
    "strength_topic, a lead that wanders by 5, autocorrelated .4": _erosion(600, 5, 0.4),
    "practice_gap, praised alike by 5 % of 300": _practice(300, 0.05),
    "practice_gap, praised alike by 2 % of 60": _practice(60, 0.02),
    "recurring_problem, 12 of 400 customers a month": _recurring(12),
    "recurring_problem, the same, varying by a quarter, autocorrelated .4": _recurring(12, 0.25, 0.4),
    "recurring_problem, 2 of 400 customers a month": _recurring(2),
    "suggestion_demand, 10 people a month": _demand(10),
    "suggestion_demand, 40 people a month, varying by a quarter, autocorrelated .4": _demand(40, 0.25, 0.4),
    "suggestion_demand, 4 people a month": _demand(4),
    "value_drivers, a reason that half as many give as count, of 100": _reasons(100),
    "value_drivers, 200 ratings that go with nothing": _variance(200),
}
SIZES = {"value_drivers, a": 20.0, "value_drivers, 2": 15.0}


def _size(what: str) -> float | None:
    """What is planted; None: what is promised."""
    return next((size for start, size in SIZES.items() if what.startswith(start)), None)


def _named(what: str) -> str:
    size = _size(what)
    return f"{what}; planted, {'promised' if size is None else f'{size:.0f} per cent more'}"


SWOT = Group(
    "Strengths, weaknesses, opportunities",
    calm={what: calm(measured) for what, measured in WORLDS.items()},
    planted={_named(what): planted(measured, _size(what)) for what, measured in WORLDS.items()},
    at_most=400,
)
