"""False alarms and power of what is told of an event: a finished action, a change of prices.

Two years of weeks before it and twelve after it, beside what it did not touch.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from bench.honesty_counted import Generator, Group, Judge, Measured, calm, planted
from bench.honesty_rates import CONFIG
from bench.worlds import FIRST, Floats, World, true_level, windows_of
from flows.indicators import action_effect, price_impact
from flows.indicators.action import Action, ActionRead
from flows.indicators.event_effect import Side, Weeks
from flows.indicators.outputs import Estimate
from flows.indicators.planned import PriceMetric
from flows.indicators.price_impact import PriceChange, PriceRead

BEFORE, AFTER = 104, 12
DONE = FIRST + timedelta(weeks=BEFORE)
WINDOW = windows_of("month", 28)[-1]
WEEK = windows_of("week", BEFORE + AFTER)[-1]
ACTION = Action(
    action_id="A-1", event_id="a", brand="Alder", objective="Queues are short", owner="head of counters",
    start_at=DONE - timedelta(weeks=4), location="Lindow", metric="nps", done_at=DONE,
)  # fmt: skip
PRICE = PriceChange("Alder", ("standard",), DONE, 4.0, 4.5, "EUR", ("p",))


def _answers(levels: Floats, customers: int, generator: Generator) -> Side:
    """NPS answers of which seven in ten take a side."""
    strong = np.full((len(levels), 1), 0.7)
    shares = np.hstack([(strong + levels[:, None] / 100) / 2, (strong - levels[:, None] / 100) / 2, 1 - strong])
    counts = np.array([generator.multinomial(customers, each) for each in np.clip(shares, 0, 1)], dtype=np.float64)
    n = np.full(len(levels), float(customers))
    return Side(counts[:, 0], counts[:, 1], n, n)


def _levels(generator: Generator, wander: float) -> Floats:
    """Both go through the same weeks and wander by themselves beside (AR .4)."""
    return true_level(
        World("weeks", level=10, wander=wander, phi=0.4, frequency="week", windows=BEFORE + AFTER), generator
    )


def _net(customers: int, wander: float, *, beside: bool, rise: float, generator: Generator) -> Weeks:
    together = _levels(generator, 4) - 10
    ours, theirs = (_levels(generator, wander) + together for _ in range(2))
    ours[BEFORE:] += rise
    others = _answers(theirs, 4 * customers, generator) if beside else None
    return Weeks("net", BEFORE, _answers(ours, customers, generator), others)


def _action(customers: int, wander: float = 0.0, *, beside: bool = True) -> Measured:
    def measured(generator: Generator, merit: float) -> Estimate:
        weeks = _net(customers, wander, beside=beside, rise=merit, generator=generator)
        return action_effect.measure(ActionRead(ACTION, WINDOW, weeks), CONFIG)

    return measured


def _price(metric: PriceMetric, weeks: Weeks) -> Estimate:
    return price_impact.measure(PriceRead(PRICE, WEEK, metric, weeks, "points", "sentiment"), CONFIG)


def _sentiment(customers: int, wander: float = 0.0) -> Measured:
    def measured(generator: Generator, harm: float) -> Estimate:
        weeks = _net(customers, wander, beside=True, rise=-harm, generator=generator)
        return _price("net_sentiment", weeks)

    return measured


def _counts(rates: Floats, generator: Generator) -> Side:
    counts = generator.poisson(rates).astype(np.float64)
    nothing = np.zeros(len(counts))
    return Side(counts, nothing, np.ones(len(counts)), nothing)


def _complaints(mean: float, variation: float = 0.0) -> Measured:
    """So many a week, four times as many at the other brands; the rates' logarithms wander (AR .4)."""

    def measured(generator: Generator, harm: float) -> Estimate:
        ours, theirs = (np.exp(variation * (_levels(generator, 1) - 10)) for _ in range(2))
        more = np.where(np.arange(BEFORE + AFTER) >= BEFORE, harm, 0.0)
        weeks = Weeks("rate", BEFORE, _counts(mean * ours + more, generator), _counts(4 * mean * theirs, generator))
        return _price("complaints", weeks)

    return measured


MEASURED: dict[str, Measured] = {
    "action_effect, 60 customers a week beside 240, white": _action(60),
    "action_effect, 60 customers a week, wandering by 6, autocorrelated .4": _action(60, 6),
    "action_effect, 8 customers a week": _action(8),
    "price_impact, net sentiment of 100 texts a week, wandering by 6, autocorrelated .4": _sentiment(100, 6),
    "price_impact, 10 complaints a week, white": _complaints(10),
    "price_impact, 10 complaints a week, rate autocorrelated .4": _complaints(10, 0.25),
    "price_impact, 2 complaints a week": _complaints(2),
}
ALONE = {"action_effect, 60 customers a week, nothing untouched beside": _action(60, beside=False)}


def _judges(measured: dict[str, Measured], ending: str) -> dict[str, Judge]:
    return {f"{what}; {ending}": planted(each) for what, each in measured.items()}


PLANS = Group(
    "Actions and prices",
    calm={what: calm(measured) for what, measured in (MEASURED | ALONE).items()},
    planted=_judges(MEASURED, "moved as promised"),
)
