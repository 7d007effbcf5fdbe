"""Indicators of volume and the chart of shifts on published series whose anomalies people have labelled (NAB).

A series that counts (posts, passengers) is judged by `burst` per hour and day, `volume_drop` per week and
`source_outage` per day of a week; one that measures (temperatures, loads) by the chart behind `perception_shift`, per
day, or per hour where there are not 40 days. Labels only tell afterwards which alarms lie in a labelled window.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np

from bench.honesty_rates import CONFIG, concluded
from flows.indicators import burst, source_outage, volume_drop
from flows.indicators.activity import Heartbeat, VolumeSeries
from flows.indicators.burst import Burst
from flows.indicators.formulas.charts import ewma_chart
from flows.indicators.formulas.scores import Floats
from flows.indicators.outputs import Estimate
from flows.indicators.vocabulary import Frequency, Subject, Window

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
ENOUGH_DAYS = 40
LOUD = ("warning", "critical")
Span = tuple[datetime, datetime]


class Labelled(msgspec.Struct, frozen=True):
    """One series as the file has it: a value per `step_s` seconds from `start` on, and labelled windows."""

    series: str
    start: str
    step_s: int
    values: list[float]
    windows: list[tuple[str, str]]

    @property
    def name(self) -> str:
        return Path(self.series).stem

    @property
    def is_count(self) -> bool:
        return all(value == round(value) for value in self.values)

    @property
    def labelled(self) -> list[Span]:
        return [(_moment(first), _moment(last)) for first, last in self.windows]

    def per(self, step: timedelta) -> tuple[datetime, Floats]:
        """Sums (of counts) or means over whole windows of that length, from the first midnight on."""
        start = _moment(self.start)
        midnight = start.replace(hour=0, minute=0, second=0) + (DAY if start.time() != datetime.min.time() else 0 * DAY)
        values = np.array(self.values[round((midnight - start).total_seconds() / self.step_s) :])
        each = round(step.total_seconds() / self.step_s)
        whole = values[: len(values) // each * each].reshape(-1, each)
        return midnight, np.asarray(whole.sum(axis=1) if self.is_count else whole.mean(axis=1))


@dataclass(frozen=True, slots=True)
class Alarms:
    """What one indicator called in one series: alarms `inside` labelled windows, such windows `hit` of `labels`."""

    series: str
    indicator: str
    windows: int
    alarms: int
    inside: int
    hit: int
    labels: int

    @property
    def text(self) -> str:
        cells = (self.windows, self.alarms, self.inside, f"{self.hit} of {self.labels}")
        return f"| {self.series} | {self.indicator} | {' | '.join(map(str, cells))} |"


def read(path: Path) -> Iterator[Labelled]:
    """The file's series."""
    with gzip.open(path, "rb") as lines:
        yield from (msgspec.json.decode(line, type=Labelled) for line in lines)


def judged(series: Labelled) -> Iterator[Alarms]:
    """Every indicator that such a series can be given to."""
    if not series.is_count:
        long = len(series.per(DAY)[1]) >= ENOUGH_DAYS
        yield _told(series, f"shift chart, {'day' if long else 'hour'}", list(_charted(series, DAY if long else HOUR)))
        return
    yield _told(series, "burst, hour", list(_bursts(series, "hour")))
    yield _told(series, "burst, day", list(_bursts(series, "day")))
    yield _told(series, "volume_drop, week", list(_volumes(series)))
    yield _told(series, "source_outage, week", list(_silences(series)))


def _told(series: Labelled, indicator: str, found: Sequence[tuple[Span, bool]]) -> Alarms:
    """Labelled windows count where any of them was judged."""
    loud = [span for span, is_loud in found if is_loud]
    seen = [label for label in series.labelled if any(_meet(span, label) for span, _ in found)]
    return Alarms(
        series=series.name,
        indicator=indicator,
        windows=len(found),
        alarms=len(loud),
        inside=sum(any(_meet(span, label) for label in series.labelled) for span in loud),
        hit=sum(any(_meet(span, label) for span in loud) for label in seen),
        labels=len(seen),
    )


def _bursts(series: Labelled, frequency: Frequency) -> Iterator[tuple[Span, bool]]:
    """As the flow asks: the same hour of the days before, or the same day of the weeks before."""
    step, back, most = (HOUR, 24, CONFIG.burst.hours) if frequency == "hour" else (DAY, 7, CONFIG.burst.days)
    start, counts = series.per(step)
    for at in range(2 * back, len(counts)):
        before = tuple(int(counts[then]) for then in range(at - back, -1, -back))[:most]
        window, now = _window(start, step, at), int(counts[at])
        seen = Burst(Subject(series.name), frequency, window, "negative_customers", now, max(1, now), before)
        yield _loud(window, burst.measure(seen, CONFIG))


def _volumes(series: Labelled) -> Iterator[tuple[Span, bool]]:
    start, counts = series.per(WEEK)
    weeks = [(_window(start, WEEK, at), int(count)) for at, count in enumerate(counts)]
    for at in range(3, len(weeks)):
        known = VolumeSeries(Subject(series.name), "week", tuple(weeks[: at + 1]))
        yield _loud(weeks[at][0], volume_drop.measure(known, CONFIG))


def _silences(series: Labelled) -> Iterator[tuple[Span, bool]]:
    start, counts = series.per(DAY)
    days = tuple(int(count) for count in counts)
    for at in range(28, len(days) - 6, 7):
        window = Window(start + at * DAY, start + (at + 7) * DAY)
        beat = Heartbeat(Subject(source=series.name), "week", window, days[:at], days[at : at + 7])
        yield _loud(window, source_outage.measure(beat, CONFIG))


def _charted(series: Labelled, step: timedelta) -> Iterator[tuple[Span, bool]]:
    """A frozen baseline, then one window after the other; how sure a window is nobody knows, so the scatter decides."""
    start, values = series.per(step)
    baseline = min(CONFIG.perception_shift.baseline_weeks, len(values) // 2)
    errors = np.full(len(values), 1e-3 * float(np.std(values[:baseline])))
    for at in range(baseline, len(values)):
        chart = ewma_chart(values[: at + 1], errors[: at + 1], baseline)
        window = _window(start, step, at)
        yield (window.start, window.end), chart is not None and chart.signal is not None


def _loud(window: Window, estimate: Estimate) -> tuple[Span, bool]:
    return (window.start, window.end), concluded(estimate).verdict in LOUD


def _window(start: datetime, step: timedelta, at: int) -> Window:
    return Window(start + at * step, start + (at + 1) * step)


def _meet(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] < one[1]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
