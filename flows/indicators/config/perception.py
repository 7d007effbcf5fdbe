"""What other signs tell of perception and rivals: shifts, expectations, bursts."""

from __future__ import annotations

from flows.indicators.config.base import Section


class PerceptionSections(Section):
    """One section per indicator, named after it."""
