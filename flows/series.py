"""Facts → the inputs of the indicators, for one judged window. Pure; windows without an answer are part of a series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date, timedelta
from typing import Literal

from flows.collect.reading import from_first
from flows.facts import HISTORY, Facts, history_of
from flows.indicators.activity import Heartbeat, MentionPeriod, MentionSeries, Versions, VolumeSeries
from flows.indicators.inputs import PerceptionSeries, Period, YearPair
from flows.indicators.vocabulary import Metric, Subject
from flows.windows import Window, window_of

HEARTBEAT_DAYS = 112
"""How far back a source's silence is looked at: one that has been silent for longer has ended, it is not out."""
MODELS: tuple[Literal["sentiment", "taxonomy"], ...] = ("sentiment", "taxonomy")
BASELINE = 12
"""Windows before the judged one in which a subject, a source or a brand counts as alive."""


def perception_series(facts: Facts, subject: Subject, metric: Metric, window: Window) -> PerceptionSeries:
    """The history before the window, from the first answer on, then the window.

    Never more of it than a run of this window alone would read: a backfill reads more, and must say the same.
    """
    windows = [*window.before(history_of(window.grain, subject)), window]
    periods = [facts.answers.period(subject, metric, one) for one in windows]
    return PerceptionSeries(subject, metric, window.grain, from_first(periods, _is_answered))


def year_pair(facts: Facts, subject: Subject, metric: Metric, window: Window) -> YearPair:
    """The window, the same one a year before, and the months before the window."""
    months = window_of(window.start, "month").before(HISTORY["month"])
    history = [facts.months.period(subject, metric, one) for one in months]
    return YearPair(
        subject,
        metric,
        window.grain,
        facts.answers.period(subject, metric, window),
        facts.answers.period(subject, metric, window.year_before()),
        from_first([*history, Period(window.span)], _is_answered)[:-1],
    )


def _is_answered(period: Period) -> bool:
    return bool(period.cells)


def heartbeats(facts: Facts, window: Window) -> Iterator[Heartbeat]:
    """One per source, and stream of it, that was alive before the window.

    A day's are of feedback alone: nothing that is judged by the day rests on cases or facts, and many come in batches.
    """
    start, days = window.start.date(), (window.end - window.start).days
    before = [start - timedelta(days=back) for back in range(HEARTBEAT_DAYS, 0, -1)]
    for subject, daily in sorted(facts.activity.items()):
        if window.grain == "day" and subject.item:
            continue
        if any(daily.get(day) for day in before):
            first = min(daily)
            counts = tuple(daily.get(day, 0) for day in before if day >= first)
            within = tuple(daily.get(start + timedelta(days=day), 0) for day in range(days))
            yield Heartbeat(subject, window.grain, window.span, counts, within)


def volumes(facts: Facts, window: Window, silent: Set[str]) -> Iterator[VolumeSeries]:
    """One per brand that customers told about before the window.

    Without sources that are silent, whose loss is not the customers': the `silent`, and those that ended long ago.
    """
    heard = {beat.subject.text for beat in heartbeats(facts, window)} - silent
    for brand in sorted({brand for _, brand in facts.customers}):
        daily = _together(days for (source, each), days in facts.customers.items() if each == brand and source in heard)
        read = window.before(HISTORY[window.grain])
        since = min((day for day in daily if day >= read[0].start.date()), default=window.end.date())
        windows = [one for one in read if one.start.date() >= since]
        if any(_events(daily, one) for one in windows[-BASELINE:]):
            counts = tuple((one.span, _events(daily, one)) for one in [*windows, window])
            yield VolumeSeries(Subject(brand), window.grain, counts)


def _together(counts: Iterable[Mapping[date, int]]) -> Counter[date]:
    total: Counter[date] = Counter()
    for each in counts:
        total.update(each)
    return total


def version_changes(facts: Facts, window: Window) -> Iterator[Versions]:
    """One per model and brand with texts in the window: its versions, beside those of the windows compared with."""
    earlier = {*window.before(min(BASELINE, HISTORY[window.grain])), window.year_before()}
    for brand in sorted({brand for brand, _ in facts.versions}):
        now = facts.versions.get((brand, window.start.date()), {})
        for model in MODELS:
            if now.get(model):
                before: list[Mapping[str, int]] = [
                    facts.versions.get((brand, one.start.date()), {}).get(model, {}) for one in earlier
                ]
                totals = sum(map(Counter, before), Counter[str]())
                yield Versions(Subject(brand), window.grain, window.span, model, now[model], totals)


def newcomer_mentions(facts: Facts, window: Window, minimum: int) -> Iterator[MentionSeries]:
    """One per unlisted brand that at least `minimum` customers mentioned in the window: of fewer nothing is said.

    What follows "switched to" may be a person's name, which belongs in no finding.
    """
    weeks = [one for one in window.before(HISTORY["week"]) if one.start.date() in facts.texts]
    for name, mentions in sorted(facts.newcomers.items()):
        said = mentions.get(window.start.date())
        if said is None or said.customers < minimum:
            continue
        periods = []
        for week in [*weeks, window]:
            found = mentions.get(week.start.date())
            texts = facts.texts.get(week.start.date(), 0)
            counts = (found.customers, found.switching) if found else (0, 0)
            periods.append(MentionPeriod(week.span, *counts, exposure=texts))
        yield MentionSeries(Subject(name), "week", tuple(periods))


def _events(daily: Counter[date], window: Window) -> int:
    days = (window.end - window.start).days
    return sum(daily[window.start.date() + timedelta(days=day)] for day in range(days))
