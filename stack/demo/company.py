"""The demo's data files as typed values: the company, its sentences and what is planted."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from schemas.config_file import read_config

HERE: Final = Path(__file__).parent
Feeling = Literal["positive", "neutral", "negative"]
By = dict[str, float]
"""A weight or a share per name."""


class _Data(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Topic(_Data, frozen=True):
    """How often a topic is spoken of, and how much more or less satisfied who speaks of it is."""

    share: float
    level: float


class Source(_Data, frozen=True):
    """Who asks, what for, and how often a text comes with it."""

    name: str
    kind: Literal["survey", "review", "social"]
    channel: str
    asks: tuple[Literal["nps", "csat", "ces", "rating"], ...]
    says: float
    level: float
    hint: bool
    survey_id: str = ""
    question: str = ""


class Brand(_Data, frozen=True):
    """A brand, how many customers it has in the feed, and how many answers a month through each source."""

    name: str
    level: float
    customers: int
    a_month: By


class Company(_Data, frozen=True):
    """company.yaml."""

    satisfied: float
    wander: float
    repeat_text: float
    languages: By
    segments: By
    locations: list[str]
    products: By
    weekdays: list[float]
    topics: dict[str, Topic]
    sources: list[Source]
    brands: list[Brand]


class Finding(_Data, frozen=True):
    """A finding that must be there (or must not): "" and None match anything but where a topic "" is asked for."""

    verdicts: list[str]
    brand: str
    indicator: str = ""
    topic: str | None = None
    metric: str = ""
    window: str = ""


class _Fact(_Data, frozen=True, kw_only=True):
    id: str
    says: str
    why: str
    expected: list[Finding] = []
    never: list[Finding] = []


class Shift(_Fact, frozen=True, kw_only=True):
    """One topic of one brand becomes better or worse."""

    brand: str
    topic: str
    months: dict[int, float]


class Mix(_Fact, frozen=True, kw_only=True):
    """One source brings more answers."""

    brand: str
    source: str
    months: dict[int, float]


class Newcomer(_Fact, frozen=True, kw_only=True):
    """An unlisted brand is named: so many customers a week go over to it, `mentions` × as many only name it."""

    name: str
    brands: By
    weeks: dict[int, int]
    mentions: float


class Planted(_Data, frozen=True):
    """planted.yaml."""

    shifts: list[Shift]
    mixes: list[Mix]
    newcomers: list[Newcomer]

    def facts(self) -> list[Shift | Mix | Newcomer]:
        """Every planted fact."""
        return [*self.shifts, *self.mixes, *self.newcomers]


class Sayings(_Data, frozen=True):
    """How customers name a newcomer: going over to it, or only naming it."""

    switching: list[str]
    mention: list[str]


class Sentences(_Data, frozen=True):
    """One language's sentences by topic and feeling, with {slots}."""

    language: str
    slots: dict[str, list[str]]
    topics: dict[str, dict[Feeling, list[str]]]
    general: dict[Feeling, list[str]]
    newcomer: Sayings


@cache
def company() -> Company:
    """company.yaml."""
    return read_config(HERE / "company.yaml", Company)


@cache
def planted() -> Planted:
    """planted.yaml."""
    return read_config(HERE / "planted.yaml", Planted)


@cache
def sentences() -> dict[str, Sentences]:
    """Language → its sentences."""
    read = (read_config(file, Sentences) for file in sorted((HERE / "sentences").glob("*.yaml")))
    return {each.language: each for each in read}
