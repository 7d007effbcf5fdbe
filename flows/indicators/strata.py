"""Where answers come from: strata of two sides brought together, so that like is compared with like.

A stratum is channel x source x language, never a topic. Small ones are merged step by step (languages of a source,
sources of a channel, then what is left); one that is large on one side and missing on the other entered or left.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from flows.indicators.formulas.scores import Floats, Sample
from flows.indicators.inputs import NOTHING, Counts, Period, Stratum, total
from flows.indicators.vocabulary import Metric

SIGNED: dict[Metric, bool] = {"nps": True, "csat": False, "net_sentiment": True}
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Pair:
    """One stratum's answers on both sides; a side without customers is a stratum that entered or left."""

    stratum: Stratum
    now: Counts
    before: Counts

    @property
    def is_common(self) -> bool:
        return bool(self.now.customers and self.before.customers)


def pool(periods: Iterable[Period]) -> dict[Stratum, Counts]:
    """The periods' cells summed by stratum."""
    parts: dict[Stratum, list[Counts]] = defaultdict(list)
    for period in periods:
        for cell in period.cells:
            parts[cell.stratum].append(cell.counts)
    return {stratum: total(counts) for stratum, counts in parts.items()}


def source_shares(*sides: Iterable[Period]) -> dict[str, float]:
    """Each source's share of the answers of a side, of the side where it is larger."""
    largest: dict[str, float] = {}
    for side in sides:
        pooled = pool(side)
        answers = sum(counts.n for counts in pooled.values())
        of_side: Counter[str] = Counter()
        for stratum, counts in pooled.items():
            of_side[stratum.source] += counts.n
        largest |= {name: max(n / answers, largest.get(name, 0.0)) for name, n in of_side.items() if n}
    return largest


def align(now: Mapping[Stratum, Counts], before: Mapping[Stratum, Counts], minimum: int) -> tuple[Pair, ...]:
    """Both sides by stratum, in a fixed order; those with fewer than `minimum` customers on a side are merged."""
    pairs = {key: Pair(key, now.get(key, NOTHING), before.get(key, NOTHING)) for key in {*now, *before}}
    for coarser in (_without_language, _without_source, _without_channel):
        merged: dict[Stratum, Pair] = {}
        for pair in pairs.values():
            key = coarser(pair.stratum) if _is_small(pair, minimum) else pair.stratum
            known = merged.get(key, Pair(key, NOTHING, NOTHING))
            merged[key] = Pair(key, known.now + pair.now, known.before + pair.before)
        pairs = merged
    return tuple(pairs[key] for key in sorted(pairs) if pairs[key].now.n or pairs[key].before.n)


def _is_small(pair: Pair, minimum: int) -> bool:
    sizes = sorted((pair.now.customers, pair.before.customers))
    return sizes[0] < minimum and not (sizes[0] == 0 and sizes[1] >= minimum)


def _without_language(stratum: Stratum) -> Stratum:
    return replace(stratum, language=OTHER)


def _without_source(stratum: Stratum) -> Stratum:
    return replace(stratum, source=OTHER, language=OTHER)


def _without_channel(_: Stratum) -> Stratum:
    return Stratum(OTHER, OTHER, OTHER)


def independence(periods: Sequence[Period]) -> float:
    """Distinct customers over the cells' sum of them: under 1 where customers answer in several strata."""
    cells = sum(cell.counts.customers for period in periods for cell in period.cells)
    return sum(period.counts.customers for period in periods) / cells if cells else 1.0


def as_sample(counts: Sequence[Counts], metric: Metric, effect: float) -> Sample:
    """Counts scaled to independent customers, over the design effect of days."""
    n = np.array([each.n for each in counts], dtype=np.float64)
    customers = np.array([each.customers for each in counts], dtype=np.float64) / effect
    positive = np.array([each.positive for each in counts]) / n * customers
    negative = np.array([each.negative for each in counts]) / n * customers
    return Sample(positive, negative, customers, SIGNED[metric])


def shares(counts: Sequence[Counts]) -> Floats:
    """Each stratum's share of the answers; zeros when there are none."""
    n = np.array([each.n for each in counts], dtype=np.float64)
    return n / max(1.0, float(n.sum()))


def values(counts: Sequence[Counts], metric: Metric) -> Floats:
    """Each stratum's value, nan where it has no answers."""
    return np.array([value_of(each, metric) if each.n else np.nan for each in counts])


def value_or_none(counts: Counts, metric: Metric) -> float | None:
    """The value; None without answers, never 0."""
    return value_of(counts, metric) if counts.n else None


def value_of(counts: Counts, metric: Metric) -> float:
    """NPS, CSAT or net sentiment of counts that are not empty."""
    return 100 * (counts.positive - SIGNED[metric] * counts.negative) / counts.n
