"""Orders, complaints and special requests → what `base_service.measure` takes, of each brand of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from flows.answers import as_date
from flows.collect.reading import is_told
from flows.collect.service import asked, lasting, of, per_window, series_of, sources_around, still_open
from flows.indicators.base_service import WORDS
from flows.indicators.inputs import share_period
from flows.indicators.outputs import Evidence
from flows.indicators.service import Happened, RateSeries, ShareSeries, TimeSeries
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

PLACES = 3
"""Places named that moved most."""


def collect(read: Read, window: Window, rules: Rules) -> Iterator[ShareSeries | RateSeries | TimeSeries]:
    """Up to three series per brand of ours; none of what is not entered at all. Raises Unavailable."""
    windows = series_of(window, rules.config.base_service.baseline_windows)
    given = asked(windows, rules.brands.own)
    orders, cases = read(sql("kept_promises"), given), read(sql("case_times"), given)
    totals = per_window(read, windows, rules.brands.own, "orders")
    for brand in rules.brands.own:
        ours = [row for row in orders if row["brand"] == brand]
        if ours:
            yield _on_time(ours, windows, brand, rules.config.base_service.on_time)
        exposure = _exposure(ours, totals.get((brand, ""), {}), windows)
        own = [row for row in cases if row["brand"] == brand and row["what"] == "solved"]
        complaints = [row for row in own if row["kind"] == "complaint"]
        if complaints and any(exposure):
            yield _defects(complaints, exposure, windows, brand, rules)
        requests = [row for row in own if row["kind"] == "special_request"]
        if requests:
            yield _requests(requests, windows, brand, rules)


def _on_time(orders: Sequence[Row], windows: Sequence[Window], brand: str, delta: float) -> ShareSeries:
    rows = [of(orders, window) for window in windows]
    return ShareSeries(
        subject=Subject(brand),
        metric="on_time",
        frequency=windows[-1].grain,
        words=WORDS["on_time"],
        delta=delta,
        sources=sources_around(rows),
        evidence=_places(rows),
        periods=tuple(
            share_period(
                window.span,
                sum(row["kept"] for row in found),
                sum(row["cases"] for row in found),
                sum(row["customers"] for row in found),
            )
            for window, found in zip(windows, rows, strict=True)
        ),
    )


def _places(rows: Sequence[Sequence[Row]]) -> tuple[Evidence, ...]:
    """Where the share on time fell by most orders, in per cent; with late orders to look at."""
    now, before = _by_place(rows[-1:]), _by_place(rows[:-1])
    ids = tuple(event_id for row in rows[-1] for event_id in row["event_ids"])[:5]
    pieces = [_place(place, now[place], before.get(place, (0, 0)), ids) for place in sorted(now)]
    return tuple(sorted(pieces, key=lambda piece: piece.n * (piece.change or 0.0))[:PLACES])


def _place(place: str, now: tuple[int, int], before: tuple[int, int], ids: tuple[str, ...]) -> Evidence:
    """`now` and `before` are (orders, late ones)."""
    value, comparison = _on_time_of(now), _on_time_of(before)
    change = None if value is None or comparison is None else value - comparison
    return Evidence(1, "location", place or "-", value, comparison, change, now[0], before[0], ids)


def _on_time_of(counted: tuple[int, int]) -> float | None:
    orders, late = counted
    return 100 * (1 - late / orders) if orders else None


def _by_place(rows: Sequence[Sequence[Row]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for row in (row for each in rows for row in each):
        for place, orders in zip(row["places"], row["place_orders"], strict=True):
            known = found.get(place, (0, 0))
            found[place] = known[0] + orders, known[1] + row["place_late"].get(place, 0)
    return found


def _exposure(orders: Sequence[Row], totals: Mapping[date, float], windows: Sequence[Window]) -> list[float]:
    """Orders of each window: as counted by the business where it says so for any, else those that were entered."""
    if totals:
        return [totals.get(window.start.date(), 0.0) for window in windows]
    entered = {as_date(row["window_start"]): float(row["cases"]) for row in orders}
    return [entered.get(window.start.date(), 0.0) for window in windows]


def _defects(
    complaints: Sequence[Row], exposure: Sequence[float], windows: Sequence[Window], brand: str, rules: Rules
) -> RateSeries:
    """Of windows in which complaints were entered at all, of whatever cause."""
    rows = [of(complaints, window) for window in windows]
    known = is_told([sum(row["cases"] for row in each) for each in rows], rules.config.source_outage.alpha)
    return RateSeries(
        subject=Subject(brand),
        metric="defects",
        frequency=windows[-1].grain,
        words=WORDS["defects"],
        delta=rules.config.base_service.defects,
        sources=sources_around(rows),
        periods=tuple(
            Happened(window.span, sum(row["defects"] for row in each), orders if is_known else 0.0)
            for window, each, orders, is_known in zip(windows, rows, exposure, known, strict=True)
        ),
    )


def _requests(requests: Sequence[Row], windows: Sequence[Window], brand: str, rules: Rules) -> TimeSeries:
    config = rules.config.base_service
    rows = [of(requests, window) for window in windows]
    return TimeSeries(
        subject=Subject(brand),
        metric="requests_met",
        frequency=windows[-1].grain,
        words=WORDS["requests_met"],
        delta=config.special_requests,
        sources=sources_around(rows),
        evidence=still_open(rows[-1]),
        periods=tuple(lasting(each, window) for each, window in zip(rows, windows, strict=True)),
        hours=config.request_hours,
        done="met",
    )
