"""What is said in public about us and about each rival, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from flows.answers import as_date
from flows.collect.reading import asked, from_first, sources_of
from flows.indicators.competitor_gain import Both, Rivalry, Voices
from flows.indicators.inputs import Counts, Period, share_period
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

_Said = Mapping[tuple[str, date], Sequence[Row]]


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Voices | Rivalry]:
    """Our share of voice, then one gap per rival of our sector; nothing where no rival is listed."""
    rivals = rules.brands.rivals
    if not rivals:
        return
    listed = [*rules.brands.own, *rivals]
    months = [*window.before(rules.config.competitor_gain.baseline_windows), window]
    said: dict[tuple[str, date], list[Row]] = {}
    for row in read(sql("rivals"), asked(months[0], window, listed)):
        said.setdefault((row["brand"], as_date(row["month"])), []).append(row)
    sources = sources_of(*(row for rows in said.values() for row in rows if not row["place"]))
    for brand in rules.brands.own:
        yield Voices(Subject(brand), "month", _voices(said, brand, listed, months), sources)
        for rival in rivals:
            both = tuple(_both(said, brand, rival, month) for month in months)
            series = from_first(both, lambda month: month.ours and month.theirs)
            yield Rivalry(Subject(brand, item=rival), "month", series, sources)


def _voices(said: _Said, brand: str, listed: Sequence[str], months: Sequence[Window]) -> tuple[Period, ...]:
    """From the first month in which we and others were spoken of."""
    periods = [_voice(said, brand, listed, month) for month in months]
    return from_first(periods, lambda period: period.cells)


def _voice(said: _Said, brand: str, listed: Sequence[str], month: Window) -> Period:
    """Of all listed brands of our sector, ours among them; a month in which a side is silent tells no share."""
    voices = {name: sum(row["customers"] for row in _together(said, name, month)) for name in listed}
    ours, everybody = voices[brand], sum(voices.values())
    return share_period(month.span, ours, everybody) if 0 < ours < everybody else Period(month.span)


def _together(said: _Said, brand: str, month: Window) -> list[Row]:
    """All channels in one row."""
    return [row for row in said.get((brand, month.start.date()), ()) if not row["place"]]


def _both(said: _Said, brand: str, rival: str, month: Window) -> Both:
    ours, theirs = (_by_channel(said.get((name, month.start.date()), ())) for name in (brand, rival))
    return Both(month.span, ours, theirs)


def _by_channel(rows: Sequence[Row]) -> dict[str, Counts]:
    return {
        row["place"]: Counts(row["scored"], row["positive"], row["negative"], row["scored_customers"])
        for row in rows
        if row["place"] and row["scored"]
    }
