"""Whether complaints pile up: how many of those that come in are not made up for by others that end.

The age of what is open cannot tell: once all of it is old it stays so however much there is, and what is open for
months would be counted again in each of them. Coming in and ending happen once to each complaint. The excess of a
window is one value; its mean over the windows is held against none by Student's t, which is careful where a backlog
returns to its level: then what one window adds a later one takes away.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.stats import t

from flows.indicators.comparing import Named
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.power import t_quantile
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.vocabulary import Frequency, Subject, Window
from flows.indicators.wording import amount, number, signed, span

METRIC = "backlog_growth"
FEWEST_WINDOWS = 3


@dataclass(frozen=True, slots=True)
class Flow:
    """One window's complaints that came in, and those that ended in it, whenever they had come in."""

    window: Window
    came: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklogFlow:
    """Of one brand: windows oldest first, the last one judged; complaints open at its end."""

    subject: Subject
    frequency: Frequency
    windows: tuple[Flow, ...]
    still_open: int
    sources: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()

    metric: str = METRIC


def growth_estimate(flow: BacklogFlow, config: IndicatorsConfig, named: Named) -> Estimate:
    """value is how many more came in than ended, of 100 that came in over all of the windows; comparison is none."""
    came = np.array([each.came for each in flow.windows], dtype=np.float64)
    gone = np.array([each.gone for each in flow.windows], dtype=np.float64)
    frame = _frame(flow, int(came.sum()), int(gone.sum()), config, named)
    least = config.proof.minimum_customers
    if frame.n < least:
        return replace(frame, blocked=f"{amount(frame.n, 'complaints')} came in, and {least} are the least")
    if len(came) < FEWEST_WINDOWS:
        return replace(frame, blocked=f"there are not {FEWEST_WINDOWS} windows in which ends were told")
    value = 100 * float((came - gone).sum() / came.sum())
    # Spread of the excess around its share of what came in, as that of any ratio of two means.
    error = 100 * float(np.std(came - gone - came * value / 100, ddof=1)) * math.sqrt(len(came)) / float(came.sum())
    error = max(error, 100 / float(came.sum()))  # one complaint may always have been another way
    left = len(came) - 1
    half = t_quantile((1 + config.proof.confidence) / 2, left) * error
    found = replace(
        frame,
        value=value,
        comparison=0.0,
        change=value,
        harm=value,
        ci=(value - half, value + half),
        p_harm=float(t.sf(value / error, left)),
        p_improved=float(t.cdf(value / error, left)),
        sampling=error**2,
        wander=0.0,
        df=float(left),
        baseline=len(came),
        cap_at_watch="" if came[-1] > gone[-1] else "in the newest window no more came in than ended",
    )
    return replace(found, fact=_fact(flow, found))


def _frame(flow: BacklogFlow, came: int, gone: int, config: IndicatorsConfig, named: Named) -> Estimate:
    now = flow.windows[-1].window
    return Estimate(
        indicator=named[0],
        formula_version=named[1],
        subject=flow.subject,
        metric=flow.metric,
        frequency=flow.frequency,
        window=now,
        comparison_window=Window(flow.windows[0].window.start, now.end),
        n=came,
        n_comparison=gone,
        test="Student's t of the windows' excess, one-sided",
        delta=config.recovery.backlog_growth,
        unit="of 100 that came in",
        each="complaints",
        more_is_worse=True,
        short=f"what complaints to {flow.subject.brand} are left open up to {span(now, flow.frequency)}",
        sources=flow.sources,
        evidence=flow.evidence,
    )


def _fact(flow: BacklogFlow, found: Estimate) -> str:
    low, high = found.ci or (0.0, 0.0)
    value = found.value or 0.0
    return (
        f"of 100 complaints to {flow.subject.brand} that came in, {number(abs(value))} "
        f"{'more' if value >= 0 else 'fewer'} were left open, over the {len(flow.windows)} "
        f"{flow.frequency.replace('_', '-')}s up to "
        f"{span(found.window, flow.frequency)} (95 % interval {signed(low)} to {signed(high)}; "
        f"{number(found.n)} came in, {number(found.n_comparison)} ended, {number(flow.still_open)} are open at its end)"
    )
