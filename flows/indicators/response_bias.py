"""Data trust: answers come from elsewhere than before. It suppresses nothing: mix-adjusted results, NPS and CSAT stay.

A bare chi-square is "significant" at one per cent point in 100,000 answers; Cohen's w says how large a drift is, and
the test allows for a mix that always wanders a little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.exact import SMALL_CELL
from flows.indicators.formulas.mix import cohens_w, drift_p
from flows.indicators.formulas.scores import Floats
from flows.indicators.inputs import PerceptionSeries, Period, Stratum
from flows.indicators.outputs import Estimate
from flows.indicators.perception import frame_of
from flows.indicators.strata import OTHER, pool
from flows.indicators.wording import number, span, subject_name

NAME = "response_bias"
FORMULA_VERSION = "1"


def measure(series: PerceptionSeries, config: IndicatorsConfig) -> Estimate:
    """Cohen's w between the last period's mix (channel x source x language) and that of the windows before it."""
    past = [period for period in series.periods[-1 - config.perception_drop.baseline_windows : -1] if period.cells]
    now = series.periods[-1]
    frame = _frame(series, past, config)
    least = min(frame.n, frame.n_comparison)
    if least < config.proof.minimum_customers or len(past) < 2:
        return replace(frame, blocked="there are too few answers or earlier windows to know the usual mix")
    keys = sorted(pool([now, *past]))
    table = np.array([_customers(period, keys) for period in (*past, now)], dtype=np.float64)
    table, keys = _without_rare(table, keys)
    shares, before = table[-1] / table[-1].sum(), table[:-1].sum(axis=0) / table[:-1].sum()
    drift = cohens_w(shares, before)
    moved = shares - before
    # Of two that moved as far, the one that grew is what people look for.
    most = int(np.argmax(np.round(np.abs(moved), 6) + 1e-9 * (moved > 0)))
    fact = (
        f"The origin of the answers about {subject_name(series.subject)} in {span(now.window, series.frequency)} "
        f"differs from that of the {len(past)} {series.frequency}s before by {number(drift, 2)} in Cohen's w (0.1 is "
        f"small, 0.3 medium): {keys[most].text} was {number(100 * before[most], 0)} % of them and is "
        f"{number(100 * shares[most], 0)} % now"
    )
    return replace(
        frame,
        value=drift,
        comparison=0.0,
        change=drift,
        harm=drift,
        p_harm=drift_p(table),
        baseline=len(past),
        fact=fact,
    )


def _without_rare(table: Floats, keys: Sequence[Stratum]) -> tuple[Floats, list[Stratum]]:
    """Strata of whom under five customers came and were to be expected (Cochran's rule) are one: `other`."""
    expected = table[:-1].sum(axis=0) / table[:-1].sum() * table[-1].sum()
    rare = np.maximum(expected, table[-1]) < SMALL_CELL
    if not rare.any():
        return table, list(keys)
    kept = [key for key, is_rare in zip(keys, rare, strict=True) if not is_rare]
    rest = table[:, rare].sum(axis=1, keepdims=True)
    return np.hstack([table[:, ~rare], rest]), [*kept, Stratum(OTHER, OTHER, OTHER)]


def _customers(period: Period, keys: Sequence[Stratum]) -> list[int]:
    cells = pool([period])
    return [cells[key].customers if key in cells else 0 for key in keys]


def _frame(series: PerceptionSeries, past: Sequence[Period], config: IndicatorsConfig) -> Estimate:
    now = series.periods[-1]
    return frame_of(
        series,
        past,
        indicator=NAME,
        test="Cohen's w, F test with overdispersion",
        delta=config.response_bias.warning,
        watch_from=config.response_bias.watch,
        unit="in Cohen's w",
        more_is_worse=True,
        short=f"the origin of the answers about {subject_name(series.subject)} in {span(now.window, series.frequency)}",
        formula_version=FORMULA_VERSION,
    )
