"""What the indicators of topics are given: how customers speak of each, window after window; counts, never texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.indicators.formulas.scores import Floats
from flows.indicators.inputs import Period
from flows.indicators.outputs import Evidence
from flows.indicators.vocabulary import Frequency, Subject, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class BadTalk:
    """How often customers speak badly of a topic (a subject without one: of the brand).

    windows   oldest first, the last one judged; in their counts `positive` holds what is bad, `negative` the rest
    sources   each source's share of the judged window's texts
    event_ids the newest bad ones of the judged window
    causes    what the brand's bad mentions are put down to, for the row of the brand alone
    strata    the same windows by channel, source and language, where known: whether more bad words come from elsewhere
    tested    the questions asked of topics that anybody named, of all brands: the family of a topic. Only topics that
              enough customers name now are told, and which those are is a matter of chance too
    """

    subject: Subject
    frequency: Frequency
    windows: tuple[Period, ...]
    sources: Mapping[str, float]
    event_ids: tuple[str, ...] = ()
    causes: tuple[Evidence, ...] = ()
    strata: tuple[Period, ...] = ()
    tested: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRisk:
    """Customers who speak badly of a topic, as a share of all who write, held against what the brand has.

    talk    counts are customers
    amount  the brand's customers, or what it earned in the judged window
    unit    "customers", or the currency
    """

    talk: BadTalk
    amount: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rated:
    """Ratings (0 worst to 100 best) of customers in groups that are independent of each other.

    everyone  (groups, 2): how many ratings, their sum
    naming    (groups, 2): those of texts that speak badly of the topic (of any, for a subject without one)
    customers distinct ones who speak badly of it, and all
    tested    as in `BadTalk`
    """

    subject: Subject
    frequency: Frequency
    window: Window
    everyone: Floats
    naming: Floats
    customers: tuple[int, int]
    sources: Mapping[str, float]
    event_ids: tuple[str, ...] = ()
    tested: int = 0
