"""What other signs tell of perception and rivals: shifts, expectations, bursts."""

from __future__ import annotations

from pydantic import Field

from flows.indicators.config.base import Positive, Section, Share
from flows.indicators.vocabulary import Frequency


class PerceptionShift(Section):
    """A chart over the weeks after a frozen baseline. `weight`: of the newest week; `limit`: in standard deviations."""

    windows: tuple[Frequency, ...] = ("week",)
    baseline_weeks: int = Field(default=52, ge=26, le=104)
    watched_weeks: int = Field(default=52, ge=13, le=104)
    least_watched_weeks: int = Field(default=8, ge=4)
    weight: Share = 0.2
    limit: Positive = 3.2


class Burst(Section):
    """Many negative or urgent customers at once.

    `hours`, `days`: earlier windows of the same hour (of each day) or weekday that tell what is usual. `minimum`:
    customers beyond the usual number, which must also be more than twice it. `variation`: how much any such rate varies
    by itself at least, as a share of it. `alpha` is small because it is asked every hour.
    """

    windows: tuple[Frequency, ...] = ("hour", "day")
    hours: int = Field(default=28, ge=7, le=56)
    days: int = Field(default=12, ge=4, le=26)
    minimum: int = Field(default=5, ge=2)
    variation: Share = 0.25
    alpha: Share = 0.0005


class CompetitorGain(Section):
    """What rivals gain in public. `delta_voice`: percentage points of our share of voice; `delta_gap`: points."""

    windows: tuple[Frequency, ...] = ("month",)
    baseline_windows: int = Field(default=12, ge=3, le=24)
    delta_voice: Positive = 3
    delta_gap: Positive = 5


class ExpectationShift(Section):
    """A topic in more expectations and requests than in the quarters before. `delta`: percentage points of texts."""

    windows: tuple[Frequency, ...] = ("quarter",)
    baseline_windows: int = Field(default=8, ge=2, le=12)
    delta: Positive = 1


class GrowthVsPerception(Section):
    """Business up while perception warns. `growth`: per cent more than in the same quarter a year before."""

    windows: tuple[Frequency, ...] = ("quarter",)
    growth: Positive = 2


class PerceptionSections(Section):
    """One section per indicator, named after it."""

    perception_shift: PerceptionShift = PerceptionShift()
    burst: Burst = Burst()
    competitor_gain: CompetitorGain = CompetitorGain()
    expectation_shift: ExpectationShift = ExpectationShift()
    growth_vs_perception: GrowthVsPerception = GrowthVsPerception()
