"""Answers, complaints and facts → what `kpi_breach.measure` takes: each KPI of a brand of ours that has data.

A KPI with a target is given twice: against its own windows before, and against the target.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from flows.collect import kpis
from flows.collect.service import SENT, asked, per_window, series_of
from flows.indicators.config.service import KpiBreach
from flows.indicators.kpi_breach import TARGET
from flows.indicators.service import AnySeries, TimeSeries
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window

HOURS = "_hours"
MONTHLY = ("retention",)
"""Their target is a month's."""


def collect(read: Read, window: Window, rules: Rules) -> Iterator[AnySeries]:
    """Up to eight KPIs per brand of ours, and as many against a target. Raises Unavailable."""
    config = rules.config.kpi_breach
    windows, brands = series_of(window, config.baseline_windows), rules.brands.own
    given = asked(windows, brands)
    back = {"from": given["from"] - timedelta(days=config.repeat_days), "days": config.repeat_days}
    invited = per_window(read, windows, brands, SENT)
    told = kpis.Told(
        windows=windows,
        answers=read(sql("kpi_answers"), given),
        times=read(sql("case_times"), given),
        returns=read(sql("case_returns"), given | back),
        customers=per_window(read, windows, brands, "customers", "level"),
        lapsed=read(sql("lapsed"), given),
        invited=invited,
        answered=read(sql("survey_answers"), {**given, "surveys": sorted({survey for _, survey in invited})}),
    )
    for brand in brands:
        for series in kpis.of_brand(told, brand, rules.config):
            yield from _held(series, config)


def _held(series: AnySeries, config: KpiBreach) -> Iterator[AnySeries]:
    """Against the windows before; against the target too, where there is one for such a window."""
    brand, metric = series.subject.brand, series.metric
    if isinstance(series, TimeSeries):
        hours = config.target_of(brand, metric + HOURS)
        yield replace(series, hours=hours)
        if hours is not None:
            share = 100 * config.in_time_share
            yield replace(series, hours=hours, metric=metric + TARGET, target=share)
        return
    yield series
    target = config.target_of(brand, metric)
    if target is not None and (metric not in MONTHLY or series.frequency == "month"):
        yield replace(series, metric=metric + TARGET, target=target)
