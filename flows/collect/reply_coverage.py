"""replies.sql → what `reply_coverage.measure` takes: our brands, those sources alone that ever told of an answer."""

from __future__ import annotations

from collections.abc import Iterator

from flows.collect.service import asked, lasting, of, series_of, sources_of, still_open
from flows.indicators.reply_coverage import METRIC, WORDS
from flows.indicators.service import TimeSeries
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window


def collect(read: Read, window: Window, rules: Rules) -> Iterator[TimeSeries]:
    """One series per brand of ours that somebody wrote about in public. Raises Unavailable."""
    config, windows = rules.config.reply_coverage, series_of(window, rules.config.reply_coverage.baseline_windows)
    public = read(sql("replies"), asked(windows, rules.brands.own))
    telling = {(row["brand"], row["source"]) for row in public if row["ended_cases"]}
    told = [row for row in public if (row["brand"], row["source"]) in telling]
    for brand in sorted({row["brand"] for row in told}):
        ours = [of(told, each, brand=brand) for each in windows]
        yield TimeSeries(
            subject=Subject(brand),
            metric=METRIC,
            frequency=window.grain,
            words=WORDS,
            delta=config.delta,
            sources=sources_of(ours),
            evidence=still_open(ours[-1]),
            periods=tuple(lasting(rows, each) for rows, each in zip(ours, windows, strict=True)),
            hours=config.hours,
            done="answered",
        )
