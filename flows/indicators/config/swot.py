"""Strengths, weaknesses, opportunities."""

from __future__ import annotations

from flows.indicators.config.base import Section


class SwotSections(Section):
    """One section per indicator, named after it."""
