"""What the organisation believes and promises, the silent majority, staff, programme."""

from __future__ import annotations

from flows.indicators.config.base import Section


class GapSections(Section):
    """One section per indicator, named after it."""
