"""What an objective on a finding's metric asks for, told by the goal that it is going to be.

`goal_progress` reads a goal month by month, against the months that its baseline is measured from. So that no draft
promises what its goal then denies, both the baseline and the change that a month can show come from there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flows.indicators.config import IndicatorsConfig, Proof
from flows.indicators.goal import Goal, GoalRead, Measured, Scope
from flows.indicators.goal_levels import Standing, standing
from flows.indicators.planned import MEASURES, SCALES, Followed, Measure
from flows.names import when
from flows.swot.content.finding import Finding
from flows.swot.moved import moved
from flows.windows import GRAINS, Window, last_closed, parse_window

Follow = Callable[[Goal], GoalRead | None]
"""A goal as it would be read in the newest whole month; None where nobody was heard of it yet."""
DEADLINES = (3, 6, 12)
"""Months."""
A_QUARTER = 3
REACHABLE = 3
"""A target may be so many times delta away, or as far as what was lost: beyond that it is no realistic one."""
SMALL = 10
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """What an objective on one finding's metric asks for.

    months  that the baseline is measured from, `level` where the metric stands in them and what a month shows
    month   the one that was read
    shown   the change that such a month shows, at the baseline or at the target, whichever is larger
    delta   the smallest change that counts, in the metric's unit
    """

    found: Finding
    metric: Followed
    scope: Scope
    months: Window
    month: Window
    level: Standing
    target: float
    shown: float
    delta: float

    @property
    def step(self) -> float:
        return abs(self.target - self.level.base)

    @property
    def is_realistic(self) -> bool:
        """Whether the scale goes so far that the step can be told from chance, and the step is not out of reach."""
        is_like = math.isfinite(SCALES[MEASURES[self.metric].kind][1])
        lost = max(self.found.harm or 0.0, 0.0) if is_like else 0.0
        return self.shown <= self.step <= max(REACHABLE * self.delta, lost) + _unit(self.target)

    @property
    def deadline(self) -> int:
        """Months to it: a quarter for each delta, a year at most."""
        quarters = math.ceil(round(self.step / self.delta, 1))
        return next((months for months in DEADLINES if months >= A_QUARTER * quarters), DEADLINES[-1])


def plan_of(found: Finding, metric: Followed, follow: Follow, config: IndicatorsConfig, as_of: datetime) -> Plan | str:
    """Baseline, step and target for one metric; or why there is none."""
    month = last_closed(as_of, "month")
    if is_later(found, month):
        return f"it began after {when(month)}, the last whole month, and goals are read by whole months"
    scope, months = Scope(found.brand, found.topic, found.channel), months_of(found, month)
    read = follow(_trial(metric, scope, months, month))
    if read is None or not read.heard:
        return f"{when(month)} tells nothing of {MEASURES[metric].name}"
    level = standing(read, config.proof)
    if isinstance(level, str):
        return level
    delta = delta_of(metric, level.base, config)
    target, shown = _aimed(read, level, delta, config.proof)
    return Plan(found, metric, scope, months, month, level, target, shown, delta)


def is_later(found: Finding, month: Window) -> bool:
    """Whether it was first found after this month, which then is no baseline for it."""
    is_after = parse_window(found.label).start >= month.end
    return is_after and (found.episode is None or found.episode.since > month.end)


def months_of(found: Finding, last: Window) -> Window:
    """What the baseline is measured from: the finding's own months; of a shorter or a later window the last one."""
    window = parse_window(found.label)
    is_whole = GRAINS.index(window.grain) >= GRAINS.index("month") and window.end <= last.end
    return window if is_whole else last


def _trial(metric: Followed, scope: Scope, months: Window, month: Window) -> Goal:
    """The goal, so far as reading it takes."""
    return Goal(
        id="draft",
        name="draft",
        metric=metric,
        scope=scope,
        baseline=Measured(months.start.date(), months.end.date()),
        start=month.start.date(),
        deadline=month.end.date(),
        owner="draft",
    )


def delta_of(metric: Followed, base: float, config: IndicatorsConfig) -> float:
    """The smallest change that counts, in the metric's unit."""
    points: dict[Followed, float] = {
        "nps": config.delta.nps,
        "csat": config.delta.csat,
        "net_sentiment": config.delta.net_sentiment,
        "reply_share": config.reply_coverage.delta,
        "on_time_share": config.base_service.on_time,
    }
    part = config.base_service.defects if metric == "complaints_per_1000" else config.action_effect.rate
    return points.get(metric, base * part)


def _aimed(read: GoalRead, level: Standing, delta: float, proof: Proof) -> tuple[float, float]:
    """The target, and the change that a month at the baseline or at the target shows: never more than is asked for,
    unless the scale ends before.
    """
    measure = MEASURES[read.goal.metric]
    shown, target = _shown(level), level.base
    for _ in range(ROUNDS):
        target = target_of(level.base, max(delta, shown), measure)
        shown = max(shown, _shown(standing(moved(read, target), proof)))
        if shown <= abs(target - level.base) or not math.isfinite(shown):
            break
    return target, shown


def _shown(level: Standing | str) -> float:
    return math.inf if isinstance(level, str) or level.detectable is None else level.detectable


def target_of(base: float, step: float, measure: Measure) -> float:
    """As a report shows numbers, rounded away from the baseline: a little more than can be shown, never less."""
    low, high = SCALES[measure.kind]
    target = base + step if measure.rises else base - step
    unit = _unit(target)
    rounded = math.ceil if measure.rises else math.floor
    return min(high, max(low, round(rounded(round(target / unit, 6)) * unit, 2)))


def _unit(value: float) -> float:
    """The last place shown of a value."""
    return 0.01 if abs(value) < SMALL else 0.1
