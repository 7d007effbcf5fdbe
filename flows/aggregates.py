"""What a run reads of feedback: aggregates of all windows of one grain, and of the history they are compared with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from datetime import UTC, date, datetime
from typing import Any

from flows.answers import Answers, as_date
from flows.facts import HISTORY, PERCEPTION, TOPIC_WEEKS, Facts, Newcomer, Versions
from flows.indicators.activity import STREAMS
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.themes import read_themes
from flows.windows import Grain, Window, window_of
from warehouse.query import Row


def read_months(read: Read, windows: Sequence[Window]) -> Answers:
    """The monthly answers that judging these months and quarters takes, of both at once. Raises Unavailable."""
    longer = [window for window in windows if window.grain in ("month", "quarter")]
    if not longer:
        return Answers()
    first = window_of(min(window.start for window in longer), "month")
    last = window_of(max(window.end for window in longer), "month").shift(-1)
    return _answers(read, "month", first, last)


def read_activity(read: Read, windows: Sequence[Window]) -> Sequence[Row]:
    """Days of activity for windows of all grains, with the history of each. Raises Unavailable."""
    days = [window for window in windows if window.grain != "hour"]
    if not days:
        return ()
    return read(sql("activity"), {"from": min(map(_history_start, days)), "to": max(window.end for window in days)})


def read_facts(
    read: Read, windows: Sequence[Window], rules: Rules, known: tuple[Answers, Sequence[Row]], names: Set[str]
) -> Facts:
    """The facts that judging these windows (one grain, at least one) by the named indicators takes.

    `known` is what windows of all grains share: the monthly answers and the days of activity. Raises Unavailable.
    """
    months, days = known
    grain = windows[0].grain
    first, last = min(windows), max(windows)
    span = {"grain": grain, **_span(first, last)}
    texts, newcomers = (
        _newcomers(read, span, rules.brands.names) if grain == "week" and "new_entrant" in names else ({}, {})
    )
    theme = rules.config.emerging_theme
    sought = [window for window in windows if window.grain in theme.windows and "emerging_theme" in names]
    activity = _within(days, span) if grain != "hour" else read(sql("activity"), _times(span))
    return Facts(
        grain=grain,
        answers=_answers_of(read, windows, months) if names & PERCEPTION else Answers(),
        months=months,
        activity=_beats(activity),
        customers=_from_customers(activity),
        versions=_versions(activity, grain) if grain not in ("hour", "day") else {},
        newcomers=newcomers,
        texts=texts,
        themes={window.start.date(): read_themes(read, window, theme) for window in sought},
        events=sum(row["events"] for row in activity),
        watermark=max((row["newest_landing"] for row in activity), default=None),
    )


def _answers_of(read: Read, windows: Sequence[Window], months: Answers) -> Answers:
    grain = windows[0].grain
    return months if grain == "month" else _answers(read, grain, min(windows), max(windows))


def _history_start(window: Window) -> datetime:
    return window.shift(-HISTORY[window.grain]).start


def _within(days: Sequence[Row], span: Mapping[str, Any]) -> list[Row]:
    first, end = span["from"].date(), span["to"].date()
    return [row for row in days if first <= as_date(row["day"]) < end]


def _span(first: Window, last: Window) -> dict[str, datetime]:
    return {"from": _history_start(first), "to": last.end}


def _times(span: Mapping[str, Any]) -> dict[str, Any]:
    return {name: span[name] for name in ("from", "to")}


def _answers(read: Read, grain: Grain, first: Window, last: Window) -> Answers:
    span = _span(first, last)
    topics_from = first.shift(-TOPIC_WEEKS).start if grain == "week" else span["from"]
    return Answers(read(sql("kept_cells"), {"grain": grain, "topics_from": topics_from, **span}))


def _beats(rows: Sequence[Row]) -> dict[Subject, dict[date, int]]:
    found: dict[Subject, Counter[date]] = defaultdict(Counter)
    for row in rows:
        if row["stream"] in STREAMS:
            found[Subject(source=row["source"], item=row["stream"])][as_date(row["day"])] += row["events"]
    return {key: dict(days) for key, days in found.items()}


def _from_customers(rows: Sequence[Row]) -> dict[tuple[str, str], dict[date, int]]:
    found: dict[tuple[str, str], Counter[date]] = defaultdict(Counter)
    for row in rows:
        if row["from_customers"]:
            found[row["source"], row["brand"]][as_date(row["day"])] += row["from_customers"]
    return {key: dict(days) for key, days in found.items()}


def _versions(rows: Sequence[Row], grain: Grain) -> dict[tuple[str, date], Versions]:
    """Of customers' texts: of the scored ones by sentiment's version, of all by the taxonomy's."""
    starts = {day: window_of(datetime(day.year, day.month, day.day, tzinfo=UTC), grain) for day in _days(rows)}
    found: dict[tuple[str, date], dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in rows:
        models = found[row["brand"], starts[as_date(row["day"])].start.date()]
        for model, counted in (("sentiment", "scored"), ("taxonomy", "texts")):
            if row[f"{model}_version"] and row[counted]:
                models[model][row[f"{model}_version"]] += row[counted]
    return {key: dict(models) for key, models in found.items() if models}


def _days(rows: Sequence[Row]) -> set[date]:
    return {as_date(row["day"]) for row in rows}


def _newcomers(
    read: Read, span: Mapping[str, Any], known: Sequence[str]
) -> tuple[dict[date, int], dict[str, dict[date, Newcomer]]]:
    texts: dict[date, int] = {}
    found: dict[str, dict[date, Newcomer]] = defaultdict(dict)
    for row in read(sql("newcomers"), {"known": list(known), **_times(span)}):
        week = as_date(row["window_start"])
        if not row["mentioned"]:
            texts[week] = row["texts"]
            continue
        found[row["mentioned"]][week] = Newcomer(row["customers"], row["switching_customers"], tuple(row["event_ids"]))
    return texts, dict(found)
