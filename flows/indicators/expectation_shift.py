"""Threat: changing expectations. The share of customers who expect or ask for something, by topic, against the quarters
before. What customers begin to ask for is what they will soon take for granted; so its rise is the harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flows.indicators.before import share_before
from flows.indicators.config import IndicatorsConfig
from flows.indicators.inputs import Period
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.vocabulary import Frequency, Subject
from flows.indicators.wording import span, subject_name

NAME = "expectation_shift"
FORMULA_VERSION = "3"
METRIC = "expecting_customers"


@dataclass(frozen=True, slots=True)
class Expectations:
    """One brand's or topic's windows, the last one judged: `positive` are customers who expect or ask for something.

    `n` are all customers of the brand who write, whatever about; event_ids: what some of the last window wrote.
    tested: topics of which anybody expected something, of all brands: the family of a topic, of which only those that
    enough do now are told.
    """

    subject: Subject
    frequency: Frequency
    periods: tuple[Period, ...]
    event_ids: tuple[str, ...] = ()
    sources: Mapping[str, float] = field(default_factory=dict)
    tested: int = 0


def measure(series: Expectations, config: IndicatorsConfig) -> Estimate:
    """The last window against those before it, in percentage points of the brand's writing customers."""
    settings, now = config.expectation_shift, series.periods[-1]
    frame = Estimate(
        indicator=NAME,
        subject=series.subject,
        metric=METRIC,
        frequency=series.frequency,
        window=now.window,
        delta=settings.delta,
        unit="percentage points",
        more_is_worse=True,
        sources=series.sources,
        family_size=series.tested,
        short=f"what customers expect of {subject_name(series.subject)} in {span(now.window, series.frequency)}",
        formula_version=FORMULA_VERSION,
    )
    about = f" on {series.subject.topic}" if series.subject.topic else ""
    what = (
        f"The share of customers who expect or ask something{about}, of those who write about {series.subject.brand},"
    )
    found = share_before(frame, series.periods, config, longest=settings.baseline_windows, what=what)
    return replace(found, evidence=(_evidence(found, series.event_ids),) if series.event_ids else ())


def _evidence(found: Estimate, event_ids: tuple[str, ...]) -> Evidence:
    return Evidence(
        rank=1,
        kind="topic",
        name=found.subject.topic or "all",
        value=found.value,
        comparison=found.comparison,
        change=found.change,
        n=found.n,
        n_comparison=found.n_comparison,
        event_ids=event_ids,
    )
