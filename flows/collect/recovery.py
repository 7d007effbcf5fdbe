"""Complaints, and answers after them → what `recovery.measure` takes, of each brand of ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from flows.collect.kpis import came_back
from flows.collect.reading import larger, sources_of
from flows.collect.service import asked, edges_of, lasting, of, series_of, share_of, sources_around, still_open
from flows.indicators.backlog import BacklogFlow, Flow
from flows.indicators.config.service import Recovery
from flows.indicators.durations import usual_hours
from flows.indicators.inputs import Period, share_period, total
from flows.indicators.outputs import Evidence
from flows.indicators.recovery import WORDS, RecoveredPair
from flows.indicators.service import ShareSeries, TimeSeries
from flows.indicators.vocabulary import Subject
from flows.indicators.wording import amount
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

LONGEST = timedelta(days=365)
"""Complaints that came in earlier than this before the windows are not looked for."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What is read once for all brands: rows of the queries named alike."""

    windows: Sequence[Window]
    times: Sequence[Row]
    returns: Sequence[Row]
    after: Sequence[Row]


def collect(
    read: Read, window: Window, rules: Rules
) -> Iterator[ShareSeries | TimeSeries | RecoveredPair | BacklogFlow]:
    """Up to seven of each brand of ours that has complaints. Raises Unavailable."""
    config = rules.config.recovery
    windows = series_of(window, config.baseline_windows)
    given = asked(windows, rules.brands.own)
    earlier = given | {"from": given["from"] - LONGEST}
    told = _Told(
        windows,
        read(sql("case_times"), given),
        read(sql("case_returns"), earlier | {"days": config.repeat_days}),
        read(sql("after_cases"), earlier | {"days": config.followed_days, "answered_from": given["from"]}),
    )
    for brand in rules.brands.own:
        yield from _of_brand(told, brand, rules)
        if hours := _limit(told, brand, config):
            asked_of = earlier | edges_of(windows) | {"brands": [brand]}
            rows = read(sql("backlog"), asked_of | {"limit": hours})
            if rows:
                yield _backlog(told, brand, rows, hours, config)
            yield from _growth(told, brand, read(sql("backlog_flow"), asked_of), rows)


def _of_brand(told: _Told, brand: str, rules: Rules) -> Iterator[ShareSeries | TimeSeries | RecoveredPair]:
    config = rules.config.recovery
    for metric, what, hours in (
        ("acknowledged_in_time", "heard", config.acknowledge_hours),
        ("resolved_in_time", "solved", config.resolve_hours),
    ):
        rows = [of(told.times, each, brand=brand, kind="complaint", what=what) for each in told.windows]
        if any(rows):
            yield TimeSeries(
                subject=Subject(brand),
                metric=metric,
                frequency=told.windows[-1].grain,
                words=WORDS[metric],
                delta=config.in_time,
                sources=sources_around(rows),
                evidence=still_open(rows[-1]),
                periods=tuple(lasting(each, window) for each, window in zip(rows, told.windows, strict=True)),
                hours=hours,
                done="acknowledged" if what == "heard" else "resolved",
            )
    yield from _reopened(told, brand, config)
    yield from _satisfied(told, brand, rules.config.delta.csat)


def _share(told: _Told, brand: str, metric: str, delta: float, periods: Sequence[Period]) -> ShareSeries:
    return ShareSeries(
        subject=Subject(brand),
        metric=metric,
        frequency=told.windows[-1].grain,
        words=WORDS[metric],
        delta=delta,
        periods=tuple(periods),
    )


def _reopened(told: _Told, brand: str, config: Recovery) -> Iterator[ShareSeries]:
    rows = [of(told.returns, window, brand=brand, what="reopened") for window in told.windows]
    if any(rows):
        # of the rows' cases `kept` were not reopened: the others are what is counted
        turned = [[{**row, "kept": row["cases"] - row["kept"]} for row in each] for each in rows]
        periods = [share_of(each, window, "kept") for window, each in zip(told.windows, turned, strict=True)]
        series = _share(told, brand, "reopened", config.reopened, periods)
        yield replace(series, sources=sources_around(rows), evidence=came_back(rows[-1]))


