"""What is known of each indicator without computing it: one entry each, read by the run, the report and the tests.

Light to import, so that showing findings does not load the statistics; `catalogue` says how each is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flows.indicators.vocabulary import METRICS


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator.

    group    what a finding of it is about; a loss of volume may be churn, so it is a threat; a theme is an offer
    metrics  those it judges: a run replaces what an earlier one said of them, also where it finds nothing
    compared what a finding's window is compared with, as a report says it: "2026-10 vs the months before"
    """

    name: str
    group: Literal["threat", "theme", "data trust"]
    metrics: tuple[str, ...]
    compared: str


REGISTER: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry("perception_drop", "threat", METRICS, "vs the {grain}s before"),
        Entry("perception_yoy", "threat", METRICS, "vs a year before"),
        Entry("perception_trend", "threat", METRICS, "trend over the {grain}s"),
        Entry("new_entrant", "threat", ("mentions",), "new name"),
        Entry("emerging_theme", "theme", ("mentions_without_topic",), "vs the {grain}s before"),
        Entry("volume_drop", "threat", ("volume",), "less feedback than expected"),
        Entry("response_bias", "data trust", METRICS, "answers from elsewhere than before"),
        Entry("source_outage", "data trust", ("silent_days",), "silent source"),
        Entry("model_break", "data trust", ("sentiment_versions", "taxonomy_versions"), "scored by several versions"),
    )
}
