"""What the indicators of service share: the frame of an estimate, its test against a level, its sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy.stats import t

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.power import t_quantile
from flows.indicators.formulas.scores import Interval, critical_of
from flows.indicators.levels import Baseline, Levels, baseline_of, mark_episodes
from flows.indicators.outputs import Estimate
from flows.indicators.service import Series
from flows.indicators.vocabulary import Window
from flows.indicators.wording import amount, in_number, moved, number, signed, span

Named = tuple[str, str]
"""An indicator's name and the version of its formula."""


def frame_of(series: Series, past: Sequence[Window], now: Window, named: Named) -> Estimate:
    """Whom, when and what; numbers are still to come."""
    return Estimate(
        indicator=named[0],
        formula_version=named[1],
        subject=series.subject,
        metric=series.metric,
        frequency=series.frequency,
        window=now,
        comparison_window=Window(past[0].start, past[-1].end) if past and series.target is None else None,
        delta=series.delta,
        unit=series.words.unit,
        each=series.words.each,
        more_is_worse=series.words.more_is_worse,
        short=f"{name_of(series)} in {span(now, series.frequency)}",
        sources=series.sources,
        evidence=series.evidence,
    )


def name_of(series: Series) -> str:
    """As a sentence names it."""
    return series.words.name.format(brand=series.subject.brand)


def blocked_by(series: Series, frame: Estimate, windows: int, config: IndicatorsConfig) -> str:
    """Why nothing can be said though there are numbers; empty where it can."""
    least, fewest = config.proof.minimum_customers, frame.n
    if series.blocked:
        return series.blocked
    if series.target is None:
        fewest = min(fewest, frame.n_comparison)
        if windows < 2:
            return "there are not two earlier windows to compare with"
    return f"a side has {amount(fewest, frame.each)}, and {least} are the least" if fewest < least else ""


def level_of(
    values: Sequence[float], customers: Sequence[float], spread: float, series: Series, config: IndicatorsConfig
) -> Baseline:
    """What the windows before show, in the words' unit, past episodes taken out; `spread` is one answer's variance."""
    side = -1 if series.words.more_is_worse else 1
    sampling = spread / np.array(customers, dtype=np.float64)
    levels = Levels(np.array(values, dtype=np.float64), sampling, np.ones(len(values), dtype=np.int64), spread, 1.0)
    fell = mark_episodes(
        side * levels.values, levels, kept=1.0, windows=len(values), delta=series.delta, proof=config.proof
    )
    return baseline_of(levels.values, sampling, fell, 1.0)


def compared(
    frame: Estimate,
    sides: tuple[float, float],
    limits: Callable[[float], Interval],
    df: float,
    config: IndicatorsConfig,
) -> Estimate:
    """The frame with (value, comparison), change, interval and both p; `limits` takes a critical value of t."""
    change = sides[0] - sides[1]
    critical = critical_of(change, limits)
    below, above = float(t.cdf(critical, df)), float(t.sf(critical, df))
    worse = frame.more_is_worse
    return replace(
        frame,
        value=sides[0],
        comparison=sides[1],
        change=change,
        harm=change if worse else -change,
        ci=limits(t_quantile((1 + config.proof.confidence) / 2, df)),
        p_harm=above if worse else below,
        p_improved=below if worse else above,
        df=df,
    )


def fact_of(estimate: Estimate, series: Series, windows: int) -> str:
    """The sentence: from where to where, how sure, how many."""
    value, comparison, change = estimate.value or 0.0, estimate.comparison or 0.0, estimate.change or 0.0
    low, high = estimate.ci or (change, change)
    sign, when = series.words.sign, span(estimate.window, series.frequency)
    sure = f"{signed(change)} {in_number(change, estimate.unit)}, 95 % interval {signed(low)} to {signed(high)}"
    seen = amount(estimate.n, estimate.each)
    if series.target is not None:
        return (
            f"{name_of(series)} was {number(value)}{sign} in {when} against {series.target_name} "
            f"{number(comparison)}{sign} ({sure}; {seen})"
        )
    if moved(change) == "stayed":
        went = f"stayed at {number(value)}{sign}"
    else:
        went = f"{moved(change)} from {number(comparison)}{sign} to {number(value)}{sign}"
    return (
        f"{name_of(series)} {went} in {when} ({sure}; {seen} now, {number(estimate.n_comparison)} in the {windows} "
        f"{series.frequency}s before)"
    )
