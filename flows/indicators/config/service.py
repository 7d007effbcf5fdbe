"""KPIs, base service, recovery, replies, benchmarks."""

from __future__ import annotations

from flows.indicators.config.base import Section


class ServiceSections(Section):
    """One section per indicator, named after it."""
