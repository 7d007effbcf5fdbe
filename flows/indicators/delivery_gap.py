"""Delivery gap: what employees and managers believe that customers get, less what customers say.

A published survey of 362 firms found 80 % that believed to deliver a superior experience, and 8 % of their customers
who agreed (J. Allen, F. Reichheld, B. Hamilton and R. Markey, "Closing the delivery gap", Bain & Company 2005): that is
the item on the whole. A survey of staff asks of all its items at once, so they are one family. Shares of people by
Newcombe's interval; where only means of groups of staff are known, means by Welch's test, the spread of staff taken for
the largest that their mean allows (R. Bhatia and C. Davis, Amer. Math. Monthly 107 (2000) 353-357).
"""

from __future__ import annotations

import math
from dataclasses import replace

from flows.indicators.belief import BeliefGap, Believed, Perceived
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.means import Summary, welch
from flows.indicators.formulas.power import t_quantile
from flows.indicators.formulas.proportions import Contrast, share_sample, two_samples
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.wording import amount, number, signed, span, subject_name

NAME = "delivery_gap"
FORMULA_VERSION = "2"
PUBLISHED = Evidence(0, "fact", "Bain & Company 2005: companies that believe, customers who agree", 80, 8, 72, 362, 0)


def measure(gap: BeliefGap, config: IndicatorsConfig) -> Estimate:
    """Belief less perception in percentage points; more belief than is earned is the harm, less is none."""
    people = sum(each.people for each in gap.believed)
    frame = _frame(gap, people, config)
    least = config.proof.minimum_customers
    rated = gap.perceived.answers >= least
    customers = gap.perceived.answers if rated else gap.perceived.speaking
    if min(people, customers) < least:
        few = f"{amount(people, 'people')} of the staff and {amount(customers, 'customers')} were heard"
        return replace(frame, n_comparison=customers, blocked=f"{few}, and {least} are the least on each side")
    staff = _together(gap.believed)
    is_share = staff.believing is not None
    contrast = _contrast(staff, gap.perceived, rated, config.proof.confidence)
    if contrast is None:
        return replace(frame, n_comparison=customers, blocked="all customers gave the same answer")
    value = 100 * (staff.believing or 0.0) / people if is_share else staff.mean
    estimate = replace(
        frame,
        value=value,
        comparison=value - contrast.value,
        change=contrast.value,
        harm=contrast.value,
        ci=(contrast.low, contrast.high),
        n_comparison=customers,
        test=f"{'Newcombe difference' if is_share or not rated else 'Welch test of means'}, one-sided",
        p_harm=contrast.p_higher,
        sampling=_error(contrast, config.proof.confidence) ** 2,
        wander=0.0,
    )
    return replace(estimate, fact=_fact(estimate, gap, is_share, rated), evidence=_evidence(gap, is_share))


def _together(believed: tuple[Believed, ...]) -> Believed:
    """Roles as one staff; by their means where of any role only these are known."""
    people = sum(each.people for each in believed)
    mean = sum(each.mean * each.people for each in believed) / people
    known = [each.believing for each in believed if each.believing is not None]
    return Believed("", people, mean, sum(known) if len(known) == len(believed) else None)


def _contrast(staff: Believed, said: Perceived, rated: bool, confidence: float) -> Contrast | None:
    """Shares with shares; means with means; a mean with a share of texts as if it were a share, its widest reading."""
    if staff.believing is None and rated:
        spread = math.sqrt(staff.mean * (100 - staff.mean))
        return welch(
            Summary(staff.mean, spread, staff.people), Summary(said.mean, said.spread, said.answers), confidence
        )
    believing = staff.mean / 100 * staff.people if staff.believing is None else staff.believing
    theirs = share_sample(said.satisfied, said.answers) if rated else share_sample(said.positive, said.speaking)
    return two_samples(share_sample(believing, staff.people), theirs, confidence)


def _error(contrast: Contrast, confidence: float) -> float:
    """The standard error that the interval speaks of, in points."""
    return (contrast.high - contrast.low) / 2 / t_quantile((1 + confidence) / 2, math.inf)


def _frame(gap: BeliefGap, people: int, config: IndicatorsConfig) -> Estimate:
    return Estimate(
        indicator=NAME,
        subject=gap.subject,
        metric=NAME,
        frequency="half_year",
        window=gap.window,
        n=people,
        delta=config.delivery_gap.delta,
        unit="percentage points",
        each="people of the staff",
        more_is_worse=True,
        short=f"what staff believe of {subject_name(gap.subject)} in {span(gap.window, 'half_year')}",
        sources=gap.sources,
        family_size=gap.items,
        formula_version=FORMULA_VERSION,
    )


def _fact(estimate: Estimate, gap: BeliefGap, is_share: bool, rated: bool) -> str:
    value, comparison, change = estimate.value or 0.0, estimate.comparison or 0.0, estimate.change or 0.0
    low, high = estimate.ci or (0.0, 0.0)
    what = gap.subject.topic.replace("_", " ") or "what they get on the whole"
    roles = " and ".join(f"{each.role}s" for each in gap.believed)
    if is_share:
        belief = (
            f"{number(value)} % of the {roles} of {gap.subject.brand} believe that customers are content with {what}"
        )
    else:
        belief = f"the {roles} of {gap.subject.brand} believe that customers give {number(value)} of 100 for {what}"
    if not rated:
        said = f"of what customers say of it {number(comparison)} % is positive"
    elif is_share:
        said = f"{number(comparison)} % of the customers are satisfied"
    else:
        said = f"customers give {number(comparison)}"
    return (
        f"{belief}, and {said} in {span(gap.window, 'half_year')} ({signed(change)} percentage points, 95 % interval "
        f"{signed(low)} to {signed(high)}; {amount(estimate.n, 'people')} of the staff, "
        f"{amount(estimate.n_comparison, 'customers')})"
    )


def _evidence(gap: BeliefGap, is_share: bool) -> tuple[Evidence, ...]:
    """Each role's belief; customers whom it is not true of; on the whole also the published gap."""
    pieces = [_role(each, gap, is_share) for each in gap.believed]
    if gap.subject.level == "brand":
        pieces.append(PUBLISHED)
    return tuple(replace(piece, rank=rank) for rank, piece in enumerate(pieces, 1))


def _role(believed: Believed, gap: BeliefGap, is_share: bool) -> Evidence:
    value = 100 * (believed.believing or 0.0) / believed.people if is_share else believed.mean
    return Evidence(0, "fact", f"{believed.role}s", value, None, None, believed.people, 0, gap.perceived.event_ids)
