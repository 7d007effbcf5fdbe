"""What broken data take out of the findings: only what truly depends on them.

| Finding | Makes `incomplete` |
|---|---|
| `source_outage` | estimates with at least `source_outage.share` of their answers from it, in windows that overlap |
| `volume_drop` | what that brand's customers say in that window; complaints as cases, orders and staff stay |
| `model_break` sentiment | net sentiment of that window, and all that counts good or bad words; NPS and CSAT stay |
| `model_break` taxonomy | everything by topic or cause, or without one, in that window; the brand's own numbers stay |
| `response_bias` | nothing: mix-adjusted results, NPS and CSAT stay |

The register says which metric rests on what. Where nothing came in at all, only a silent source can be why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flows.indicators import model_break, source_outage, volume_drop
from flows.indicators.config import IndicatorsConfig
from flows.indicators.outputs import Estimate, Judgement
from flows.indicators.register import rests_on
from flows.indicators.vocabulary import Subject


def suppress(estimates: Iterable[Estimate], trust: Sequence[Judgement], config: IndicatorsConfig) -> list[Estimate]:
    """The estimates, those that rest on broken data marked `incomplete` with the reason."""
    broken = [finding for finding in trust if finding.severity > 1]
    return [_marked(estimate, broken, config.source_outage.share) for estimate in estimates]


def _marked(estimate: Estimate, broken: Sequence[Judgement], least: float) -> Estimate:
    reason = next((_because(finding) for finding in broken if _depends(estimate, finding, least)), "")
    return replace(estimate, incomplete=reason) if reason else estimate


def _because(finding: Judgement) -> str:
    """The finding's sentence as a clause."""
    sentence = finding.reason.rstrip(".")
    return sentence[:1].lower() + sentence[1:] if finding.indicator == model_break.NAME else sentence


def _depends(estimate: Estimate, finding: Judgement, least: float) -> bool:
    if finding.indicator == source_outage.NAME:
        overlaps = estimate.window.start < finding.window.end and finding.window.start < estimate.window.end
        matters = estimate.sources.get(finding.subject.text, 0.0) >= least
        return overlaps and matters and _covers(finding.subject, estimate.subject)
    if not estimate.n or estimate.window != finding.window or not _covers(finding.subject, estimate.subject):
        return False
    if finding.metric == volume_drop.METRIC:
        return bool(estimate.sources) and rests_on(estimate.indicator, estimate.metric, "volume")
    if finding.metric == model_break.SENTIMENT:
        return rests_on(estimate.indicator, estimate.metric, "sentiment")
    if finding.metric == model_break.TAXONOMY:
        return bool(estimate.subject.topic) or rests_on(estimate.indicator, estimate.metric, "topics")
    return False


def _covers(finding: Subject, estimate: Subject) -> bool:
    """Whether what is true of one subject is true of the other: an empty part stands for all."""
    return finding.brand in ("", estimate.brand) and finding.channel in ("", estimate.channel)
