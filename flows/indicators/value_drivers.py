"""Opportunity: what customers buy for. What they give as a reason, and what their rating depends on.

reason_to_buy    of the customers who give a reason to buy, those who name the topic (E. B. Wilson's interval)
rating_variance  how much of the rating's variance goes with what is said about the topic, each its fair share, or
                 with all topics together (`formulas.importance`; groups of customers drawn anew)
Both describe and test nothing: strong where the whole interval lies above delta, emerging where the value does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.stats import norm

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.importance import Importance, Moments, importance
from flows.indicators.formulas.scores import Interval, wilson
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.vocabulary import Frequency, Subject, Verdict, Window
from flows.indicators.wording import amount, number, span

NAME = "value_drivers"
FORMULA_VERSION = "1"
REASON, VARIANCE = ("reason_to_buy", "rating_variance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A topic among the reasons to buy that customers give; counts are distinct customers."""

    subject: Subject
    frequency: Frequency
    window: Window
    naming: int
    giving: int
    sources: Mapping[str, float]
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Driver:
    """One topic of those whose `moments` are given, by its place in them; None for all of them together."""

    subject: Subject
    frequency: Frequency
    window: Window
    moments: Moments
    topics: tuple[str, ...]
    place: int | None
    raters: int
    sources: Mapping[str, float]


def measure(given: Reason | Driver, config: IndicatorsConfig) -> Estimate:
    """value is a share in per cent, ci its interval; nothing is compared."""
    return _reason(given, config) if isinstance(given, Reason) else _driver(given, config)


def _reason(reason: Reason, config: IndicatorsConfig) -> Estimate:
    frame = _frame(reason, REASON, reason.giving, config.value_drivers.delta_reason, reason.sources)
    least = config.proof.minimum_customers
    if reason.giving < least:
        return replace(frame, blocked=f"{amount(reason.giving, 'customers')} give a reason, and {least} are the least")
    z = float(norm.ppf((1 + config.proof.confidence) / 2))
    naming, giving = (np.array([count], dtype=np.float64) for count in (reason.naming, reason.giving))
    low, high = (float(each[0]) for each in wilson(naming, giving, z))
    value = 100 * reason.naming / reason.giving
    fact = (
        f"{number(reason.naming)} of {number(reason.giving)} customers who say why they buy from "
        f"{reason.subject.brand} name {_topic(reason.subject)} in {span(reason.window, reason.frequency)} "
        f"({number(value)} %, 95 % interval {number(low)} to {number(high)} %)"
    )
    piece = Evidence(
        1, "topic", reason.subject.topic, value, None, None, reason.naming, reason.giving, reason.event_ids
    )
    return _told(replace(frame, fact=fact, evidence=(piece,)), value, (low, high))


def _driver(driver: Driver, config: IndicatorsConfig) -> Estimate:
    frame = _frame(driver, VARIANCE, driver.raters, config.value_drivers.delta_variance, driver.sources)
    least = config.value_drivers.minimum_raters
    if driver.raters < least:
        why = f"{amount(driver.raters, 'customers')} rated and wrote, and {least} are the least"
        return replace(frame, blocked=why)
    found = _explained(driver.moments, config.proof.confidence)
    if found is None:
        return replace(frame, blocked="all ratings are the same")
    share, limits = _share(found, driver.place)
    value, low, high = 100 * share, 100 * limits[0], 100 * limits[1]
    effect = "" if driver.place is None else _effect(found, driver.place)
    what = f"what is said about {_topic(driver.subject)}" if driver.place is not None else "what is said about topics"
    fact = (
        f"{what} goes with {number(value)} % of how ratings of {driver.subject.brand} differ in "
        f"{span(driver.window, driver.frequency)} (95 % interval {number(low)} to {number(high)} %; "
        f"{amount(driver.raters, 'customers')} who rated and wrote{effect})"
    )
    pieces = _ranking(driver, found) if driver.place is None else ()
    return _told(replace(frame, fact=fact, evidence=pieces), value, (low, high))


@lru_cache(maxsize=32)
def _explained(moments: Moments, confidence: float) -> Importance | None:
    """Once for all topics of one brand: moments are compared by identity."""
    return importance(moments, confidence)


def _share(found: Importance, place: int | None) -> tuple[float, Interval]:
    if place is None:
        return found.r2, found.r2_limits
    return float(found.shares[place]), (float(found.low[place]), float(found.high[place]))


def _effect(found: Importance, place: int) -> str:
    points = float(found.effects[place])
    return (
        f"; praise goes with {number(abs(points))} points of 100 {'more' if points > 0 else 'less'}, all else the same"
    )


def _ranking(driver: Driver, found: Importance) -> tuple[Evidence, ...]:
    order = np.argsort(-found.shares, kind="stable")
    return tuple(
        Evidence(rank, "topic", driver.topics[at], 100 * float(found.shares[at]), None, None, driver.raters, 0)
        for rank, at in enumerate(order, start=1)
    )


def _frame(given: Reason | Driver, metric: str, n: int, delta: float, sources: Mapping[str, float]) -> Estimate:
    subject = given.subject
    return Estimate(
        indicator=NAME,
        subject=subject,
        metric=metric,
        frequency=given.frequency,
        window=given.window,
        n=n,
        delta=delta,
        unit="per cent",
        more_is_worse=True,
        in_family=False,
        grading="merit",
        short=f"what {_topic(subject)} is worth to customers of {subject.brand} in "
        f"{span(given.window, given.frequency)}",
        sources=sources,
        formula_version=FORMULA_VERSION,
    )


def _topic(subject: Subject) -> str:
    return subject.topic.replace("_", " ") or "any topic"


def _told(frame: Estimate, value: float, limits: Interval) -> Estimate:
    """Graded by rule: of one share there is nothing to be tested against."""
    ruled: Verdict = "none"
    if value >= frame.delta:
        ruled = "strong" if limits[0] >= frame.delta else "emerging"
    return replace(frame, value=value, ci=limits, ruled=ruled)
