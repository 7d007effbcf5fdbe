"""Weakness: what customers speak badly of, what it costs in rating, and whom and what it puts at risk.

Three questions of a topic, each of which can be answered without the others:
negative_rate      is it spoken of badly more often than in the months before?
rating_lost        how much higher would the average rating be without those who speak badly of it?
customers_at_risk  customers, and revenue_at_risk: if all felt as those who write, how many would speak badly of it, and
                   what do they bring in? The test is that of the share among those who write.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flows.indicators.before import share_before
from flows.indicators.config import IndicatorsConfig
from flows.indicators.outputs import Estimate, Evidence, MixTest
from flows.indicators.rating_lost import rating_lost
from flows.indicators.share_mix import with_mix
from flows.indicators.topic_talk import AtRisk, BadTalk, Rated
from flows.indicators.vocabulary import Subject
from flows.indicators.wording import amount, number, signed, span

NAME = "weakness_topic"
FORMULA_VERSION = "4"
RATE, LOST, CUSTOMERS, REVENUE = ("negative_rate", "rating_lost", "customers_at_risk", "revenue_at_risk")


def measure(given: BadTalk | AtRisk | Rated, config: IndicatorsConfig) -> Estimate:
    """One of the questions, by what is given."""
    if isinstance(given, BadTalk):
        return _rate(given, config)
    if isinstance(given, AtRisk):
        return _at_risk(given, config)
    return rating_lost(given, config, (NAME, FORMULA_VERSION, LOST))


def _rate(talk: BadTalk, config: IndicatorsConfig) -> Estimate:
    found = _share(
        talk,
        RATE,
        config.weakness_topic.delta,
        config,
        what=f"the share of what customers say about {_named(talk.subject)} that is bad",
    )
    return replace(found, evidence=(*talk.causes, *_read(found, talk), *found.evidence))


def _at_risk(risk: AtRisk, config: IndicatorsConfig) -> Estimate:
    talk, is_money = risk.talk, risk.unit != "customers"
    metric = REVENUE if is_money else CUSTOMERS
    who = f"the share of customers who speak badly of {_named(talk.subject)}"
    share = _share(talk, metric, config.weakness_topic.delta_customers, config, what=who)
    told = replace(share, short=share.short.replace("bad words about", "what is at risk through"))
    if told.mix:  # so small a share counts that chance alone is mostly more
        told = replace(told, mix=replace(told.mix, chance=config.weakness_topic.delta))
    found = _times(told, risk.amount / 100, risk.unit)
    if share.change is None:
        return found
    low, high = found.ci or (0.0, 0.0)
    whole = f"{number(risk.amount, 0)} {risk.unit}" if is_money else amount(risk.amount, risk.unit)
    fact = (
        f"{number(found.value or 0, 0)} of {whole} of {talk.subject.brand} are at risk in "
        f"{span(found.window, talk.frequency)} if all customers feel as those who write, against "
        f"{number(found.comparison or 0, 0)} at the share of the months before ({signed(round(found.change or 0))}, "
        f"95 % interval {signed(round(low))} to {signed(round(high))}): {number(share.value or 0)} % of "
        f"{amount(share.n, 'customers')} speak badly of {_named(talk.subject)}, {number(share.comparison or 0)} % "
        "before"
    )
    return replace(found, fact=fact, evidence=_read(found, talk))


def _share(talk: BadTalk, metric: str, delta: float, config: IndicatorsConfig, *, what: str) -> Estimate:
    now = talk.windows[-1].window
    frame = Estimate(
        indicator=NAME,
        subject=talk.subject,
        metric=metric,
        frequency=talk.frequency,
        window=now,
        delta=delta,
        unit="percentage points",
        more_is_worse=True,
        short=f"bad words about {_named(talk.subject)} in {span(now, talk.frequency)}",
        sources=talk.sources,
        family_size=talk.tested,
        formula_version=FORMULA_VERSION,
    )
    longest = config.weakness_topic.baseline_windows
    found = share_before(frame, talk.windows, config, longest=longest, what=what)
    return with_mix(found, talk.strata, config, longest) if talk.strata else found


def _times(share: Estimate, factor: float, unit: str) -> Estimate:
    """A share in per cent, told in what a per cent stands for; the test stays that of the share."""
    times: Callable[[float | None], float | None] = lambda value: None if value is None else value * factor  # noqa: E731
    return replace(
        share,
        value=times(share.value),
        comparison=times(share.comparison),
        change=times(share.change),
        harm=times(share.harm),
        ci=None if share.ci is None else (share.ci[0] * factor, share.ci[1] * factor),
        delta=share.delta * factor,
        sampling=None if share.sampling is None else share.sampling * factor**2,
        wander=None if share.wander is None else share.wander * factor**2,
        unit=unit,
        mix=_mix_times(share.mix, factor),
    )


def _mix_times(mix: MixTest | None, factor: float) -> MixTest | None:
    return replace(mix, decomposition=mix.decomposition.times(factor), chance=mix.chance * factor) if mix else None


def _read(found: Estimate, talk: BadTalk) -> tuple[Evidence, ...]:
    """The bad ones, to be read."""
    if not talk.event_ids or not talk.subject.topic:
        return ()
    sides = (found.value, found.comparison, found.change, found.n, found.n_comparison)
    return (Evidence(1, "topic", talk.subject.topic, *sides, talk.event_ids),)


def _named(subject: Subject) -> str:
    return f"{subject.brand}, {subject.topic.replace('_', ' ')}" if subject.topic else subject.brand
