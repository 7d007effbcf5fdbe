"""Opportunity: what a rival, or a peer in another sector, is praised for, and what is absent or poor at ours.

Two proportions, by channel where both were written to: of the customers who write, those who praise the topic
(Newcombe, with Mantel and Haenszel's weights). Absent: our share of praise is under `absent` of theirs; poor: what is
said about it at ours is no better than bad. What is neither is no gap, however loud the praise elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.indicators.beside import Sides, common, customers, difference, exact_where_small, sampling_at, total
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.proportions import stratified
from flows.indicators.inputs import Counts
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.vocabulary import Frequency, Subject
from flows.indicators.wording import amount, number, signed, span

NAME = "practice_gap"
FORMULA_VERSION = "2"
METRIC = "praise_gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """One topic of one other brand (the subject's item) beside ours.

    sides     customers who write, by channel; `positive` those who praise the topic. Ours is what we learn for
    said      what is said about the topic: ours, theirs
    sector    the other's, where it is not ours
    event_ids their newest praise
    tested    topics that anybody named at such a brand, beside each of ours: the family, of which those that enough
              name are told
    """

    subject: Subject
    frequency: Frequency
    sides: Sides
    said: tuple[Counts, Counts]
    sector: str = ""
    sources: Mapping[str, float]
    event_ids: tuple[str, ...] = ()
    tested: int = 0


def measure(practice: Practice, config: IndicatorsConfig) -> Estimate:
    """value is their share of praise in per cent, comparison ours, change what they have more; a merit to be had."""
    frame = _frame(practice, config)
    least = config.proof.minimum_customers
    if practice.sides.least < least:
        return replace(frame, blocked=f"a side has {number(practice.sides.least)} customers, and {least} are the least")
    [sides], _ = common([practice.sides], config.practice_gap.minimum_channel)
    turned = Sides(sides.window, sides.theirs, sides.ours)
    gap = difference(turned, "csat")
    found = stratified(gap.now, gap.before, config.proof.confidence)
    if found is None:
        return replace(frame, blocked="no channel has both")
    found = exact_where_small(turned, "csat", found, config.proof.confidence)
    ours = float(gap.weights @ gap.before.value)
    estimate = replace(
        frame,
        value=ours + gap.value,
        comparison=ours,
        change=found.value,
        harm=found.value,
        ci=(found.low, found.high),
        p_harm=found.p_higher,
        p_improved=found.p_lower,
        sampling=sampling_at(gap, frame.delta, config.proof),
        wander=0.0,
    )
    state = _state(practice, estimate, config)
    fact = _fact(practice, estimate, state)
    return replace(estimate, fact=fact, ruled=None if state else "none", evidence=_evidence(practice, estimate))


def _state(practice: Practice, found: Estimate, config: IndicatorsConfig) -> str:
    """Why ours falls short; empty where it does not, or where theirs is no practice to learn."""
    ours, theirs = practice.said
    if theirs.positive <= theirs.negative:
        return ""
    if (found.comparison or 0.0) < config.practice_gap.absent * (found.value or 0.0):
        return "hardly anybody praises it at ours"
    return "it is poor at ours" if ours.negative >= ours.positive else ""


def _frame(practice: Practice, config: IndicatorsConfig) -> Estimate:
    sides, subject = practice.sides, practice.subject
    return Estimate(
        indicator=NAME,
        subject=subject,
        metric=METRIC,
        frequency=practice.frequency,
        window=sides.window,
        n=customers(sides.theirs),
        n_comparison=customers(sides.ours),
        test="Newcombe difference by channel, one-sided",
        delta=config.practice_gap.delta,
        unit="percentage points",
        more_is_worse=True,
        grading="merit",
        short=f"praise of {_topic(subject)} at {subject.item} beside {subject.brand} in "
        f"{span(sides.window, practice.frequency)}",
        sources=practice.sources,
        family_size=practice.tested,
        formula_version=FORMULA_VERSION,
    )


def _topic(subject: Subject) -> str:
    return subject.topic.replace("_", " ")


def _fact(practice: Practice, found: Estimate, state: str) -> str:
    subject, (low, high) = practice.subject, found.ci or (0.0, 0.0)
    who = f"{subject.item} ({practice.sector})" if practice.sector else subject.item
    return (
        f"{number(found.value or 0)} % of the customers who write about {who} praise {_topic(subject)}, "
        f"{number(found.comparison or 0)} % of those of {subject.brand} do, in "
        f"{span(found.window, practice.frequency)} ({signed(found.change or 0)} percentage points, 95 % interval "
        f"{signed(low)} to {signed(high)}; {amount(found.n, 'customers')} there, {number(found.n_comparison)} at ours)"
        f"; {state or 'it is neither absent nor poor at ours'}"
    )


def _evidence(practice: Practice, found: Estimate) -> tuple[Evidence, ...]:
    sides = (found.value, found.comparison, found.change, total(practice.sides.theirs).positive)
    return (Evidence(1, "rival", practice.subject.item, *sides, found.n_comparison, practice.event_ids),)
