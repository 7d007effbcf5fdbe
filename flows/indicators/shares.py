"""A share or a net score against its own windows before, whose noise counts, or against a target.

Intervals are Newcombe's (adjusted Wald for net scores), widened by the level's own movement between windows (`before`).
Against a target the question is of this window alone, so that noise between windows has no say: Wilson's limits, and
the exact binomial p where a cell is under five.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from flows.indicators.before import difference_from, level_of, share_before
from flows.indicators.comparing import Named, blocked_by, compared, fact_of, frame_of, name_of
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.exact import SMALL_CELL
from flows.indicators.formulas.goals import against_target
from flows.indicators.formulas.scores import Interval, Sample
from flows.indicators.inputs import NOTHING, PerceptionSeries, Period
from flows.indicators.outputs import Estimate
from flows.indicators.perception import measured
from flows.indicators.service import ShareSeries
from flows.indicators.strata import as_sample, value_or_none
from flows.indicators.vocabulary import Metric


def share_estimate(series: ShareSeries, config: IndicatorsConfig, named: Named) -> Estimate:
    """The last period of a series against its target, or against the periods before it."""
    now = series.periods[-1]
    past = [period for period in series.periods[:-1] if period.counts.n] if series.target is None else []
    frame = replace(
        frame_of(series, [period.window for period in past], now.window, named),
        value=value_or_none(now.counts, _like(series)),
        n=now.counts.customers,
        n_comparison=sum(period.counts.customers for period in past),
    )
    if why := blocked_by(series, frame, len(past), config):
        return replace(frame, blocked=why)
    if series.target is not None:
        found = _against_target(series, series.target, frame, config)
    elif series.words.is_signed:
        found = _net_before(series, past, frame, config)
    else:
        found = share_before(frame, series.periods, config, longest=len(series.periods), what=name_of(series))
    return replace(found, fact=f"{found.fact.removesuffix(')')}{series.note})") if series.note else found


def _like(series: ShareSeries) -> Metric:
    """The metric of perception that counts alike."""
    return "nps" if series.words.is_signed else "csat"


def _net_before(series: ShareSeries, past: Sequence[Period], frame: Estimate, config: IndicatorsConfig) -> Estimate:
    perception = PerceptionSeries(series.subject, "nps", series.frequency, series.periods)
    counts, before = series.periods[-1].counts, sum((period.counts for period in past), NOTHING)
    level = level_of(perception, len(past), config, longest=len(series.periods), delta=series.delta)
    difference = difference_from(level, counts, before, "nps")
    found = measured(frame, difference, config, comparison=level.value, windows=level.baseline.windows)
    return replace(found, fact=fact_of(found, series, len(past)))


def _against_target(series: ShareSeries, target: float, frame: Estimate, config: IndicatorsConfig) -> Estimate:
    now = as_sample([series.periods[-1].counts], _like(series), 1.0)
    value = float(now.value[0])

    def limits(critical: float) -> Interval:
        down, up = now.arms(critical)
        return value - target - float(down[0]), value - target + float(up[0])

    found = compared(frame, (value, target), limits, math.inf, config)
    moved = now.moved(target - value + (frame.delta if frame.more_is_worse else -frame.delta), now.n)
    test = f"{'adjusted Wald' if now.signed else 'Wilson'} limits against a target, one-sided"
    found = replace(found, test=test, sampling=float(moved.variance[0]), wander=0.0)
    found = found if now.signed else _with_exact(found, now, target)
    return replace(found, fact=fact_of(found, series, 0))


def _with_exact(found: Estimate, now: Sample, target: float) -> Estimate:
    """Where a cell is under five, the larger of the estimate's p and the binomial's."""
    positive, n = (round(float(np.sum(each))) for each in (now.positive, now.n))
    if min(positive, n - positive) >= SMALL_CELL:
        return found
    tails, worse = against_target(positive, n, target / 100), found.more_is_worse
    return replace(
        found,
        p_harm=max(found.p_harm or 0.0, tails.p_higher if worse else tails.p_lower),
        p_improved=max(found.p_improved or 0.0, tails.p_lower if worse else tails.p_higher),
        test=f"{found.test}; exact binomial",
    )
