"""The shape of config/indicators.yaml: what counts as a change worth saying, and how much proof it takes.

Pure data; `flows.config` reads the file and says where it is wrong. The defaults are those of the shipped file. Each
file of this package declares a group of sections, one per indicator and named after it.
"""

from __future__ import annotations

from flows.indicators.config.base import Accuracy, Calendar, Delta, Episodes, Proof, Season
from flows.indicators.config.gaps import GapSections
from flows.indicators.config.perception import PerceptionSections
from flows.indicators.config.plans import PlanSections
from flows.indicators.config.service import ServiceSections
from flows.indicators.config.swot import SwotSections
from flows.indicators.config.threats import EmergingTheme, ThreatSections
from flows.indicators.config.trust import TrustSections
from flows.indicators.vocabulary import Frequency

__all__ = ["Calendar", "Delta", "EmergingTheme", "Episodes", "IndicatorsConfig", "Proof", "Season"]


class IndicatorsConfig(
    PlanSections, ServiceSections, GapSections, SwotSections, PerceptionSections, ThreatSections, TrustSections
):
    """config/indicators.yaml as a whole."""

    delta: Delta = Delta()
    classifier: Accuracy = Accuracy()
    proof: Proof = Proof()
    season: Season = Season()
    calendar: Calendar = Calendar()
    episodes: Episodes = Episodes()

    def windows_of(self, indicator: str) -> tuple[Frequency, ...]:
        """The kinds of windows that an indicator is judged over; raises AttributeError for one without a section."""
        windows: tuple[Frequency, ...] = getattr(self, indicator).windows
        return windows
