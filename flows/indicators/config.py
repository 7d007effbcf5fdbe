"""The shape of config/indicators.yaml: what counts as a change worth saying, and how much proof it takes.

Pure data; `flows.config` reads the file and says where it is wrong. The defaults are those of the shipped file.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flows.indicators.vocabulary import Frequency, Metric

Share = Annotated[float, Field(gt=0, lt=1)]
Positive = Annotated[float, Field(gt=0)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Delta(_Section):
    """The smallest change worth acting on (delta): points for NPS and net sentiment, per cent points for CSAT."""

    nps: Positive = 5
    csat: Positive = 3
    net_sentiment: Positive = 5

    def of(self, metric: Metric) -> float:
        return {"nps": self.nps, "csat": self.csat, "net_sentiment": self.net_sentiment}[metric]


class Proof(_Section):
    """What a verdict takes. `windows_for_full_confidence`: with fewer baseline windows nothing is above `watch`."""

    alpha: Share = 0.05
    alpha_critical: Share = 0.01
    power: Share = 0.8
    confidence: Share = 0.95
    minimum_customers: int = Field(default=10, ge=2)
    windows_for_full_confidence: int = Field(default=8, ge=3)

    @model_validator(mode="after")
    def _critical_takes_more(self) -> Proof:
        if self.alpha_critical > self.alpha:
            raise ValueError("alpha_critical is at most alpha")
        return self


class PerceptionDrop(_Section):
    """A window against the `baseline_windows` before it."""

    windows: tuple[Frequency, ...] = ("week", "month")
    baseline_windows: int = Field(default=12, ge=3, le=52)


class PerceptionYoy(_Section):
    """A period against the same one a year before, like for like.

    `gap_months`: the months just before the judged one do not tell how much the level wanders; a slide that is under
    way would widen the noise and hide itself.
    """

    windows: tuple[Frequency, ...] = ("month", "quarter")
    gap_months: int = Field(default=3, ge=0, le=12)
    minimum_stratum: int = Field(default=10, ge=1)
    minimum_common_share: Share = 0.5


class PerceptionTrend(_Section):
    """A slope over the last `points` windows, which must span `season.minimum_months`."""

    windows: tuple[Frequency, ...] = ("month",)
    minimum_points: int = Field(default=12, ge=12)
    points: int = Field(default=24, ge=24)
    resamples: int = Field(default=499, ge=199, le=9999)


class Season(_Section):
    """Seasonal factors are used from this much history on."""

    minimum_months: int = Field(default=24, ge=24)


class NewEntrant(_Section):
    """An unknown brand. `delta`: customers who mention it, more per 1,000 texts; under `minimum_customers`: no word."""

    windows: tuple[Frequency, ...] = ("week",)
    delta: Positive = 1
    minimum_customers: int = Field(default=3, ge=1)
    minimum_switching: int = Field(default=5, ge=1)


class EmergingTheme(_Section):
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


class ResponseBias(_Section):
    """Mix drift in Cohen's w: from `watch` on it is said, from `warning` on it is loud."""

    watch: Positive = 0.1
    warning: Positive = 0.3


class Volume(_Section):
    """A loss of volume: under `share` of what was expected and p below `alpha`."""

    share: Share = 0.8
    alpha: Share = 0.001
    baseline_windows: int = Field(default=12, ge=3, le=52)


class Outage(_Section):
    """A silent source: longer than ever before in `minimum_days`, and p below `alpha`.

    It holds up what `share` of its answers comes from it, for `windows` windows; then the source counts as ended.
    """

    alpha: Share = 0.001
    minimum_days: int = Field(default=28, ge=14)
    share: Share = 0.05
    windows: int = Field(default=2, ge=1, le=3)


class IndicatorsConfig(_Section):
    """config/indicators.yaml as a whole."""

    delta: Delta = Delta()
    proof: Proof = Proof()
    season: Season = Season()
    perception_drop: PerceptionDrop = PerceptionDrop()
    perception_yoy: PerceptionYoy = PerceptionYoy()
    perception_trend: PerceptionTrend = PerceptionTrend()
    new_entrant: NewEntrant = NewEntrant()
    emerging_theme: EmergingTheme = EmergingTheme()
    response_bias: ResponseBias = ResponseBias()
    volume_drop: Volume = Volume()
    source_outage: Outage = Outage()
