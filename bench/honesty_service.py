"""False alarms and power of the indicators of service.

A calm row has nothing wrong in it. A planted one is worse in its last window by what the judgement of the
same series without it called detectable.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from bench.honesty_counted import Generator, Group, Measured, calm, planted
from bench.honesty_rates import CONFIG
from bench.worlds import Floats, World, simulate, windows_of
from flows.indicators import base_service, benchmark_gap, kpi_breach, recovery, reply_coverage
from flows.indicators.backlog import BacklogFlow, Flow
from flows.indicators.benchmark_gap import PeerPair
from flows.indicators.formulas.survival import Times
from flows.indicators.inputs import Counts, Stratum
from flows.indicators.outputs import Estimate
from flows.indicators.recovery import RecoveredPair
from flows.indicators.service import (
    Happened,
    Lasting,
    Mean,
    MeanSeries,
    RateSeries,
    ShareSeries,
    TimeSeries,
    Words,
)
from flows.indicators.vocabulary import Subject

ALDER = Subject("Alder")
WEEKS = windows_of("week", 13)
HOURS = 168.0


def _levels(generator: Generator, spread: float, phi: float, count: int = 13) -> Floats:
    """A level that returns, with this standard deviation and autocorrelation."""
    steps = generator.standard_normal(count)
    for at in range(1, count):
        steps[at] = phi * steps[at - 1] + np.sqrt(1 - phi**2) * steps[at]
    return np.asarray(spread * steps, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Share:
    """A share of service in a world; `delta` as shipped."""

    words: Words
    world: World
    delta: float
    target: float | None = None

    def __call__(self, generator: Generator, harm: float) -> Estimate:
        worse = harm if self.words.more_is_worse else -harm
        periods = simulate(replace(self.world, frequency="week", windows=13), generator, worse).periods
        series = ShareSeries(
            subject=ALDER,
            metric="share",
            frequency="week",
            words=self.words,
            delta=self.delta,
            target=self.target,
            periods=periods,
        )
        return kpi_breach.measure(series, CONFIG)


@dataclass(frozen=True, slots=True)
class _Wait:
    """Lognormal times (median 8 hours) of cases that come in all week; what is open at its end is censored.

    spread, phi: of the level of log time between weeks. Harm is planted in points of the share in time.
    """

    cases: float
    spread: float = 0.0
    phi: float = 0.0

    def __call__(self, generator: Generator, harm: float) -> Estimate:
        level = _levels(generator, self.spread, self.phi)
        periods = [self._period(at, float(level[at]), generator, harm if at == 12 else 0.0) for at in range(13)]
        series = TimeSeries(
            subject=ALDER,
            metric="replies_in_time",
            frequency="week",
            words=reply_coverage.WORDS,
            delta=CONFIG.reply_coverage.delta,
            periods=tuple(periods),
            hours=None,
            done="answered",
        )
        return reply_coverage.measure(series, CONFIG)

    def _period(self, at: int, level: float, generator: Generator, harm: float) -> Lasting:
        n = int(generator.poisson(self.cases))
        times = 8 * np.exp(level + generator.standard_normal(n))
        times[generator.random(n) < harm / 90] = 1e6  # of those in time nine in ten were: they are never answered
        until = generator.uniform(0, HOURS, n) + HOURS * (12 - at)
        ended = times <= until
        return Lasting(WEEKS[at], Times(times[ended], until[~ended]), n)


def _ease(spread: float, phi: float) -> Measured:
    """200 answers a week on a scale of 1 to 7, of mean 4.4."""

    def estimate(generator: Generator, harm: float) -> Estimate:
        level = 4.4 + _levels(generator, spread, phi)
        level[-1] -= harm
        scores = [np.clip(np.round(generator.normal(each, 1.2, 200)), 1, 7) for each in level]
        periods = tuple(
            Mean(week, float(each.mean()), float(each.std(ddof=1)), 200)
            for week, each in zip(WEEKS, scores, strict=True)
        )
        series = MeanSeries(
            subject=ALDER,
            metric="ces",
            frequency="week",
            words=kpi_breach.WORDS["ces"],
            delta=CONFIG.kpi_breach.delta.ces,
            periods=periods,
        )
        return kpi_breach.measure(series, CONFIG)

    return estimate


def _defects(mean: float, spread: float, phi: float) -> Measured:
    """So many defects a week among 10,000 orders; spread and phi are those of the rate's logarithm."""

    def estimate(generator: Generator, harm: float) -> Estimate:
        rates = mean * np.exp(_levels(generator, spread, phi))
        rates[-1] += harm * 10  # per 1,000 orders
        periods = tuple(
            Happened(week, int(count), 10_000) for week, count in zip(WEEKS, generator.poisson(rates), strict=True)
        )
        series = RateSeries(
            subject=ALDER,
            metric="defects",
            frequency="week",
            words=base_service.WORDS["defects"],
            delta=CONFIG.base_service.defects,
            periods=periods,
        )
        return base_service.measure(series, CONFIG)

    return estimate


