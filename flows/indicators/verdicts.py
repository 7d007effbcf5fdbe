"""The verdict rules, first match wins. h is the harm (more is worse), delta the practical change, all one-sided.

1 incomplete; no_data     2 insufficient_data under the least number of customers
3 critical                q <= .01 and the lower limit of h above delta
4 warning                 q <= .05 and h >= delta
5 watch                   q <= .05 and delta/2 <= h < delta; or a trend alone; or a decline that the mix explains
6 improved                as 3-4 in the other direction
7 ok                      the upper limit of h below delta
8 insufficient_data       where power for delta is under 80 %, else inconclusive

A strength or an opportunity (`grading` merit) goes the same way: 3 and 4 are strong, 5 emerging, 6 and 7 none. Where a
rule gives the verdict (`ruled`), as for a goal, 1 and 2 still come first.

Power is asked for last, so it never hides 3 and 4. With fewer than eight baseline windows, or for a trend, 3 and 4 are
a watch, and nothing is called improved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.indicators.config import Proof
from flows.indicators.outputs import Decomposition, Estimate
from flows.indicators.powering import Power
from flows.indicators.vocabulary import Verdict

MERIT: dict[Verdict, Verdict] = {
    "critical": "strong",
    "warning": "strong",
    "watch": "emerging",
    "improved": "none",
    "ok": "none",
}
"""What proof of harm is as proof of merit."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the family and the power calculation add to an estimate.

    q, q_improved  None where no test counts: too few customers, a topic under an untested brand, a trend
    untested       why there is no test although there are numbers; empty when there is one
    power          what could have been seen
    """

    q: float | None
    q_improved: float | None
    family_size: int
    untested: str
    power: Power


def verdict_of(estimate: Estimate, weighed: Weighed, proof: Proof, as_of: datetime) -> Verdict:
    """The verdict of one estimate; total: every estimate gets one."""
    missing = _missing(estimate, weighed, as_of)
    verdict = missing or estimate.ruled or _proved(estimate, weighed, proof)
    return MERIT.get(verdict, verdict) if estimate.grading == "merit" else verdict


def _proved(estimate: Estimate, weighed: Weighed, proof: Proof) -> Verdict:
    """Rules 3 to 8."""
    alarm = _alarm(estimate, weighed, proof)
    if alarm:
        return alarm
    if _is_improved(estimate, weighed, proof):
        return "improved"
    if _is_ok(estimate):
        return "ok"
    return "inconclusive" if weighed.power.is_enough else "insufficient_data"


def _missing(estimate: Estimate, weighed: Weighed, as_of: datetime) -> Verdict | None:
    """Rules 1 and 2."""
    if estimate.window.end > as_of:
        return "incomplete"
    if estimate.incomplete:
        return "incomplete"
    if not estimate.n:
        return "no_data"
    if estimate.blocked or weighed.untested or (estimate.harm is None and not estimate.ruled):
        return "insufficient_data"
    return None


def _alarm(estimate: Estimate, weighed: Weighed, proof: Proof) -> Verdict | None:
    """Rules 3 to 5."""
    found = _significant(estimate, weighed, proof)
    if found in ("critical", "warning") and (cap_of(estimate, proof) or explained_by_mix(estimate, proof)):
        return "watch"
    if found:
        return found
    if estimate.signal or mix_hides_decline(estimate, weighed, proof):
        return "watch"
    return None


def _significant(estimate: Estimate, weighed: Weighed, proof: Proof) -> Verdict | None:
    harm = estimate.harm if estimate.harm is not None else float("-inf")
    alpha = estimate.alpha or proof.alpha
    q = weighed.q if estimate.in_family else estimate.p_harm
    if q is None or q > alpha:
        return None
    if estimate.ci and q <= min(alpha, proof.alpha_critical) and harm_limits(estimate)[0] > estimate.delta:
        return "critical"
    if harm >= estimate.delta:
        return "warning"
    return "watch" if harm >= watch_from(estimate) else None


def harm_limits(estimate: Estimate) -> tuple[float, float]:
    """The interval of the change, oriented so that more is worse."""
    low, high = estimate.ci or (float("-inf"), float("inf"))
    return (low, high) if estimate.more_is_worse else (-high, -low)


def watch_from(estimate: Estimate) -> float:
    """The harm from which a significant change is a watch."""
    return estimate.delta / 2 if estimate.watch_from is None else estimate.watch_from


def cap_of(estimate: Estimate, proof: Proof) -> str:
    """Why this is never more than a watch; empty when it may be."""
    if estimate.cap_at_watch:
        return estimate.cap_at_watch
    if 0 < estimate.baseline < proof.windows_for_full_confidence:
        return f"only {estimate.baseline} earlier windows show how much it moves by itself, so this is a watch at most"
    return ""


def explained_by_mix(estimate: Estimate, proof: Proof) -> bool:
    """Whether most of a whole change is one of mix, and what is left would not be a warning by itself.

    Only where the whole change is what was tested (`p_total` is None); a like-for-like change has no mix in it.
    Where a model lets less of a change show (`shows`), or a very small change counts (`mix.chance`), little counts
    while chance is as large as ever: what is left must then also be no chance, unless it is so large that it would
    count if all showed.
    Strata that moved against the change are no reason to doubt it: what is left is then no harm at all.
    """
    if estimate.mix is None or estimate.mix.p_total is not None or not estimate.change:
        return False
    parts = estimate.mix.decomposition
    p_left = estimate.mix.p_within if (estimate.harm or 0.0) > 0 else 1 - estimate.mix.p_within
    least = max(estimate.delta / estimate.shows, estimate.mix.chance) if p_left > proof.alpha else estimate.delta
    return is_mostly_mix(parts, estimate.change) and _mix_and_rest(parts, estimate.change)[1] < least


def is_mostly_mix(parts: Decomposition, change: float) -> bool:
    """Whether mix adds at least as much to a change as what moved within the strata does."""
    due, left = _mix_and_rest(parts, change)
    return due > 0 and due >= left


def _mix_and_rest(parts: Decomposition, change: float) -> tuple[float, float]:
    """What mix adds in the direction of `change`, and what moved within the strata does.

    The latter at the mix of before or at that of now (interaction included), whichever is more: a stratum that grew
    and fell counts as large as it is.
    """
    side = 1 if change > 0 else -1
    return side * parts.mix, max(side * parts.within, side * (parts.within + parts.interaction))


def mix_hides_decline(estimate: Estimate, weighed: Weighed, proof: Proof) -> bool:
    """Whether a like-for-like estimate shows nothing although the plain value fell: the mix explains that fall.

    Its p is not in the family, so it is held against alpha over the family's size (Bonferroni).
    """
    if estimate.mix is None or estimate.mix.p_total is None:
        return False
    parts = estimate.mix.decomposition
    fell = estimate.mix.p_total * max(1, weighed.family_size) <= proof.alpha and -parts.total >= watch_from(estimate)
    due, left = _mix_and_rest(parts, parts.total)
    return fell and due >= left


def _is_improved(estimate: Estimate, weighed: Weighed, proof: Proof) -> bool:
    """Rule 6; a gain that the mix explains, or that too few windows or a slope alone show, is not called one."""
    q, harm = weighed.q_improved, estimate.harm
    if q is None or harm is None or cap_of(estimate, proof) or explained_by_mix(estimate, proof):
        return False
    return q <= proof.alpha and -harm >= estimate.delta


def _is_ok(estimate: Estimate) -> bool:
    """Rule 7; where there is no interval, harm too small to be said."""
    if estimate.ci is None:
        return estimate.harm is not None and estimate.harm < watch_from(estimate)
    return harm_limits(estimate)[1] < estimate.delta
