"""Sections of what is measured: causes, the delivery gap, the silent unhappy, service, the programme."""

from __future__ import annotations

from flows.beside import beside
from flows.indicators.wording import number, signed
from flows.lines import figure
from flows.metric_names import metric_name
from flows.swot.content.finding import Finding
from flows.swot.content.swot import Swot
from flows.swot.section import FINDING, Section, finding_cells
from flows.swot.words import verdict_name


def causes(swot: Swot) -> Section:
    """Three columns: believed, measured, usual."""
    rows = tuple(
        (each.subject, name, _percent(believed), _percent(measured), _usual(low, high))
        for each in swot.causes
        for name, believed, measured, low, high in each.rows
    )
    columns = ("brand", "bad experience put down to", "staff believe", "customers tell", "usual elsewhere")
    return Section("What weaknesses come from", (), columns, rows)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0f} %"


def _usual(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{low:.0f} to {high:.0f} %"


def gaps(swot: Swot) -> Section:
    """Belief less perception, per item and on the whole."""
    rows = tuple(
        (
            verdict_name(one.verdict),
            one.brand,
            one.topic_name or "on the whole",
            *(number(value) if value is not None else "–" for value in (one.value, one.comparison)),
            "–" if one.change is None else signed(one.change),
        )
        for one in swot.gaps
    )
    columns = ("verdict", "brand", "item", "staff believe, of 100", "customers say, of 100", "gap")
    return Section("The delivery gap: what staff believe and what customers say", (), columns, rows)


def silent(swot: Swot) -> Section:
    return Section("The silent unhappy", tuple(one.reason for one in swot.silent))


def service(swot: Swot) -> Section:
    """KPIs and base service, those that could not be judged among them."""
    rows = tuple(
        (
            verdict_name(one.told_verdict),
            one.subject,
            metric_name(one.metric),
            figure(one.value, one.metric),
            _compared(one),
            one.when,
        )
        for one in swot.service
    )
    columns = ("verdict", "about", "measure", "value", "compared with", "window")
    return Section("KPIs and base service", (), columns, rows)


def _compared(one: Finding) -> str:
    """`93.1 before`, `45.1 without one`."""
    if one.comparison is None:
        return "–"
    return f"{figure(one.comparison, one.metric)} {beside(one.indicator, one.metric) or 'before'}"


def programme(swot: Swot) -> Section:
    rows = tuple(finding_cells(one) for one in swot.programme)
    return Section("The service programme and staff", (), FINDING if rows else (), rows)
