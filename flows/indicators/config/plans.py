"""Goals, actions, prices."""

from __future__ import annotations

from flows.indicators.config.base import Section


class PlanSections(Section):
    """One section per indicator, named after it."""
