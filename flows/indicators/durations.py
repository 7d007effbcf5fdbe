"""Times against the windows before or a target: by the share that ends within a limit, open cases censored.

Judged so, and not by a median or a ninetieth percentile, it can be said also where most are still open, which is when
it matters. The quantiles stand in the sentence and in the evidence, with Brookmeyer and Crowley's limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from flows.indicators.comparing import Named
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.survival import Limits, Times, ended_by, quantile
from flows.indicators.inputs import Period, share_period
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.service import Lasting, ShareSeries, TimeSeries
from flows.indicators.shares import share_estimate
from flows.indicators.wording import amount, number

USUAL = 0.9
"""Without a limit: within what time so many of those had ended that ended before."""
FOLLOWED = 0.5
"""Such a limit is at most this part of the window, so that half of its cases can be followed so long."""
FINE_HOURS = 24


def time_estimate(series: TimeSeries, config: IndicatorsConfig, named: Named) -> Estimate:
    """The share of the last period's cases that ended within the limit."""
    hours = series.hours if series.hours is not None else usual_hours(series.periods)
    if hours is None:
        return share_estimate(_shares(series, 0.0, blocked=f"none was {series.done} before"), config, named)
    return share_estimate(_shares(series, hours), config, named)


def usual_hours(periods: Sequence[Lasting]) -> float | None:
    """The limit where none is given, in hours rounded as a reader would; None where nothing has ended before."""
    past = np.concatenate([np.zeros(0), *(period.times.ended for period in periods[:-1])])
    if not len(past):
        return None
    longest = FOLLOWED * 24 * periods[-1].window.days
    hours = min(longest, float(np.quantile(past, USUAL, method="inverted_cdf")))
    return round(hours, 1) if hours < FINE_HOURS else float(round(hours))


def _shares(series: TimeSeries, hours: float, blocked: str = "") -> ShareSeries:
    now = series.periods[-1]
    parts = [_period(period, hours) for period in series.periods]
    if now.times.n and not parts[-1].cells:
        blocked = blocked or f"none has been followed for {amount(hours, 'hours')} yet"
        parts[-1] = share_period(now.window, len(now.times.ended), now.times.n, now.customers)
    name = series.words.name.replace("{limit}", amount(hours, "hours") if hours else "the usual time")
    return ShareSeries(
        subject=series.subject,
        metric=series.metric,
        frequency=series.frequency,
        words=replace(series.words, name=name),
        delta=series.delta,
        target=series.target,
        blocked=series.blocked or blocked,
        sources=series.sources,
        evidence=(*_quantiles(series), *series.evidence),
        periods=tuple(parts),
        note=_note(now.times, series.done),
    )


def _period(period: Lasting, hours: float) -> Period:
    """Kaplan and Meier's share of as many cases as are known to have ended by then or not."""
    times = period.times
    share = ended_by(times, hours).value
    known = len(times.ended) + int((times.open >= hours).sum())
    if share is None or not known:
        return Period(period.window)
    return share_period(period.window, round(share * known), known, round(known * period.customers / times.n))


def _note(times: Times, done: str) -> str:
    """`; half were answered within 6 hours, 95 % interval 5 to 8, nine in ten within 41, 95 % interval 33 to 60`."""
    half, most = quantile(times, 0.5), quantile(times, 0.9)
    if half.value is None:
        return f"; fewer than half were {done} while they could be followed"
    text = f"; half were {done} within {amount(half.value, 'hours')}, {_interval(half)}"
    if most.value is None:
        return f"{text}, fewer than nine in ten while they could be followed"
    return f"{text}, nine in ten within {number(most.value)}, {_interval(most)}"


def _interval(limits: Limits) -> str:
    low = number(limits.low or 0.0)
    return f"95 % interval {low} to {number(limits.high)}" if limits.high is not None else f"at least {low}"


def _quantiles(series: TimeSeries) -> tuple[Evidence, ...]:
    """Median and ninetieth percentile, in hours, now and of all windows before together."""
    now, past = series.periods[-1].times, [period.times for period in series.periods[:-1]]
    before = Times(
        np.concatenate([np.zeros(0), *(times.ended for times in past)]),
        np.concatenate([np.zeros(0), *(times.open for times in past)]),
    )
    shares = {"median, hours": 0.5, "90th percentile, hours": 0.9}
    sides = {name: (quantile(now, share).value, quantile(before, share).value) for name, share in shares.items()}
    return tuple(
        Evidence(rank, "fact", name, one, other, None if one is None or other is None else one - other, now.n, before.n)
        for rank, (name, (one, other)) in enumerate(sides.items(), 1)
    )
