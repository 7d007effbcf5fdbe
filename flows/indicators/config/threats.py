"""Threats, and what customers begin to talk about."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from flows.indicators.config.base import Positive, Section, Share
from flows.indicators.vocabulary import Frequency


class PerceptionDrop(Section):
    """A window against the `baseline_windows` before it."""

    windows: tuple[Frequency, ...] = ("week", "month")
    baseline_windows: int = Field(default=12, ge=3, le=52)


class PerceptionYoy(Section):
    """A period against the same one a year before, like for like.

    `gap_months`: the months just before the judged one do not tell how much the level wanders; a slide that is under
    way would widen the noise and hide itself.
    """

    windows: tuple[Frequency, ...] = ("month", "quarter")
    gap_months: int = Field(default=3, ge=0, le=12)
    minimum_stratum: int = Field(default=10, ge=1)
    minimum_common_share: Share = 0.5


class PerceptionTrend(Section):
    """A slope over the last `points` windows, which must span `season.minimum_months`."""

    windows: tuple[Frequency, ...] = ("month",)
    minimum_points: int = Field(default=12, ge=12)
    points: int = Field(default=24, ge=24)
    resamples: int = Field(default=499, ge=199, le=9999)


class NewEntrant(Section):
    """An unknown brand. `delta`: customers who mention it, more per 1,000 texts; under `minimum_customers`: no word."""

    windows: tuple[Frequency, ...] = ("week",)
    delta: Positive = 1
    minimum_customers: int = Field(default=3, ge=1)
    minimum_switching: int = Field(default=5, ge=1)


class EmergingTheme(Section):
    """A phrase that no topic covers. `delta`: customers who say it, more per 1,000 texts without a topic.

    `growth`: said in so many times the share of texts, at least. Of fewer than `minimum_customers` nothing is shown.
    `variation`: how much any word's rate varies from month to month at least, as a share of it (standard deviation).
    """

    windows: tuple[Literal["month"], ...] = ("month",)
    baseline_windows: int = Field(default=12, ge=1, le=12)
    delta: Positive = 1
    growth: float = Field(default=2, ge=1)
    variation: Share = 0.25
    minimum_customers: int = Field(default=5, ge=5)


class ThreatSections(Section):
    """One section per indicator, named after it."""

    perception_drop: PerceptionDrop = PerceptionDrop()
    perception_yoy: PerceptionYoy = PerceptionYoy()
    perception_trend: PerceptionTrend = PerceptionTrend()
    new_entrant: NewEntrant = NewEntrant()
    emerging_theme: EmergingTheme = EmergingTheme()
