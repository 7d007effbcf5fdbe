"""Complaints, and answers after them → what `recovery.measure` takes, of each brand of ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from flows.collect.kpis import came_back
from flows.collect.reading import larger, sources_of
from flows.collect.service import asked, edges_of, lasting, of, series_of, share_of, sources_around, still_open
from flows.indicators.config.service import Recovery
from flows.indicators.durations import usual_hours
from flows.indicators.inputs import Period
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


def collect(read: Read, window: Window, rules: Rules) -> Iterator[ShareSeries | TimeSeries | RecoveredPair]:
    """Up to six of each brand of ours that has complaints. Raises Unavailable."""
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
            rows = read(sql("backlog"), earlier | edges_of(windows) | {"limit": hours, "brands": [brand]})
            if rows:
                yield _backlog(told, brand, rows, hours, config)


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
    series = _share(told, brand, "backlog_age", config.backlog, periods)
    words = replace(series.words, name=series.words.name.replace("{limit}", amount(hours, "hours")))
    note = "".join(f"; half of them for {amount(row['median_hours'], 'hours')} or more" for row in found[-1])
    oldest = tuple(_oldest(row) for row in found[-1])
    return replace(series, words=words, note=note, sources=sources_around(found), evidence=oldest)


def _oldest(row: Row) -> Evidence:
    """Their median age, and the oldest to read."""
    ids = tuple(row["event_ids"])
    return Evidence(1, "fact", "median age, hours", row["median_hours"], None, None, row["cases"], 0, ids)
