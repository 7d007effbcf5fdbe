"""Each KPI of one brand, window by window, from what was read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.answers import stratum_of
from flows.collect.reading import is_told
from flows.collect.service import lasting, of, share_of, sources_around, sources_of, still_open
from flows.indicators.config import IndicatorsConfig
from flows.indicators.inputs import Cell, Counts, Period, share_period
from flows.indicators.kpi_breach import EASE, WORDS
from flows.indicators.mean_mix import mean_cell
from flows.indicators.outputs import Evidence
from flows.indicators.service import AnySeries, Mean, MeanSeries, ShareSeries, TimeSeries
from flows.indicators.vocabulary import Subject
from flows.windows import Window
from warehouse.query import Row

COUNTED = ("n", "positive", "negative", "customers")
PerWindow = Mapping[tuple[str, str], Mapping[date, float]]


@dataclass(frozen=True, slots=True)
class Told:
    """What was read, of all brands: the windows, oldest first, and rows of the queries named alike."""

    windows: Sequence[Window]
    answers: Sequence[Row]
    times: Sequence[Row]
    returns: Sequence[Row]
    customers: PerWindow
    lapsed: Sequence[Row]
    invited: PerWindow
    answered: Sequence[Row]


def of_brand(told: Told, brand: str, config: IndicatorsConfig) -> Iterator[AnySeries]:
    """Those for which there are data, without a target yet."""
    delta = config.kpi_breach.delta
    for metric, least in (("nps", config.delta.nps), ("csat", config.delta.csat)):
        if any(row["brand"] == brand and row[f"{metric}_n"] for row in told.answers):
            yield _score(told, brand, metric, least)
    if any(row["brand"] == brand and row["ces_n"] for row in told.answers):
        yield _ease(told, brand, delta.ces)
    yield from _times(told, brand, "first_response", "answered", delta.first_response)
    yield from _times(told, brand, "resolution", "solved", delta.resolution)
    yield from _first_contacts(told, brand, delta.first_contact_resolution)
    yield from _retention(told, brand, delta.retention, config.source_outage.alpha)
    yield from _responses(told, brand, delta.response_rate)


def _common(told: Told, brand: str, metric: str, delta: float) -> dict[str, Any]:
    frequency = told.windows[-1].grain
    return {
        "subject": Subject(brand),
        "metric": metric,
        "frequency": frequency,
        "words": WORDS[metric],
        "delta": delta,
    }


def _score(told: Told, brand: str, metric: str, delta: float) -> ShareSeries:
    common = _common(told, brand, metric, delta)
    return ShareSeries(
        **common,
        sources=_sources(told, brand, f"{metric}_n"),
        periods=tuple(_counted(window, of(told.answers, window, brand=brand), metric) for window in told.windows),
    )


def _counted(window: Window, rows: Sequence[Row], metric: str) -> Period:
    """A cell per stratum, so that a change of mix is told from one within them."""
    counted = [(row, Counts(*(row[f"{metric}_{part}"] for part in COUNTED))) for row in rows if row[f"{metric}_n"]]
    cells = tuple(Cell(stratum_of(row), counts) for row, counts in counted if row["level"] == "stratum")
    return Period(window.span, cells, sum(counts.customers for row, counts in counted if row["level"] == "total"))


def _sources(told: Told, brand: str, counted: str) -> dict[str, float]:
    return sources_of([of(told.answers, window, brand=brand, level="stratum") for window in told.windows], counted)


def _ease(told: Told, brand: str, delta: float) -> MeanSeries:
    periods = tuple(_mean(window, of(told.answers, window, brand=brand)) for window in told.windows)
    sources = _sources(told, brand, "ces_n")
    return MeanSeries(**_common(told, brand, "ces", delta), sources=sources, periods=periods)


def _mean(window: Window, rows: Sequence[Row]) -> Mean:
    """Of all answers; a cell per stratum, as for shares."""
    whole = [row for row in rows if row["level"] == "total"]
    n, total, squares, customers = (
        sum(row[f"ces_{part}"] for row in whole) for part in ("n", "sum", "squares", "customers")
    )
    if not n:
        return Mean(window.span)
    strata = [row for row in rows if row["level"] == "stratum" and row["ces_n"]]
    mean = total / n
    sd = math.sqrt(max(0.0, squares - n * mean**2) / (n - 1)) if n > 1 else 0.0
    cells = (mean_cell(stratum_of(row), row["ces_n"], row["ces_sum"], row["ces_customers"], EASE) for row in strata)
    return Mean(window.span, mean, sd, customers, tuple(cells))


def _times(told: Told, brand: str, metric: str, what: str, delta: float) -> Iterator[TimeSeries]:
    rows = [[*of(told.times, window, brand=brand, kind="complaint", what=what)] for window in told.windows]
    if any(rows):
        periods = tuple(lasting(each, window) for each, window in zip(rows, told.windows, strict=True))
        common = _common(told, brand, metric, delta) | {"sources": sources_around(rows)}
        yield TimeSeries(**common, evidence=still_open(rows[-1]), periods=periods, hours=None, done=what)


def _first_contacts(told: Told, brand: str, delta: float) -> Iterator[ShareSeries]:
    rows = [of(told.returns, window, brand=brand, what="first_contact") for window in told.windows]
    if any(rows):
        yield ShareSeries(
            **_common(told, brand, "first_contact_resolution", delta),
            sources=sources_around(rows),
            evidence=came_back(rows[-1]),
            periods=tuple(share_of(each, window, "kept") for window, each in zip(told.windows, rows, strict=True)),
        )


def came_back(rows: Sequence[Row]) -> tuple[Evidence, ...]:
    """Some of the complaints that did."""
    return tuple(
        Evidence(
            1, "fact", "came back", row["cases"] - row["kept"], None, None, row["cases"], 0, tuple(row["event_ids"])
        )
        for row in rows
        if row["event_ids"]
    )


def _retention(told: Told, brand: str, delta: float, alpha: float) -> Iterator[ShareSeries]:
    """Where it is entered who left, and how many customers there are; of months of which both are known."""
    there = told.customers.get((brand, ""), {})
    left = [of(told.lapsed, window, brand=brand) for window in told.windows]
    if not there or not any(left):
        return
    gone = [sum(row["customers"] for row in rows) for rows in left]
    known = is_told(gone, alpha)
    customers = [round(there.get(window.start.date(), 0.0)) for window in told.windows]
    yield ShareSeries(
        **_common(told, brand, "retention", delta),
        sources=sources_around(left),
        periods=tuple(
            share_period(window.span, max(0, n - lost), n if is_known else 0)
            for window, n, lost, is_known in zip(told.windows, customers, gone, known, strict=True)
        ),
    )


def _responses(told: Told, brand: str, delta: float) -> Iterator[ShareSeries]:
    surveys = {survey: days for (of_brand, survey), days in told.invited.items() if of_brand == brand}
    if not surveys:
        return
    counted, rows = [], [of(told.answered, window, brand=brand) for window in told.windows]
    for window, given in zip(told.windows, rows, strict=True):
        invited = {survey: days[window.start.date()] for survey, days in surveys.items() if window.start.date() in days}
        answered = sum(row["customers"] for row in given if row["survey_id"] in invited)
        counted.append((answered, round(sum(invited.values()))))
    first = next((at for at, given in enumerate(rows) if given), 0)
    beyond = counted[-1][0] > counted[-1][1]
    yield ShareSeries(
        **_common(told, brand, "response_rate", delta),
        blocked="more answers came in than invitations are known to have been sent" if beyond else "",
        sources=sources_around(rows),
        # before the first answer nobody took answers in; after it, invitations that nobody answers are the finding
        periods=tuple(
            share_period(window.span, min(answered, n), n if at >= first else 0)
            for at, (window, (answered, n)) in enumerate(zip(told.windows, counted, strict=True))
        ),
    )
