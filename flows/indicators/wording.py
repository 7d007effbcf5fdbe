"""Numbers, dates and names as a manager reads them."""

from __future__ import annotations

import re
from datetime import date

from flows.indicators.vocabulary import Frequency, Metric, Subject, Window

METRIC_NAMES: dict[Metric, str] = {"nps": "NPS", "csat": "CSAT", "net_sentiment": "Net sentiment"}
ONE = re.compile(r"(customer|point|event|text|day|row|version|week|month|quarter)s\b")
SINGULAR = r"\1"
MANY = 10
METRIC_UNITS: dict[Metric, str] = {"nps": "points", "csat": "percentage points", "net_sentiment": "points"}


def number(value: float, digits: int = 1) -> str:
    """At most one decimal, a true minus sign, thousands separated: `-6.1`, `41`, `3,970`."""
    rounded = round(value, digits)
    text = f"{abs(rounded):,.{digits}f}".rstrip("0").rstrip(".") if digits else f"{abs(rounded):,.0f}"
    return f"−{text}" if rounded < 0 else text


def signed(value: float) -> str:
    """With its sign, so that a change reads as one."""
    return number(value) if round(value, 1) <= 0 else f"+{number(value)}"


def amount(value: float, unit: str) -> str:
    """`5 points`, `1 point`, `1 customer per 1,000 texts`: the unit is given in the plural.

    Of ten customers and more none is told in parts: `504 customers`.
    """
    digits = 0 if unit == "customers" and abs(value) >= MANY else 1
    return f"{number(value, digits)} {in_number(value, unit)}"


def verb(value: float, plural: str) -> str:
    """What an amount does: `5 points take`, `1 point takes`."""
    return f"{plural}s" if number(abs(value)) == "1" else plural


def in_number(value: float, unit: str) -> str:
    """The unit, given in the plural, in the singular where the number shown is one."""
    return ONE.sub(SINGULAR, unit, count=1) if number(abs(value)) == "1" else unit


def written(day: date) -> str:
    """`9 November 2026`."""
    return f"{day.day} {day:%B %Y}"


def day(window: Window) -> str:
    return written(window.start)


def span(window: Window, frequency: Frequency) -> str:
    """`the week from 9 November 2026`, `October 2026`, `July to September 2026`, `the first half of 2026` …"""
    if frequency == "week":
        return f"the week from {day(window)}"
    if frequency == "month":
        return f"{window.start:%B %Y}"
    if frequency == "quarter":
        last = window.middle.replace(day=28)
        final = last.replace(month=window.start.month + 2, year=window.start.year)
        return f"{window.start:%B} to {final:%B %Y}"
    if frequency == "half_year":
        return f"the {'first' if window.start.month == 1 else 'second'} half of {window.start.year}"
    if frequency == "hour":
        return f"the hour from {window.start:%H:%M} UTC on {day(window)}"
    return day(window)


def within(window: Window, frequency: Frequency) -> str:
    """`in October 2026`, `on 21 November 2026`."""
    return f"{'on' if frequency == 'day' else 'in'} {span(window, frequency)}"


def subject_name(subject: Subject) -> str:
    """`Alder`, `Alder on delivery`, `Alder by app`."""
    name = subject.brand or subject.source or "all brands"
    if subject.topic:
        name += f" on {subject.topic}"
    return f"{name} by {subject.channel}" if subject.channel else name


def about(metric: Metric, subject: Subject) -> str:
    """`NPS of Alder`."""
    return f"{METRIC_NAMES[metric]} of {subject_name(subject)}"


def moved(change: float) -> str:
    """`fell`, `rose` or `stayed`."""
    if round(change, 1) == 0:
        return "stayed"
    return "fell" if change < 0 else "rose"


def from_to(comparison: float, value: float, metric: Metric) -> str:
    """`from 41 to 22`; CSAT as `from 81 % to 78 %`."""
    sign = " %" if metric == "csat" else ""
    return f"from {number(comparison)}{sign} to {number(value)}{sign}"