def _satisfied(told: _Told, brand: str, delta: float) -> Iterator[ShareSeries | RecoveredPair]:
    after = [of(told.after, window, brand=brand, what="after") for window in told.windows]
    if not any(after):
        return
    now, never = after[-1], of(told.after, told.windows[-1], brand=brand, what="never")
    unhappy = tuple(
        Evidence(1, "fact", "not satisfied after it", row["cases"] - row["satisfied"], None, None, row["cases"], 0, ids)
        for row in now
        if (ids := tuple(row["event_ids"]))
    )
    periods = [share_of(rows, window, "satisfied") for rows, window in zip(after, told.windows, strict=True)]
    series = _share(told, brand, "satisfaction_after", delta, periods)
    yield replace(series, sources=sources_around(after), evidence=unhappy)
    yield RecoveredPair(
        subject=Subject(brand),
        frequency=told.windows[-1].grain,
        window=told.windows[-1].span,
        recovered=periods[-1].counts,
        never=share_of(never, told.windows[-1], "satisfied").counts,
        sources=larger(sources_of(*now), sources_of(*never)),
        evidence=unhappy,
    )


def _limit(told: _Told, brand: str, config: Recovery) -> float | None:
    """From when on an open complaint is old: the limit for resolving it, or the usual time."""
    rows = [of(told.times, window, brand=brand, kind="complaint", what="solved") for window in told.windows]
    periods = [lasting(each, window) for each, window in zip(rows, told.windows, strict=True)]
    return config.resolve_hours or usual_hours(periods)


def _backlog(told: _Told, brand: str, rows: Sequence[Row], hours: float, config: Recovery) -> ShareSeries:
    found = [of(rows, window) for window in told.windows]
    periods = [share_of(each, window, "old") for window, each in zip(told.windows, found, strict=True)]
    series = _share(told, brand, "backlog_age", config.backlog, _once(periods, found))
    words = replace(series.words, name=series.words.name.replace("{limit}", amount(hours, "hours")))
    note = "".join(f"; half of them for {amount(row['median_hours'], 'hours')} or more" for row in found[-1])
    oldest = tuple(_oldest(row) for row in found[-1])
    blocked = NO_ROOM if _is_full(periods[:-1], config.backlog) else ""
    return replace(series, words=words, note=note, sources=sources_around(found), evidence=oldest, blocked=blocked)


NO_ROOM = "nearly all that were open before were older already, so that no rise could show"


def _is_full(periods: Sequence[Period], delta: float) -> bool:
    """Whether the share can hardly rise by delta any more."""
    counts = total([period.counts for period in periods])
    return bool(counts.n) and 100 * counts.positive / counts.n > 100 - delta


def _once(periods: Sequence[Period], found: Sequence[Sequence[Row]]) -> list[Period]:
    """Before the judged window each complaint counts as one, in however many windows it was open."""
    rows = [row for each in found[:-1] for row in each]
    cases = sum(row["cases"] for row in rows)
    distinct = sum(row["fresh"] for row in rows) + (rows[0]["cases"] - rows[0]["fresh"] if rows else 0)
    before = [
        share_period(
            period.window, period.counts.positive, period.counts.n, max(1, round(customers * distinct / cases))
        )
        if (customers := period.counts.customers)
        else period
        for period in periods[:-1]
    ]
    return [*before, periods[-1]]


def _growth(told: _Told, brand: str, rows: Sequence[Row], still_open: Sequence[Row]) -> Iterator[BacklogFlow]:
    """From the window after the first in which any ended: those before, ends were not told, or began to be."""
    found = [of(rows, window) for window in told.windows]
    gone = [sum(row["gone"] for row in each) for each in found]
    first = next((at for at, count in enumerate(gone) if count), len(gone)) + 1
    if first >= len(gone):
        return
    flows = [
        Flow(window.span, sum(row["came"] for row in each), count)
        for window, each, count in zip(told.windows, found, gone, strict=True)
    ]
    waiting = [of(still_open, window) for window in told.windows]
    yield BacklogFlow(
        subject=Subject(brand),
        frequency=told.windows[-1].grain,
        windows=tuple(flows[first:]),
        still_open=sum(row["cases"] for row in waiting[-1]),
        sources=sources_around(waiting),
        evidence=tuple(_oldest(row) for row in waiting[-1]),
    )


def _oldest(row: Row) -> Evidence:
    """Their median age, and the oldest to read."""
    ids = tuple(row["event_ids"])
    return Evidence(1, "fact", "median age, hours", row["median_hours"], None, None, row["cases"], 0, ids)