def _satisfied(generator: Generator, n: int, share: float) -> Counts:
    positive = int(generator.binomial(n, share))
    return Counts(n, positive, n - positive, n)


def _peers(generator: Generator, harm: float) -> Estimate:
    """Two channels that differ by 30 points, our mix another than the rivals'."""
    app, email = Stratum(channel="app"), Stratum(channel="email")
    ours = {app: _satisfied(generator, 600, 0.5 - harm / 100), email: _satisfied(generator, 200, 0.8 - harm / 100)}
    theirs = {app: _satisfied(generator, 200, 0.5), email: _satisfied(generator, 600, 0.8)}
    pair = PeerPair(subject=ALDER, metric="csat", frequency="week", window=WEEKS[0], ours=ours, theirs=theirs)
    return benchmark_gap.measure(pair, CONFIG)


def _recovered(generator: Generator, harm: float) -> Estimate:
    recovered, never = _satisfied(generator, 300, 0.8 - harm / 100), _satisfied(generator, 3000, 0.8)
    pair = RecoveredPair(subject=ALDER, frequency="week", window=WEEKS[0], recovered=recovered, never=never)
    return recovery.measure(pair, CONFIG)


def _backlog(generator: Generator, harm: float) -> Estimate:
    """Sixty complaints a week that vary by a quarter (AR .4), closed after two weeks in the mean; some never."""
    weeks, warm = len(WEEKS), 8  # by then as many end as come in
    rates = 60 * np.exp(_levels(generator, 0.25, 0.4, weeks + warm))
    starts = np.repeat(np.arange(weeks + warm), generator.poisson(rates)) + 0.0
    starts += generator.random(len(starts))
    lasting = np.where(generator.random(len(starts)) < harm / 100, np.inf, generator.exponential(2, len(starts)))
    edges = np.arange(warm, weeks + warm + 1)
    came, gone = (np.histogram(each[np.isfinite(each)], edges)[0] for each in (starts, starts + lasting))
    flows = tuple(Flow(window, int(n), int(m)) for window, n, m in zip(WEEKS, came, gone, strict=True))
    left = int(((starts + lasting) >= edges[-1]).sum())
    return recovery.measure(BacklogFlow(subject=ALDER, frequency="week", windows=flows, still_open=left), CONFIG)


ON_TIME, REOPENED = base_service.WORDS["on_time"], recovery.WORDS["reopened"]
FIRST = kpi_breach.WORDS["first_contact_resolution"]
CSAT_WORLD = World("share", metric="csat", level=85, customers=400)
MEASURED: dict[str, Measured] = {
    "kpi_breach, share of 400, white": _Share(FIRST, CSAT_WORLD, 5),
    "kpi_breach, share of 400, autocorrelated .4": _Share(FIRST, replace(CSAT_WORLD, wander=2.5, phi=0.4), 5),
    "kpi_breach, share of 15": _Share(FIRST, replace(CSAT_WORLD, customers=15), 5),
    "kpi_breach, retention 99 % of 48,000 that wanders by .2": _Share(
        kpi_breach.WORDS["retention"], World("kept", metric="csat", level=99, customers=48_000, wander=0.2, phi=0.4), 1
    ),
    "kpi_breach, share of 400 at its target": _Share(FIRST, CSAT_WORLD, 5, target=85.0),
    "kpi_breach, share at its target that wanders by 2.5": _Share(
        FIRST, replace(CSAT_WORLD, wander=2.5, phi=0.4), 5, target=85.0
    ),
    "kpi_breach, ease, white": _ease(0.0, 0.0),
    "kpi_breach, ease, autocorrelated .4": _ease(0.1, 0.4),
    "base_service, on time, 5,000 orders, autocorrelated .4": _Share(
        ON_TIME, World("orders", metric="csat", level=94, customers=5000, wander=1, phi=0.4), 3
    ),
    "base_service, 50 defects": _defects(50, 0.0, 0.0),
    "base_service, 50 defects, rate autocorrelated .4": _defects(50, 0.15, 0.4),
    "base_service, 3 defects": _defects(3, 0.0, 0.0),
    "recovery, reopened 6 % of 150": _Share(REOPENED, World("back", metric="csat", level=6, customers=150), 3),
    "recovery, recovered beside never failed": _recovered,
    "recovery, a backlog that returns to its level": _backlog,
    "reply_coverage, 300 a week, white": _Wait(300),
    "reply_coverage, 300 a week, autocorrelated .4": _Wait(300, 0.15, 0.4),
    "reply_coverage, 15 a week": _Wait(15),
    "benchmark_gap, equal on each channel, another mix": _peers,
}


SERVICE = Group(
    "Service",
    calm={what: calm(measure) for what, measure in MEASURED.items()},
    planted={f"{what}; worse as promised": planted(measure) for what, measure in MEASURED.items()},
    at_most=400,
)
