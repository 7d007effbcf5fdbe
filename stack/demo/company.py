"""The demo's company and its sentences as typed values; what is planted stands in planted.py."""

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


class Data(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a data file: unknown names are refused."""


class Topic(Data, frozen=True):
    """How often a topic is spoken of, and how much more or less satisfied who speaks of it is."""

    share: float
    level: float


class Source(Data, frozen=True):
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


class Brand(Data, frozen=True):
    """A brand, how many customers it has in the feed, and how many answers a month through each source.

    `shares` are its own where it is not talked about as the others are, `levels` are added to its topics'.
    """

    name: str
    level: float
    customers: int
    a_month: By
    shares: By = {}
    levels: By = {}


class Company(Data, frozen=True):
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


class Sayings(Data, frozen=True):
    """How customers name a newcomer: going over to it, or only naming it."""

    switching: list[str]
    mention: list[str]


class Sentences(Data, frozen=True):
    """One language's sentences by topic and feeling, with {slots}."""

    language: str
    slots: dict[str, list[str]]
    topics: dict[str, dict[Feeling, list[str]]]
    general: dict[Feeling, list[str]]
    newcomer: Sayings


class Saying(Data, frozen=True):
    """One thing that is added in every language: the topic and what is wanted, as the scorer is to find them."""

    topic: str
    intent: str
    en: list[str]
    es: list[str]
    ca: list[str]
    ru: list[str]
    fa: list[str]

    def of(self, language: str) -> list[str]:
        """The sentences of a language."""
        written: list[str] = getattr(self, language)
        return written


@cache
def company() -> Company:
    """company.yaml."""
    return read_config(HERE / "company.yaml", Company)


@cache
def sentences() -> dict[str, Sentences]:
    """Language → its sentences."""
    read = (read_config(file, Sentences) for file in sorted((HERE / "sentences").glob("*.yaml")))
    return {each.language: each for each in read}


@cache
def sayings() -> dict[str, Saying]:
    """sayings.yaml: its name -> what is said."""
    return read_config(HERE / "sayings.yaml", dict[str, Saying])
