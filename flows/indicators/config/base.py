"""What every section of config/indicators.yaml shares: how a value may look, what counts, how much proof it takes."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from flows.indicators.formulas.feasts import Feast, public_holidays
from flows.indicators.vocabulary import Metric


def of_a_hundred(value: float) -> float:
    """A value in per cent as it is; raises ValueError for what was surely meant as a share of one."""
    if 0 < value <= 1:
        raise ValueError(f"{value:g} is a share: write {100 * value:g} for {100 * value:g} %")
    return value


Share = Annotated[float, Field(gt=0, lt=1)]
Positive = Annotated[float, Field(gt=0)]


UNSEEN = {
    "en": 0.59,
    "es": 0.55,
    "ca": 0.63,
    "ru": 0.79,
    "fa": 0.59,
    "de": 0.56,
    "fr": 0.46,
    "it": 0.55,
    "pt": 0.55,
    "ar": 0.45,
    "hi": 0.61,
    "el": 0.6,
    "sw": 0.43,
}
"""Mean F1 of the three labels on published sets of an origin that the models never saw; where there is no set in the
customers' letters (ca, ru, hi), on sentences written later. Own texts are mostly easier: labels tell."""


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


class Accuracy(Section):
    """The share of texts whose sentiment is told rightly, by language (docs/evaluation.md), where no labels say it.

    `other`: of a language that is not named, and where languages are not told apart. Under .4 a change hardly shows.
    """

    accuracy: dict[str, Annotated[float, Field(ge=0.4, le=1)]] = Field(default_factory=lambda: dict(UNSEEN))
    other: float = Field(default=0.55, ge=0.4, le=1)

    def of(self, language: str) -> float:
        return self.accuracy.get(language, self.other)


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


class Calendar(Section):
    """Where customers live: the zone in which a date is theirs, the countries whose holidays are theirs, and feasts.

    `countries` as ISO 3166 writes them, with a region where it matters: ES, ES-CT.
    """

    time_zone: str = "UTC"
    countries: tuple[str, ...] = ()
    feasts: tuple[Feast, ...] = ()

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"no time zone is called {name!r}") from error
        return name

    @field_validator("countries")
    @classmethod
    def _have_holidays(cls, countries: tuple[str, ...]) -> tuple[str, ...]:
        for country in countries:
            public_holidays(country, 2000)
        return countries
