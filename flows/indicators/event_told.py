"""An estimate from an event's effect, and its sentence; shared by actions and changes of prices."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from flows.indicators.config import IndicatorsConfig
from flows.indicators.config.plans import Interrupted
from flows.indicators.event_effect import Effect, Weeks, effect_of
from flows.indicators.formulas.interrupted import Interruption
from flows.indicators.formulas.power import reach
from flows.indicators.goal_told import figure
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.wording import amount

ROUNDS = 3
LEVELS = "measured after and before"
"""How evidence names the levels of either side."""
NO_CONTROL = (
    "nothing untouched could be held beside it, so that a season or something else of those weeks may be behind"
)


@dataclass(frozen=True, slots=True)
class Named:
    """Words: what was measured ("NPS in Lindow"), of what event ("the action A-2, done on 1 May 2026"), the others, and
    which weeks alone count ("that could be followed for 7 days").
    """

    what: str
    event: str
    others: str
    sign: str = ""
    weeks: str = ""


def with_effect(
    frame: Estimate, weeks: Weeks | None, limits: Interrupted, config: IndicatorsConfig, named: Named
) -> Estimate:
    """`frame` with the change that came with an event; `more_is_worse` of it says which way its harm (or merit) is."""
    if weeks is None:
        return frame
    frame = replace(frame, sources=weeks.sources)
    if not weeks.at:
        return replace(frame, n=1, blocked=f"nothing is known before {named.event}")
    if weeks.after < limits.weeks_after:
        passed = amount(weeks.after, "weeks") if weeks.after > 0 else "less than a week"
        counted = f" {named.weeks}" if named.weeks else ""
        why = f"{passed}{counted} since {named.event}, and {limits.weeks_after} are the least"
        return replace(frame, n=1, blocked=why)
    effect = effect_of(weeks, limits.weeks_after, config.proof.confidence)
    if effect is None:
        return replace(frame, n=1, blocked=f"a side of {named.event} has no answers")
    return _measured(frame, weeks, effect, config, named)


def _measured(frame: Estimate, weeks: Weeks, effect: Effect, config: IndicatorsConfig, named: Named) -> Estimate:
    found, worse = effect.found, frame.more_is_worse
    is_rate = weeks.kind == "rate"
    estimate = replace(
        frame,
        value=effect.after,
        comparison=effect.after - found.effect,
        change=found.effect,
        harm=found.effect if worse else -found.effect,
        n=min(weeks.after, effect.width) if is_rate else effect.n,
        n_comparison=min(weeks.at, effect.width) if is_rate else effect.n_before,
        each="weeks" if is_rate else "customers",
        delta=frame.delta * max(effect.before, 1 / 52) if is_rate else frame.delta,
        test="interrupted series, p from placebo dates, one-sided",
        fact=_fact(effect, named, frame.unit),
        evidence=(*frame.evidence, _measured_levels(effect, len(frame.evidence) + 1)),
    )
    if few := _too_few(effect, weeks, config):
        return replace(estimate, blocked=f"{few}; {estimate.fact}")
    if effect.why or found.error is None or found.freedom is None or found.low is None or found.high is None:
        return replace(estimate, test="described only", blocked=f"{effect.why}; {estimate.fact}")
    return replace(
        estimate,
        ci=(found.low, found.high),
        p_harm=found.p_higher if worse else found.p_lower,
        p_improved=found.p_lower if worse else found.p_higher,
        sampling=0.0,  # the weeks' own movement is what hides a change: more answers would not show it
        wander=found.error**2 + _more_noise(estimate, weeks, found, config),
        df=found.freedom,
        cap_at_watch="" if effect.others else NO_CONTROL,
    )


def _measured_levels(effect: Effect, rank: int) -> Evidence:
    """What was measured on either side: the estimate holds the level after it against what was to be expected."""
    sides = effect.after, effect.before, effect.after - effect.before
    return Evidence(rank, "fact", LEVELS, *sides, effect.n, effect.n_before)


def _more_noise(estimate: Estimate, weeks: Weeks, found: Interruption, config: IndicatorsConfig) -> float:
    """What a rise of a rate that is just detectable adds to the variance: more counts scatter more. 0 of scores."""
    if weeks.kind != "rate" or not estimate.more_is_worse or found.error is None or found.freedom is None:
        return 0.0
    exposure = float(weeks.touched.n[weeks.at : weeks.at + estimate.n].sum())
    factor, rise = reach(found.freedom, config.proof.alpha, config.proof.power), estimate.delta
    for _ in range(ROUNDS):
        rise = max(estimate.delta, factor * math.sqrt(found.error**2 + rise / exposure))
    return rise / exposure


def _too_few(effect: Effect, weeks: Weeks, config: IndicatorsConfig) -> str:
    least = config.proof.minimum_customers
    if weeks.kind == "rate":
        total = effect.n + effect.n_before
        return f"there were {total} on both sides together, and {least} are the least" if total < least else ""
    fewest = min(effect.n, effect.n_before)
    return f"a side has {fewest} customers, and {least} are the least" if fewest < least else ""


def _fact(effect: Effect, named: Named, unit: str) -> str:
    found, sign = effect.found, named.sign
    before, after = (f"{figure(value)}{sign}" for value in (effect.before, effect.after))
    seen = f"with {named.event}, {named.what} went from {before} in the {effect.width} weeks before to {after} after it"
    if effect.others:
        seen += f", {named.others} from {figure(effect.others[0])}{sign} to {figure(effect.others[1])}{sign}"
    if found.low is None or found.high is None:
        return seen
    expected = figure(effect.after - found.effect)
    return (
        f"{seen}; without it {expected}{sign} was to be expected, allowing for how such weeks differ anyway: that is "
        f"{_signed(found.effect)} {unit} (95 % interval {_signed(found.low)} to {_signed(found.high)})"
    )


def _signed(value: float) -> str:
    return figure(value) if round(value, 2) <= 0 else f"+{figure(value)}"
