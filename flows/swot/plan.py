"""What an objective on a finding's metric could be: the first deadline by which a change shows, and the step."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flows.indicators.config import IndicatorsConfig
from flows.indicators.planned import Followed
from flows.swot.content.finding import Finding

DEADLINES = (3, 6, 12)
"""Months."""
FOLLOWED: dict[str, Followed] = {
    "nps": "nps",
    "csat": "csat",
    "net_sentiment": "net_sentiment",
    "on_time": "on_time_share",
}
"""Metrics of findings whose value is that of a goal's metric, the preferred ones first."""
MEASURED_BY = ("perception_drop", "kpi_breach", "base_service", "perception_yoy")
"""Indicators whose value is the metric in the window, the preferred ones first."""
DAYS_IN_A_MONTH = 365.25 / 12
REACHABLE = 3
"""A target may be so many times delta away, or as far as what was lost: beyond that it is no realistic one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an objective on one finding's metric could be: the deadline in months, None where none would show delta, and
    the step that it asks for.
    """

    found: Finding
    delta: float
    months: int | None
    step: float

    @property
    def is_realistic(self) -> bool:
        lost = max(self.found.harm or 0.0, 0.0)
        return self.step <= max(REACHABLE * self.delta, lost)


def plan_of(finding: Finding, config: IndicatorsConfig) -> Plan:
    """The deadline and the step for one metric."""
    delta = delta_of(finding, config)
    months = deadline_of(finding, delta)
    return Plan(finding, delta, months, max(delta, detectable_in(finding, delta, months or DEADLINES[-1]) or 0.0))


def delta_of(finding: Finding, config: IndicatorsConfig) -> float:
    """The smallest change that counts, in the metric's points."""
    if finding.metric == "on_time":
        return config.base_service.on_time
    return {"nps": config.delta.nps, "csat": config.delta.csat}.get(finding.metric, config.delta.net_sentiment)


def deadline_of(finding: Finding, delta: float) -> int | None:
    """The first of 3, 6 and 12 months whose answers together show a change of delta; None where none do."""
    for months in DEADLINES:
        detectable = detectable_in(finding, delta, months)
        if detectable is not None and detectable <= delta:
            return months
    return None


def detectable_in(finding: Finding, delta: float, months: int) -> float | None:
    """The change that so many months of answers together could show, at today's rate; None where it is not known.

    A window shows d, and n needed ones would show delta. With d² = s + w, s shrinking with the answers and w not
    (the level's own movement): s = (d² - delta²) / (1 - n / needed). Without a number that is enough all of it is w.
    """
    d = finding.detectable
    if d is None:
        return None
    shrinking = 0.0
    if finding.needed and finding.n and finding.needed != finding.n:
        shrinking = (d**2 - delta**2) / (1 - finding.n / finding.needed)
    shrinking = min(max(shrinking, 0.0), d**2)
    times = max(1.0, months * DAYS_IN_A_MONTH / finding.days)
    return math.sqrt(shrinking / times + d**2 - shrinking)
