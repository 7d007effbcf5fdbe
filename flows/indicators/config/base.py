"""What every section of config/indicators.yaml shares: how a value may look, what counts, how much proof it takes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flows.indicators.vocabulary import Metric

Share = Annotated[float, Field(gt=0, lt=1)]
Positive = Annotated[float, Field(gt=0)]


class Section(BaseModel):
    """A part of the file: unknown names are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Delta(Section):
    """The smallest change worth acting on (delta): points for NPS and net sentiment, per cent points for CSAT."""

    nps: Positive = 5
    csat: Positive = 3
    net_sentiment: Positive = 5

    def of(self, metric: Metric) -> float:
        return {"nps": self.nps, "csat": self.csat, "net_sentiment": self.net_sentiment}[metric]


class Proof(Section):
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


class Episodes(Section):
    """From which verdict on a threat or a weakness is an episode, with a state, an owner and alerts."""

    loud_from: Literal["watch", "warning", "critical"] = "warning"


class Season(Section):
    """Seasonal factors are used from this much history on."""

    minimum_months: int = Field(default=24, ge=24)
