"""Strength: what customers say of our topic, above what they say of it at our rivals'; and whether that erodes.

net_sentiment_gap         ours less the rivals', like for like by channel; a merit
net_sentiment_gap_change  that gap less the one of the quarter before, at the same weights of channels; a fall is harm.
                          How much a gap moves by itself is told by the months before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.indicators.beside import (
    Sides,
    common,
    customers,
    difference,
    moves_of,
    total,
    weights_of,
)
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.net_means import net_sampling_at, welch_net
from flows.indicators.formulas.noise import freedom
from flows.indicators.formulas.proportions import Contrast, difference_in_differences
from flows.indicators.outputs import Estimate, Evidence, Grading
from flows.indicators.strata import value_or_none
from flows.indicators.vocabulary import Frequency, Metric, Subject
from flows.indicators.wording import amount, number, signed, span

NAME = "strength_topic"
FORMULA_VERSION = "2"
METRICS = ("net_sentiment_gap", "net_sentiment_gap_change")
SENTIMENT: Metric = "net_sentiment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a topic of ours stands beside the rivals' (a subject without one: the brand).

    before   the quarter before; None for the question of the gap itself
    months   those before the judged quarter, oldest first
    sources  each source's share of our texts
    rivals   evidence by rival
    """

    subject: Subject
    frequency: Frequency
    now: Sides
    before: Sides | None = None
    months: tuple[Sides, ...] = ()
    sources: Mapping[str, float]
    rivals: tuple[Evidence, ...] = ()


def measure(standing: Standing, config: IndicatorsConfig) -> Estimate:
    """The gap, or its change where a quarter before is given."""
    return _gap(standing, config) if standing.before is None else _change(standing, standing.before, config)


def _gap(standing: Standing, config: IndicatorsConfig) -> Estimate:
    frame = _frame(standing, METRICS[0], "merit", config.strength_topic.delta)
    if blocked := _blocked(standing.now, config):
        return replace(frame, blocked=blocked)
    [sides], is_alike = common([standing.now], config.strength_topic.minimum_channel)
    gap = difference(sides, SENTIMENT)
    found, df = welch_net(gap, config.proof.confidence)
    theirs = float(gap.weights @ gap.before.value)
    sampling = net_sampling_at(gap, frame.delta, df, (config.proof.alpha, config.proof.power))
    estimate = replace(_tested(frame, found, (theirs + gap.value, theirs), sampling), df=df)
    return replace(estimate, fact=_gap_fact(standing, estimate, is_alike))


def _change(standing: Standing, before: Sides, config: IndicatorsConfig) -> Estimate:
    frame = _frame(standing, METRICS[1], "harm", config.strength_topic.delta_change)
    blocked = _blocked(standing.now, config) or _blocked(before, config)
    moves = moves_of(standing.months, SENTIMENT, config.proof.minimum_customers)
    if blocked or moves.months < 3:
        return replace(frame, blocked=blocked or "no earlier months show how much the gap moves by itself")
    sides, is_alike = common([standing.now, before], config.strength_topic.minimum_channel)
    weights = weights_of(sides, SENTIMENT)
    now, then = (difference(each, SENTIMENT, weights, moves.wander) for each in sides)
    df = freedom(moves.months)
    found = difference_in_differences(now, then, config.proof.confidence, df)
    sampling = now.sampling_after(0.0) + then.sampling_after(0.0)
    estimate = _tested(frame, found, (now.value, then.value), sampling)
    estimate = replace(
        estimate,
        harm=-found.value,
        p_harm=found.p_lower,
        p_improved=found.p_higher,
        wander=2 * moves.wander,
        df=df,
        baseline=moves.months,
        comparison_window=before.window,
        n_comparison=before.least,
        test=f"difference of differences with between-window variance, t with {number(df)} df, one-sided",
    )
    return replace(estimate, fact=_change_fact(standing, estimate, is_alike))


def _frame(standing: Standing, metric: str, grading: Grading, delta: float) -> Estimate:
    now = standing.now
    what = "how {} stands beside rivals" if grading == "merit" else "the lead of {} over rivals"
    return Estimate(
        indicator=NAME,
        subject=standing.subject,
        metric=metric,
        frequency=standing.frequency,
        window=now.window,
        value=value_or_none(total(now.ours), SENTIMENT),
        n=customers(now.ours),
        n_comparison=customers(now.theirs),
        test="Welch test of net scores by channel, one-sided",
        delta=delta,
        more_is_worse=grading == "merit",
        grading=grading,
        short=f"{what.format(_named(standing.subject))} in {span(now.window, standing.frequency)}",
        sources=standing.sources,
        evidence=standing.rivals,
        formula_version=FORMULA_VERSION,
    )


def _blocked(sides: Sides, config: IndicatorsConfig) -> str:
    least = config.proof.minimum_customers
    if sides.least < least:
        return f"a side has {number(sides.least)} customers, and {least} are the least"
    return ""


def _tested(frame: Estimate, found: Contrast, sides: tuple[float, float], sampling: float) -> Estimate:
    return replace(
        frame,
        value=sides[0],
        comparison=sides[1],
        change=found.value,
        harm=found.value,
        ci=(found.low, found.high),
        p_harm=found.p_higher,
        p_improved=found.p_lower,
        sampling=sampling,
        wander=0.0,
    )


def _gap_fact(standing: Standing, found: Estimate, is_alike: bool) -> str:
    low, high = found.ci or (0.0, 0.0)
    how = "on the same channels" if is_alike else "all channels together"
    return (
        f"net sentiment of {_named(standing.subject)} was {number(found.value or 0)} in "
        f"{span(found.window, standing.frequency)}, that of rivals {number(found.comparison or 0)}, {how} "
        f"({signed(found.change or 0)} points, 95 % interval {signed(low)} to {signed(high)}; "
        f"{amount(found.n, 'customers')} of ours, {number(found.n_comparison)} of theirs)"
    )


def _change_fact(standing: Standing, found: Estimate, is_alike: bool) -> str:
    low, high = found.ci or (0.0, 0.0)
    how = "on the same channels" if is_alike else "all channels together"
    return (
        f"net sentiment of {_named(standing.subject)} less that of rivals was {signed(found.value or 0)} in "
        f"{span(found.window, standing.frequency)} and {signed(found.comparison or 0)} in the quarter before, {how} "
        f"({signed(found.change or 0)} points, 95 % interval {signed(low)} to {signed(high)}; "
        f"{amount(found.n, 'customers')} of ours)"
    )


def _named(subject: Subject) -> str:
    return f"{subject.brand}, {subject.topic.replace('_', ' ')}" if subject.topic else subject.brand
