"""From estimates to judgements: families, q, power, verdict, reason.

A family is indicator x frequency x window x level, with all its subjects and metrics: brands first, topics only under
brands that were tested (all of them, not just the significant). It is given by the data, so q does not depend on what
else ran; that asks for all of an indicator's subjects in one call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from flows.indicators.config import IndicatorsConfig, Proof
from flows.indicators.feasts import with_feasts
from flows.indicators.formulas.families import q_values
from flows.indicators.outputs import Estimate, Judgement
from flows.indicators.powering import power_of
from flows.indicators.reasons import reason_of
from flows.indicators.verdicts import Weighed, verdict_of

BRAND_FIRST = "its brand itself could not be tested"


def conclude(estimates: Sequence[Estimate], config: IndicatorsConfig, as_of: datetime) -> tuple[Judgement, ...]:
    """Each estimate's judgement, in the order given. `as_of` is aware; windows that end after it are `incomplete`."""
    estimates = [with_feasts(each, config.calendar) for each in estimates]
    brands = {_brand_key(each) for each in estimates if each.subject.level == "brand" and _is_tested(each, as_of)}
    untested = [each.subject.level == "topic" and _brand_key(each) not in brands for each in estimates]
    members: dict[str, list[int]] = defaultdict(list)
    for at, estimate in enumerate(estimates):
        if _is_tested(estimate, as_of) and estimate.in_family and not untested[at]:
            members[family_of(estimate)].append(at)
    sizes = {name: max(len(places), *(estimates[at].family_size for at in places)) for name, places in members.items()}
    harm = _family_q(members, sizes, [each.p_harm for each in estimates])
    improved = _family_q(members, sizes, [each.p_improved for each in estimates])
    judged = []
    for at, estimate in enumerate(estimates):
        size = sizes.get(family_of(estimate), 0) if estimate.in_family else 0
        weighed = Weighed(
            q=harm.get(at),
            q_improved=improved.get(at),
            family_size=size,
            untested=BRAND_FIRST if untested[at] else "",
            power=power_of(estimate, size, config.proof),
        )
        judged.append(_judgement(estimate, weighed, config.proof, as_of))
    return tuple(judged)


def family_of(estimate: Estimate) -> str:
    """The family's id, readable and the same in every run: `perception_drop/week/2026-11-09/brand`."""
    window = estimate.window.start
    return f"{estimate.indicator}/{estimate.frequency}/{window:%Y-%m-%d}/{estimate.subject.level}"


def _brand_key(estimate: Estimate) -> tuple[str, str, datetime, str]:
    return estimate.indicator, estimate.frequency, estimate.window.start, estimate.subject.brand


def _is_tested(estimate: Estimate, as_of: datetime) -> bool:
    is_whole = estimate.window.end <= as_of and not estimate.incomplete and not estimate.blocked
    return is_whole and bool(estimate.n) and estimate.p_harm is not None


def _family_q(
    members: dict[str, list[int]], sizes: dict[str, int], p_values: Sequence[float | None]
) -> dict[int, float]:
    found: dict[int, float] = {}
    for name, places in members.items():
        known = [(at, p) for at in places if (p := p_values[at]) is not None]
        found.update(zip((at for at, _ in known), q_values([p for _, p in known], sizes[name]), strict=True))
    return found


def _judgement(estimate: Estimate, weighed: Weighed, proof: Proof, as_of: datetime) -> Judgement:
    verdict = verdict_of(estimate, weighed, proof, as_of)
    low, high = estimate.ci or (None, None)
    return Judgement(
        indicator=estimate.indicator,
        subject=estimate.subject,
        metric=estimate.metric,
        frequency=estimate.frequency,
        window=estimate.window,
        comparison_window=estimate.comparison_window,
        value=estimate.value,
        comparison=estimate.comparison,
        change=estimate.change,
        harm=estimate.harm,
        ci_low=low,
        ci_high=high,
        n=estimate.n,
        n_comparison=estimate.n_comparison,
        test=estimate.test,
        p_value=estimate.p_harm,
        q_value=weighed.q,
        q_improved=weighed.q_improved,
        family_id=family_of(estimate) if weighed.q is not None else "",
        family_size=weighed.family_size if weighed.q is not None else 0,
        verdict=verdict,
        reason=reason_of(estimate, verdict, weighed, proof, as_of),
        detectable_change=weighed.power.detectable,
        n_needed=weighed.power.needed,
        decomposition=estimate.mix.decomposition if estimate.mix else None,
        unit=estimate.unit,
        evidence=estimate.evidence,
        formula_version=estimate.formula_version,
    )
