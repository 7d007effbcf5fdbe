"""Goals: how far a SMART goal is on its straight path from baseline to target.

The point against the path decides before the deadline (on track, behind), against the target after it (achieved,
missed): a goal is an agreement, no question of proof. How sure the change since the baseline is, and what a month like
this can show at all, stand beside it. A fifth fewer complaints can be told from chance only from about 355 of them in a
baseline of equal exposure.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.goals import Path
from flows.indicators.formulas.power import reach
from flows.indicators.goal import GoalRead
from flows.indicators.goal_levels import Standing, standing
from flows.indicators.goal_told import fact_of, figure
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.planned import MEASURES
from flows.indicators.vocabulary import Subject, Verdict, Window
from flows.indicators.wording import span

NAME = "goal_progress"
FORMULA_VERSION = "5"


def measure(read: GoalRead, config: IndicatorsConfig) -> Estimate:
    """One goal in one month."""
    frame = _frame(read)
    if not read.heard:
        return frame
    found = standing(read, config.proof)
    if isinstance(found, str):
        return replace(frame, n=1, blocked=found)
    path = path_of(read, found)
    if path is None:
        aim = figure(read.goal.target_from(found.base))
        return replace(frame, n=found.n, blocked=f"the target of {aim} is no better than the baseline of "
                       f"{figure(found.base)} that was measured")  # fmt: skip
    return _told(frame, read, found, path, config)


def path_of(read: GoalRead, found: Standing) -> Path | None:
    """The goal's path; None where it would not lead to anything better."""
    goal = read.goal
    target = goal.target_from(found.base)
    better = target > found.base if MEASURES[goal.metric].rises else target < found.base
    return Path(goal.start, found.base, goal.due, target) if better else None


def _frame(read: GoalRead) -> Estimate:
    goal, now = read.goal, read.now.window
    baseline = read.baseline
    return Estimate(
        indicator=NAME,
        subject=Subject(goal.scope.brand, item=goal.id),
        metric=goal.metric,
        frequency="month",
        window=now,
        comparison_window=Window(baseline[0].window.start, baseline[-1].window.end) if baseline else None,
        delta=1.0,
        unit=goal.unit or MEASURES[goal.metric].unit,
        each=MEASURES[goal.metric].each,
        more_is_worse=not MEASURES[goal.metric].rises,
        in_family=False,
        short=f"the goal “{goal.name}” in {span(now, 'month')}",
        sources=read.sources,
        formula_version=FORMULA_VERSION,
    )


def _told(frame: Estimate, read: GoalRead, found: Standing, path: Path, config: IndicatorsConfig) -> Estimate:
    ruled = ruled_by(path, found.value, read.now.window)
    limits = None if found.low is None or found.high is None else (found.low, found.high)
    return replace(
        frame,
        value=found.value,
        comparison=found.base,
        change=found.change,
        harm=found.change if frame.more_is_worse else -found.change,
        ci=limits,
        n=max(1, found.n),
        n_comparison=found.n_before,
        test=f"{found.test}; the point against the path",
        delta=abs(path.target - path.baseline),
        sampling=_sampling(found, config),
        wander=None if found.detectable is None else 0.0,
        fact=fact_of(read, found, path, ruled),
        ruled=ruled,
        evidence=_evidence(read, found, path),
    )


def ruled_by(path: Path, value: float, window: Window) -> Verdict:
    """Before the deadline the path at the month's middle decides, then the target."""
    if window.end.date() >= path.due:
        return "achieved" if path.is_reached(value) else "missed"
    return "behind" if path.is_behind(value, middle(window)) else "on_track"


def middle(window: Window) -> date:
    """The day that a month's mean speaks of."""
    return window.middle.date()


def _sampling(found: Standing, config: IndicatorsConfig) -> float | None:
    """The variance with which the house's power calculation gives the change that the sentence tells."""
    if found.detectable is None:
        return None
    return (found.detectable / reach(math.inf, config.proof.alpha, config.proof.power)) ** 2


def _evidence(read: GoalRead, found: Standing, path: Path) -> tuple[Evidence, ...]:
    expected = path.expected(middle(read.now.window))
    steps = (("path in this month", expected), ("target", path.target))
    return tuple(
        Evidence(rank, "fact", name, found.value, aim, found.value - aim, found.n, found.n_before)
        for rank, (name, aim) in enumerate(steps, 1)
    )
