"""cases.yaml as typed values."""

from __future__ import annotations

from functools import cache

from schemas.case import Stage
from schemas.config_file import read_config
from schemas.scored import Cause
from stack.demo.company import HERE, By, Data
from stack.demo.planted import Backs, Plant


class About(Data, frozen=True):
    """What some cases are about; requests have no cause. "" and no location: any."""

    topic: str
    share: float = 0.0
    cause: Cause | None = None
    product: str = ""
    location: str = ""


class Wave(Plant, frozen=True, kw_only=True):
    """Beside the usual ones so many complaints a month of one kind."""

    brand: str
    topic: str
    cause: Cause
    product: str = ""
    location: str = ""
    months: Backs

    @property
    def about(self) -> About:
        return About(self.topic, cause=self.cause, product=self.product, location=self.location)


class Slow(Plant, frozen=True, kw_only=True):
    """Cases of a brand are acknowledged so many times as late, by weeks back."""

    brand: str
    weeks: Backs


class PlantedCases(Data, frozen=True):
    """What cases.yaml plants."""

    waves: list[Wave]
    slow: list[Slow]


class CasePlan(Data, frozen=True):
    """cases.yaml."""

    source: str
    brands: By
    special_requests: float
    proactive: float
    first_contact: float
    reopened: float
    from_feedback: float
    channels: By
    severities: By
    teams: By
    hours: dict[Stage, float]
    spread: float
    complaints: list[About]
    requests: list[About]
    planted: PlantedCases

    def plants(self) -> list[Plant]:
        """Every planted thing of this file."""
        return [*self.planted.waves, *self.planted.slow]


@cache
def case_plan() -> CasePlan:
    """cases.yaml."""
    return read_config(HERE / "cases.yaml", CasePlan)
