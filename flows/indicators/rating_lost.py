"""What a topic costs in rating: the average of those who do not speak badly of it, less the average of all.

That difference is the share of raters who speak badly of it times how much lower these rate. It is an association: what
is named together with other troubles shares their loss. Customers in independent groups are drawn anew (B. Efron,
Ann. Statist. 7 (1979) 1-26; A. Davison and D. Hinkley, Bootstrap Methods and their Application (1997)).
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import t

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.power import reach, t_quantile
from flows.indicators.formulas.scores import Floats
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.topic_talk import Rated
from flows.indicators.wording import amount, number, signed, span

DRAWS = 2000
ROUNDS = 6
Named = tuple[str, str, str]
"""Indicator, formula version, metric."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Average ratings of all, of those who name the topic as bad, of the others; `error` of all less others."""

    everyone: float
    naming: float
    others: float
    share: float
    error: float
    groups: int


def rating_lost(rated: Rated, config: IndicatorsConfig, named: Named) -> Estimate:
    """value is the average rating, comparison that of those who do not speak badly of the topic."""
    naming, everyone = rated.customers
    frame = _frame(rated, config, named)
    least = max(config.proof.minimum_customers, config.weakness_topic.minimum_raters)
    if min(naming, everyone - naming) < least:
        side = min(naming, everyone - naming)
        return replace(frame, blocked=f"a side has {amount(side, 'customers')} who rated, and {least} are the least")
    loss = loss_of(rated)
    change, df = loss.everyone - loss.others, loss.groups - 1
    width = t_quantile((1 + config.proof.confidence) / 2, df) * loss.error
    score = change / loss.error if loss.error else 0.0
    found = replace(
        frame,
        value=loss.everyone,
        comparison=loss.others,
        change=change,
        harm=-change,
        ci=(change - width, change + width),
        p_harm=float(t.cdf(score, df)),
        p_improved=float(t.sf(score, df)),
        sampling=_sampling(loss, everyone, frame.delta, config),
        wander=0.0,
        df=float(df),
    )
    return replace(found, fact=_fact(rated, found, loss), evidence=_evidence(rated, found))


def _sampling(loss: Loss, customers: int, delta: float, config: IndicatorsConfig) -> float:
    """The variance at a loss that is just detectable.

    A loss is a share times a distance, and the share of so many customers scatters: by (1 - share) / (share n) of the
    squared loss, of which the bootstrap saw what the loss of now brings.
    """
    scatter = (1 - loss.share) / (loss.share * customers)
    rest = max(0.0, loss.error**2 - scatter * (loss.others - loss.everyone) ** 2)
    factor, size = reach(loss.groups - 1, config.proof.alpha, config.proof.power), delta
    for _ in range(ROUNDS):
        size = max(delta, factor * math.sqrt(rest + scatter * size**2))
    return rest + scatter * size**2


def loss_of(rated: Rated) -> Loss:
    """The averages, and the bootstrap's standard error of the loss over groups."""
    used = rated.everyone[:, 0] > 0
    everyone, naming = rated.everyone[used], rated.naming[used]
    drawn = _drawn(everyone, naming)
    all_n, all_sum = everyone.sum(axis=0)
    named_n, named_sum = naming.sum(axis=0)
    return Loss(
        everyone=float(all_sum / all_n),
        naming=float(named_sum / named_n),
        others=float((all_sum - named_sum) / (all_n - named_n)),
        share=float(named_n / all_n),
        error=float(drawn.std(ddof=1)),
        groups=max(2, int((naming[:, 0] > 0).sum())),
    )


def _drawn(everyone: Floats, naming: Floats) -> Floats:
    """The loss in each resample of groups; resamples without a customer on the other side are left out."""
    seed = [zlib.crc32(np.ascontiguousarray(each).tobytes()) for each in (everyone, naming)]
    groups = len(everyone)
    times = np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), DRAWS).astype(np.float64)
    whole, named = times @ everyone, times @ naming
    rest = whole - named
    fits = rest[:, 0] > 0
    return np.asarray(whole[fits, 1] / whole[fits, 0] - rest[fits, 1] / rest[fits, 0], dtype=np.float64)


def _frame(rated: Rated, config: IndicatorsConfig, named: Named) -> Estimate:
    indicator, version, metric = named
    about = rated.subject.topic.replace("_", " ") or "anything"
    return Estimate(
        indicator=indicator,
        subject=rated.subject,
        metric=metric,
        frequency=rated.frequency,
        window=rated.window,
        n=rated.customers[1],
        n_comparison=rated.customers[1] - rated.customers[0],
        test="bootstrap of groups of customers, t of the groups that name it, one-sided",
        delta=config.weakness_topic.delta_rating,
        unit="points of rating",
        short=f"what {about} costs {rated.subject.brand} in rating in {span(rated.window, rated.frequency)}",
        sources=rated.sources,
        family_size=rated.tested,
        formula_version=version,
    )


def _fact(rated: Rated, found: Estimate, loss: Loss) -> str:
    low, high = found.ci or (0.0, 0.0)
    what = rated.subject.topic.replace("_", " ") or "something"
    return (
        f"{number(100 * loss.share)} % of the ratings of {rated.subject.brand} in "
        f"{span(rated.window, rated.frequency)} come with bad words about {what}, and they are {number(loss.naming)} "
        f"of 100 where the others are {number(loss.others)}: that goes with {number(-(found.change or 0))} points less "
        f"on average (95 % interval {signed(low)} to {signed(high)}; {amount(rated.customers[1], 'customers')} who "
        f"rated and wrote, {number(rated.customers[0])} of them with bad words about it)"
    )


def _evidence(rated: Rated, found: Estimate) -> tuple[Evidence, ...]:
    if not rated.subject.topic:
        return ()
    sides = (found.value, found.comparison, found.change, rated.customers[0], rated.customers[1])
    return (Evidence(1, "topic", rated.subject.topic, *sides, rated.event_ids),)
