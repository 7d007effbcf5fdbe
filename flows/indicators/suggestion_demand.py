"""Opportunity: what more and more people suggest or ask for, by topic and by who they are.

Distinct people per month over those who wrote, quasi-Poisson trend (`formulas.rate_trend`); the ends of its line are
shown, as for any trend. A topic that many ask for, but no more than a year ago, is told with its number and is none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import t

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.noise import ASSUMED_PHI, freedom
from flows.indicators.formulas.power import reach, t_quantile
from flows.indicators.formulas.rate_trend import RateTrend, rate_trend
from flows.indicators.formulas.scores import Interval
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.vocabulary import Frequency, Subject, Window
from flows.indicators.wording import number, signed, span

NAME = "suggestion_demand"
FORMULA_VERSION = "2"
METRIC = "suggesting_people"
PER = 1000
FEWEST_MONTHS = 6
MOST = 7.0  # log of the largest factor that is told: a thousandfold
WHO = {"customer": "customers", "staff": "members of staff", "supplier": "suppliers"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One month: people who suggest or ask for it, of those who wrote."""

    window: Window
    people: int
    wrote: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Of one brand, topic ("" = any) and role; the subject's item is the role where it is not customers.

    months  oldest first, up to the end of the judged window
    people  distinct ones in the judged window
    tested  topics that anybody of such a role asked for, of all brands: the family of a topic, of which only those that
            enough ask for now are told
    """

    subject: Subject
    role: str
    frequency: Frequency
    window: Window
    months: tuple[Asked, ...]
    people: int
    sources: Mapping[str, float]
    event_ids: tuple[str, ...] = ()
    tested: int = 0


def measure(demand: Demand, config: IndicatorsConfig) -> Estimate:
    """The ends of the trend's line, in people per 1,000 who write."""
    months = _without_gap(demand.months)
    frame = _frame(demand, months, config)
    least = config.proof.minimum_customers
    if demand.people < least:
        return replace(
            frame, blocked=f"{number(demand.people)} {WHO[demand.role]} ask for it, and {least} are the least"
        )
    if len(months) < FEWEST_MONTHS:
        return replace(frame, blocked=f"there are not {FEWEST_MONTHS} months running in which anybody wrote")
    counts, wrote = (np.array(side, dtype=np.float64) for side in zip(*_sides(months), strict=True))
    trend = rate_trend(counts, wrote, config.proof.confidence)
    if trend is None:
        return replace(frame, blocked="fewer than two months hold such a wish")
    line = _line(trend, len(months), config)
    estimate = _tested(frame, line, months, config)
    return replace(estimate, fact=_fact(demand, estimate, line, len(months)), evidence=_evidence(demand, estimate))


def _without_gap(months: Sequence[Asked]) -> list[Asked]:
    """The last months that follow each other, in each of which somebody wrote."""
    silent = [at for at, month in enumerate(months) if not month.wrote]
    return list(months[silent[-1] + 1 if silent else 0 :])


def _sides(months: Sequence[Asked]) -> list[tuple[int, int]]:
    return [(month.people, month.wrote) for month in months]


def _tested(frame: Estimate, line: Line, months: Sequence[Asked], config: IndicatorsConfig) -> Estimate:
    """The line's total is the number of people seen, as of any such fit: its ends follow from its factor per month."""
    steps, ratio = len(months) - 1, math.exp(line.slope)
    worth = np.array([month.wrote for month in months]) * ratio ** (np.arange(steps + 1.0) - steps)
    now = PER * sum(month.people for month in months) / float(worth.sum())
    before = now * ratio**-steps
    left, slope, error = line.freedom, line.slope, line.error
    low, high = (before * (math.exp(min(steps * side, MOST)) - 1) for side in line.limits)
    factor = reach(left, config.proof.alpha, config.proof.power)
    return replace(
        frame,
        value=now,
        comparison=before,
        change=now - before,
        harm=now - before,
        ci=(low, high),
        p_harm=float(t.sf(slope / error, left)),
        p_improved=float(t.cdf(slope / error, left)),
        delta=max(config.suggestion_demand.delta, config.suggestion_demand.growth * before),
        # So that the detectable rise is the one that is found on the line's own scale, which is that of factors.
        sampling=(before * (math.exp(min(factor * error * steps, MOST)) - 1) / factor) ** 2,
        wander=0.0,
        df=left,
        baseline=steps,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """The log of the factor per month, its standard error, degrees of freedom and limits."""

    slope: float
    error: float
    freedom: float
    limits: Interval


def _line(trend: RateTrend, months: int, config: IndicatorsConfig) -> Line:
    """What the counts scatter beyond chance counts more than in independent months, as neighbours are alike.

    The mean of values with autocorrelation phi varies (1 + phi) / (1 - phi) times as much as of independent ones, and
    their squares tell less (M. S. Bartlett, J. R. Statist. Soc. 98 (1935) 536-543); the house assumes .4 (noise.py).
    """
    tail = (1 + config.proof.confidence) / 2
    error = math.log(trend.high / trend.low) / (2 * t_quantile(tail, months - 2))
    alike = (1 + ASSUMED_PHI) / (1 - ASSUMED_PHI)
    error *= math.sqrt((1 + (trend.phi - 1) * alike) / trend.phi)
    slope, left = math.log(trend.ratio), freedom(months - 1)
    half = t_quantile(tail, left) * error
    return Line(slope, error, left, (slope - half, slope + half))


def _frame(demand: Demand, months: Sequence[Asked], config: IndicatorsConfig) -> Estimate:
    return Estimate(
        indicator=NAME,
        subject=demand.subject,
        metric=METRIC,
        frequency=demand.frequency,
        window=demand.window,
        comparison_window=Window(months[0].window.start, months[-1].window.end) if months else None,
        n=sum(month.wrote for month in months if month.window.start >= demand.window.start),
        n_comparison=sum(month.wrote for month in months if month.window.start < demand.window.start),
        test="quasi-Poisson trend over months, one-sided",
        delta=config.suggestion_demand.delta,
        unit="people per 1,000 who write",
        each="people",
        more_is_worse=True,
        grading="merit",
        short=f"what {WHO[demand.role]} ask of {_named(demand.subject)} in {span(demand.window, demand.frequency)}",
        sources=demand.sources,
        family_size=demand.tested,
        formula_version=FORMULA_VERSION,
    )


def _named(subject: Subject) -> str:
    return f"{subject.brand}, {subject.topic.replace('_', ' ')}" if subject.topic else subject.brand


def _fact(demand: Demand, found: Estimate, line: Line, months: int) -> str:
    low, high = (100 * (math.exp(side) - 1) for side in line.limits)
    return (
        f"{number(demand.people)} {WHO[demand.role]} suggest or ask for something of {_named(demand.subject)} in "
        f"{span(found.window, demand.frequency)}: {number(found.value or 0)} per 1,000 who write, against "
        f"{number(found.comparison or 0)} at the start of the line over {months} months "
        f"({signed(100 * (math.exp(line.slope) - 1))} % a month, 95 % interval {signed(low)} to {signed(high)} %)"
    )


def _evidence(demand: Demand, found: Estimate) -> tuple[Evidence, ...]:
    sides = (found.value, found.comparison, found.change, demand.people, found.n_comparison)
    return (Evidence(1, "question", demand.subject.topic or "any topic", *sides, demand.event_ids),)
