"""What is said in public about us and about each rival, month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flows.answers import as_date
from flows.indicators.competitor_gain import Both, Rivalry, Voices
from flows.indicators.inputs import Cell, Counts, Period, Stratum
from flows.indicators.vocabulary import Subject
from flows.indicators.vocabulary import Window as Span
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window

_Row = Mapping[str, Any]
_Said = Mapping[tuple[str, date], Sequence[_Row]]


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Voices | Rivalry]:
    """Our share of voice, then one gap per rival of our sector; nothing where no rival is listed."""
    rivals = rules.brands.rivals
    if not rivals:
        return
    months = [*window.before(rules.config.competitor_gain.baseline_windows), window]
    asked = {"from": months[0].start, "to": window.end, "brands": [*rules.brands.own, *rivals]}
    said: dict[tuple[str, date], list[_Row]] = {}
    for row in read(sql("rivals"), asked):
        said.setdefault((row["brand"], as_date(row["month"])), []).append(row)
    for brand in rules.brands.own:
        sources = _sources(said, brand, window)
        yield Voices(Subject(brand), "month", _voices(said, brand, rivals, months), sources)
        for rival in rivals:
            both = tuple(_both(said, brand, rival, month) for month in months)
            yield Rivalry(Subject(brand, item=rival), "month", _from_first(both), sources)


def _voices(said: _Said, brand: str, rivals: Sequence[str], months: Sequence[Window]) -> tuple[Period, ...]:
    """From the first month in which anybody was spoken of."""
    periods: list[Period] = []
    for month in months:
        ours = _customers(said, brand, month)
        everybody = ours + sum(_customers(said, rival, month) for rival in rivals)
        cells = (Cell(Stratum(), Counts(everybody, ours, everybody - ours, everybody)),) if everybody else ()
        if cells or periods or month == months[-1]:
            periods.append(Period(Span(month.start, month.end), cells))
    return tuple(periods)


def _customers(said: _Said, brand: str, month: Window) -> int:
    return sum(row["customers"] for row in said.get((brand, month.start.date()), ()) if not row["place"])


def _both(said: _Said, brand: str, rival: str, month: Window) -> Both:
    ours, theirs = (_by_channel(said.get((name, month.start.date()), ())) for name in (brand, rival))
    return Both(Span(month.start, month.end), ours, theirs)


def _by_channel(rows: Sequence[_Row]) -> dict[str, Counts]:
    return {
        row["place"]: Counts(row["scored"], row["positive"], row["negative"], row["scored_customers"])
        for row in rows
        if row["place"] and row["scored"]
    }


def _from_first(both: Sequence[Both]) -> tuple[Both, ...]:
    first = next((at for at, each in enumerate(both) if each.ours and each.theirs), len(both) - 1)
    return tuple(both[first:])


def _sources(said: _Said, brand: str, window: Window) -> dict[str, float]:
    counted: Counter[str] = Counter()
    for row in said.get((brand, window.start.date()), ()):
        if not row["place"]:
            counted.update(dict(zip(*row["by_source"], strict=True)))
    return {name: count / counted.total() for name, count in counted.items()}
