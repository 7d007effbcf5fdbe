"""Silent majority: how many unhappy customers stand behind those who complained.

Complainers over the share of the unhappy who complain, both with their error (formulas/silent.py): 50 stand for about
530 to 2,200. The lower limit as a share of all customers decides; so it is never loud by what nobody knows. Surveys are
held beside it: where complaints fall and the unhappy in surveys do not, the way to complain closed. What surveys surely
show is a watch too, and no more (a survey asks some, and how content those are is judged of NPS and CSAT); nor is it
ever good news that few complain while surveys show more unhappy customers than their complaints stand for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from flows.indicators.closed_channel import Told, told_of_fewer
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.scores import Interval
from flows.indicators.formulas.silent import Group, Unhappy, groups_stand_for, measured_rate, stand_for, surveyed
from flows.indicators.lapsed_silent import measure_lapsed
from flows.indicators.outputs import Estimate
from flows.indicators.unhappy import Complaints, Lapsed
from flows.indicators.unhappy_told import evidence_of, fact_of, unheard
from flows.indicators.vocabulary import Verdict
from flows.indicators.wording import span, subject_name

NAME = "silent_unhappy"
FORMULA_VERSION = "4"


def measure(read: Complaints | Lapsed, config: IndicatorsConfig) -> Estimate:
    """One brand's month: the unhappy behind its complainers, or those who left without a word."""
    return measure_lapsed(read, config) if isinstance(read, Lapsed) else _measure(read, config)


def _measure(read: Complaints, config: IndicatorsConfig) -> Estimate:
    frame = _frame(read, config)
    if not read.heard:
        return frame
    asked = _surveyed(read, config)
    if not read.has_complaints:
        return _by_surveys(frame, read, asked, config)
    groups = _groups(read, config)
    unhappy = _stand_for(read, groups, config)
    told = told_of_fewer(read.now, read.past, config)
    fact = fact_of(read, unhappy, groups, asked, told)
    measured = replace(
        frame,
        value=unhappy.middle,
        comparison=asked.middle if asked else None,
        harm=max(unhappy.low, asked.low) if asked else unhappy.low,
        ci=(unhappy.low, unhappy.high),
        test=_test(groups),
        fact=fact,
        evidence=evidence_of(read, unhappy, asked),
    )
    if not read.customers:
        return replace(measured, blocked=f"how many customers there are is not known; {fact}")
    return replace(measured, ruled=_ruled(unhappy, asked, read.customers, told, config))


def _by_surveys(frame: Estimate, read: Complaints, asked: Unhappy | None, config: IndicatorsConfig) -> Estimate:
    """Where no complaint is known, they tell nothing: surveys alone are heard, and are never good news."""
    fact = unheard(read, asked, config)
    if not asked or not read.customers:
        return replace(frame, blocked=fact)
    is_watch = asked.low >= config.silent_unhappy.watch * read.customers
    return replace(
        frame,
        value=asked.middle,
        harm=asked.low,
        ci=(asked.low, asked.high),
        test="Wilson interval of the surveys' unhappy share, times the customers; a rule on its lower limit",
        fact=fact,
        evidence=evidence_of(read, None, asked),
        ruled="watch" if is_watch else None,
        blocked="" if is_watch else fact,
    )


def _groups(read: Complaints, config: IndicatorsConfig) -> list[Group]:
    """Complainers by the rate that holds for them; those of one rate are one group, since its error is one."""
    together: Counter[tuple[Interval, bool]] = Counter()
    otherwise = _rate_of_all(read, config)
    for group in read.groups:
        fitting = (rate for rate in config.silent_unhappy.rates if rate.fits(group.cause, group.channel))
        found = next(fitting, None)
        together[((found.low, found.high), True) if found else otherwise] += group.customers
    return [Group(customers, rate, measured) for (rate, measured), customers in sorted(together.items())]


def _rate_of_all(read: Complaints, config: IndicatorsConfig) -> tuple[Interval, bool]:
    """What surveys of known customers show, where they are enough and complaints tell whose they are; else assumed.

    A complaint without a reference cannot be found again: with many of them the unhappy would seem not to complain.
    """
    limits, both = config.silent_unhappy, read.known_both
    is_enough = read.known_unhappy >= limits.minimum_asked and both >= config.proof.minimum_customers
    if is_enough and read.known_share >= limits.minimum_known:
        return measured_rate(both, read.known_unhappy, read.known_share), True
    return limits.complaint_rate, False


def _stand_for(read: Complaints, groups: list[Group], config: IndicatorsConfig) -> Unhappy:
    """Both ends at once where one rate holds for all, a Monte Carlo sum where several do."""
    confidence = config.proof.confidence
    if len(groups) > 1:
        return groups_stand_for(groups, read.customers, confidence)
    rate = groups[0].rate if groups else config.silent_unhappy.complaint_rate
    return stand_for(read.now.complaining, rate, read.customers, confidence)


def _surveyed(read: Complaints, config: IndicatorsConfig) -> Unhappy | None:
    if not read.customers or read.now.asked < config.proof.minimum_customers:
        return None
    return surveyed(read.now.unhappy, read.now.asked, read.customers, config.proof.confidence)


def _ruled(unhappy: Unhappy, asked: Unhappy | None, customers: int, told: Told, config: IndicatorsConfig) -> Verdict:
    limits = config.silent_unhappy
    levels: tuple[tuple[Verdict, float], ...] = (("critical", limits.critical), ("warning", limits.warning))
    for verdict, limit in levels:
        if unhappy.low >= limit * customers:
            return verdict
    watch = limits.watch * customers
    if max(unhappy.low, asked.low if asked else 0.0) >= watch or told == "closed":
        return "watch"
    is_contradicted = asked is not None and asked.low > unhappy.high and asked.high >= watch
    return "ok" if unhappy.high < watch and not is_contradicted else "inconclusive"


def _frame(read: Complaints, config: IndicatorsConfig) -> Estimate:
    when = span(read.now.window, "month")
    return Estimate(
        indicator=NAME,
        subject=read.subject,
        metric=NAME,
        frequency="month",
        window=read.now.window,
        n=read.heard,
        n_comparison=read.now.asked,
        delta=config.silent_unhappy.warning * (read.customers or 0),
        unit="customers",
        more_is_worse=True,
        in_family=False,
        short=f"complaints and surveys of {subject_name(read.subject)} in {when}",
        sources=read.sources,
        formula_version=FORMULA_VERSION,
    )


def _test(groups: list[Group]) -> str:
    how = "Monte Carlo over groups" if len(groups) > 1 else "Garwood limits over the ends of the rate"
    return f"complainers over the complaint rate, {how}; a rule on the lower limit"
