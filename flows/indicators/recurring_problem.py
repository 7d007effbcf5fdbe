"""Weakness: a problem that came back. After an action against it was done, it is named above its base again.

The base is what the months since the action show; how much such a rate varies by itself is told by those months and by
those before the action, each around its own mean (dispersion: McCullagh and Nelder (1989), section 6.2). The test is
the conditional binomial of two rates, counts over their dispersion (`formulas.ratios`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from flows.indicators.config import IndicatorsConfig, Proof
from flows.indicators.formulas.power import reach
from flows.indicators.formulas.rates import rate_difference
from flows.indicators.formulas.ratios import Count, Ratio, rate_ratio
from flows.indicators.formulas.scores import Interval
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.vocabulary import Frequency, Subject, Window
from flows.indicators.wording import amount, number, signed, span, written

NAME = "recurring_problem"
FORMULA_VERSION = "3"
METRIC = "naming_customers"
PER = 1000
FEWEST_MONTHS = 2
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Heard:
    """One window: customers who wrote where the problem could be named, and those who named it."""

    window: Window
    customers: int
    naming: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem against which something was done, window after window; the last is judged.

    subject  its item names cause, product and place
    action   the action's id; it ran from `started` to `done`
    """

    subject: Subject
    frequency: Frequency
    action: str
    started: datetime
    done: datetime
    windows: tuple[Heard, ...]
    sources: Mapping[str, float]
    event_ids: tuple[str, ...] = ()


def measure(problem: Problem, config: IndicatorsConfig) -> Estimate:
    """The last window against those since the action was done, in customers who name it per 1,000 who write."""
    now = problem.windows[-1]
    since = [each for each in problem.windows[:-1] if each.window.start >= problem.done and each.customers]
    before = [each for each in problem.windows[:-1] if each.window.end <= problem.started and each.customers]
    frame = _frame(problem, since, config)
    if blocked := _blocked(now, since, config):
        return replace(frame, blocked=blocked)
    base, seen = _sum(since), Count(now.naming, now.customers)
    phi, months, freedom = _dispersion([before, since])
    found = rate_ratio(seen, base, phi, windows=freedom + 1, confidence=config.proof.confidence)
    value, comparison = PER * seen.count / seen.exposure, PER * base.count / base.exposure
    delta = max(config.recurring_problem.delta, config.recurring_problem.rise * comparison)
    estimate = replace(
        frame,
        value=value,
        comparison=comparison,
        change=value - comparison,
        harm=value - comparison,
        delta=delta,
        ci=_limits(seen, base, found, config.proof.confidence),
        p_harm=found.p_higher,
        p_improved=found.p_lower,
        sampling=_sampling(seen, base, phi, (delta, float(freedom)), config.proof),
        wander=0.0,
        df=float(freedom),
        baseline=months,
    )
    return replace(estimate, fact=_fact(problem, estimate, len(since), before), evidence=_evidence(problem, estimate))


def _sampling(now: Count, base: Count, phi: float, size: tuple[float, float], proof: Proof) -> float:
    """Of a rise that is just large enough to be found, in a few rounds: a rate varies more the higher it is.

    `size`: delta and degrees of freedom. A base of nobody counts as half a customer.
    """
    delta, freedom = size
    comparison = PER * max(0.5, base.count) / base.exposure
    factor, harm = reach(freedom, proof.alpha, proof.power), delta

    def at(rise: float) -> float:
        return PER * phi * ((comparison + rise) / now.exposure + comparison / base.exposure)

    for _ in range(ROUNDS):
        harm = max(delta, factor * math.sqrt(at(harm)))
    return at(harm)


def _blocked(now: Heard, since: Sequence[Heard], config: IndicatorsConfig) -> str:
    least = config.proof.minimum_customers
    if len(since) < FEWEST_MONTHS:
        return "there are not two months since the action was done"
    fewest = min(now.customers, sum(each.customers for each in since))
    return f"a side has {amount(fewest, 'customers')}, and {least} are the least" if fewest < least else ""


def _sum(windows: Sequence[Heard]) -> Count:
    return Count(sum(each.naming for each in windows), sum(each.customers for each in windows))


def _dispersion(segments: Sequence[Sequence[Heard]]) -> tuple[float, int, int]:
    """Variance over mean of the counts around their segment's rate, at least 1; of how many windows; its freedom."""
    squares, windows, freedom = 0.0, 0, 0
    for segment in segments:
        whole = _sum(segment) if segment else Count(0, 1)
        if len(segment) < 2 or not whole.count:
            continue
        expected = np.array([each.customers for each in segment]) * whole.count / whole.exposure
        counts = np.array([each.naming for each in segment])
        squares += float(((counts - expected) ** 2 / expected).sum())
        windows, freedom = windows + len(segment), freedom + len(segment) - 1
    return (max(1.0, squares / freedom), windows, freedom) if freedom else (1.0, max(map(len, segments)), 1)


def _limits(now: Count, base: Count, found: Ratio, confidence: float) -> Interval:
    """Of the difference: the base times the ratio's limits less 1; over a base of none that of two exact rates.

    Rates know no most, and of 1,000 who write no more than 1,000 can name anything.
    """
    comparison = PER * base.count / base.exposure
    if base.count and math.isfinite(found.high):
        low, high = comparison * (found.low - 1), comparison * (found.high - 1)
    else:
        sides = (now.count, now.exposure), (base.count, base.exposure)
        low, high = (PER * each for each in rate_difference(*sides, confidence))
    return max(low, -comparison), min(high, PER - comparison)


def _frame(problem: Problem, since: Sequence[Heard], config: IndicatorsConfig) -> Estimate:
    now = problem.windows[-1]
    return Estimate(
        indicator=NAME,
        subject=problem.subject,
        metric=METRIC,
        frequency=problem.frequency,
        window=now.window,
        comparison_window=Window(since[0].window.start, since[-1].window.end) if since else None,
        value=PER * now.naming / now.customers if now.customers else None,
        n=now.customers,
        n_comparison=sum(each.customers for each in since),
        test="conditional binomial of two rates, counts over their dispersion, one-sided",
        delta=config.recurring_problem.delta,
        unit="customers per 1,000 who write",
        more_is_worse=True,
        short=f"{_named(problem.subject)} after action {problem.action} in {span(now.window, problem.frequency)}",
        sources=problem.sources,
        formula_version=FORMULA_VERSION,
    )


def _named(subject: Subject) -> str:
    topic = f", {subject.topic.replace('_', ' ')}" if subject.topic else ""
    return f"what {subject.brand} acted against ({subject.item}{topic})"


def _fact(problem: Problem, found: Estimate, months: int, before: Sequence[Heard]) -> str:
    low, high = found.ci or (0.0, 0.0)
    once = _sum(before) if before else None
    earlier = f", {number(PER * once.count / once.exposure)} before it" if once and once.exposure else ""
    return (
        f"{_named(problem.subject)} is named by {number(found.value or 0)} of 1,000 customers who write in "
        f"{span(found.window, problem.frequency)}, against {number(found.comparison or 0)} in the {months} months "
        f"since action {problem.action} was done on {written(problem.done)}{earlier} "
        f"({signed(found.change or 0)}, 95 % interval {signed(low)} to {signed(high)}; "
        f"{amount(found.n, 'customers')} now)"
    )


def _evidence(problem: Problem, found: Estimate) -> tuple[Evidence, ...]:
    sides = (found.value, found.comparison, found.change, found.n, found.n_comparison)
    return (Evidence(1, "action", problem.action, *sides, problem.event_ids),)
