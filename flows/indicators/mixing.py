"""Whether a change is one of mix: decomposition, the part within strata tested alone, evidence by stratum."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.stats import t

from flows.indicators.formulas.mix import decompose
from flows.indicators.formulas.scores import Difference, Floats
from flows.indicators.inputs import NOTHING, Stratum
from flows.indicators.outputs import Evidence, EvidenceKind, MixTest
from flows.indicators.strata import Pair, as_sample, shares, values
from flows.indicators.vocabulary import Metric
from flows.indicators.wording import number

ROWS_OF_EVIDENCE = 5


def within_strata(pairs: Sequence[Pair], metric: Metric, effect: float, wander: float) -> Difference | None:
    """The like-for-like change at the mix of before, over the strata that both sides have; None where none is shared.

    `wander` is the variance of such a change that the level's own movement leaves.
    """
    common = [pair for pair in pairs if pair.is_common]
    if not common:
        return None
    weights = shares([pair.before for pair in common])
    return Difference(
        now=as_sample([pair.now for pair in common], metric, effect),
        before=as_sample([pair.before for pair in common], metric, effect),
        weights=weights / weights.sum(),
        wander=wander,
    )


def mix_test(pairs: Sequence[Pair], metric: Metric, within: Difference, df: float, p_total: float | None) -> MixTest:
    """The decomposition of the whole change, and how surely anything fell within the strata."""
    return MixTest(
        decomposition=decompose(*_rates_and_shares(pairs, metric)),
        p_total=p_total,
        p_within=float(t.cdf(within.critical_value(), df)),
        cause=_cause(pairs, metric),
    )


def _rates_and_shares(pairs: Sequence[Pair], metric: Metric) -> tuple[Floats, Floats, Floats, Floats]:
    now, before = [pair.now for pair in pairs], [pair.before for pair in pairs]
    return values(now, metric), shares(now), values(before, metric), shares(before)


def _merge(pairs: Sequence[Pair], part: Callable[[Stratum], str]) -> list[Pair]:
    merged: dict[str, Pair] = {}
    for pair in pairs:
        key = part(pair.stratum)
        known = merged.get(key, Pair(Stratum(channel=key), NOTHING, NOTHING))
        merged[key] = Pair(known.stratum, known.now + pair.now, known.before + pair.before)
    return [merged[key] for key in sorted(merged)]


def _cause(pairs: Sequence[Pair], metric: Metric) -> str:
    """The category that moved the value most, in the dimension (channel, source, language) that explains most."""
    parts: tuple[Callable[[Stratum], str], ...] = (
        lambda stratum: stratum.channel,
        lambda stratum: stratum.source,
        lambda stratum: stratum.language,
    )
    found: list[tuple[float, int, list[Pair]]] = []
    for order, part in enumerate(parts):
        merged = _merge(pairs, part)
        found.append((-round(abs(decompose(*_rates_and_shares(merged, metric)).mix), 1), order, merged))
    _, dimension, merged = min(found, key=lambda each: each[:2])
    return _named(merged, metric, ("by", "from", "in")[dimension])


def _named(merged: Sequence[Pair], metric: Metric, word: str) -> str:
    rates, now, rates_before, before = _rates_and_shares(merged, metric)
    known = np.where(np.isnan(rates_before), rates, rates_before)
    push = (now - before) * (known - before @ np.nan_to_num(rates_before))
    at = int(np.argmax(np.abs(push)))
    amount = "more" if now[at] > before[at] else "fewer"
    name = merged[at].stratum.channel or "unnamed"
    return f"{amount} answers {word} {name} ({number(100 * before[at], 0)} % before, {number(100 * now[at], 0)} % now)"


def stratum_evidence(pairs: Sequence[Pair], metric: Metric) -> tuple[Evidence, ...]:
    """What moved the value most: by channel, then by stratum. What entered or left has a side without a value."""
    channels = _merge(pairs, lambda stratum: stratum.channel)
    by_channel = _ranked(channels, metric, "channel", [pair.stratum.channel or "-" for pair in channels])
    by_stratum = _ranked(pairs, metric, "stratum", [pair.stratum.text for pair in pairs])
    return by_channel + by_stratum


def _ranked(pairs: Sequence[Pair], metric: Metric, kind: EvidenceKind, names: Sequence[str]) -> tuple[Evidence, ...]:
    rates, now, rates_before, before = _rates_and_shares(pairs, metric)
    level = float(before @ np.nan_to_num(rates_before))
    moved = now * (np.nan_to_num(rates) - level) - before * (np.nan_to_num(rates_before) - level)
    order = np.argsort(-np.abs(moved), kind="stable")[:ROWS_OF_EVIDENCE]
    return tuple(
        Evidence(
            rank=rank,
            kind=kind,
            name=names[at],
            value=_known(rates[at]),
            comparison=_known(rates_before[at]),
            change=_known(rates[at] - rates_before[at]),
            n=pairs[at].now.customers,
            n_comparison=pairs[at].before.customers,
        )
        for rank, at in enumerate(order, start=1)
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
