"""The reason in one sentence, in a manager's words."""

from __future__ import annotations

from datetime import datetime

from flows.indicators.config import Proof
from flows.indicators.outputs import Estimate, MixTest
from flows.indicators.verdicts import Weighed, cap_of, explained_by_mix, mix_hides_decline, watch_from
from flows.indicators.vocabulary import Verdict
from flows.indicators.wording import amount, in_number, moved, number, verb

WHOLE = 1000
"""From here on a decimal would claim too much."""


def reason_of(estimate: Estimate, verdict: Verdict, weighed: Weighed, proof: Proof, as_of: datetime) -> str:
    """Why the verdict is what it is."""
    if verdict == "no_data":
        clause = f"nothing came in for {estimate.short}"
    elif verdict == "incomplete":
        why = estimate.incomplete or "the window is not over"
        clause = f"{estimate.short} is not judged{'' if estimate.window.end <= as_of else ' yet'}: {why}"
    elif verdict == "insufficient_data":
        clause = _insufficient(estimate, weighed)
    elif verdict in ("watch", "emerging") and not estimate.ruled:
        clause = _watch(estimate, weighed, proof)
    else:
        clause = f"{estimate.fact}{_judged(estimate, verdict)}"
    is_told = verdict not in ("no_data", "incomplete") and not (estimate.blocked or weighed.untested)
    return " ".join(_sentence(each) for each in (clause, estimate.caveat if is_told else "") if each)


def _sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}."


def _judged(estimate: Estimate, verdict: Verdict) -> str:
    """What the fact means, for verdicts that rest on it alone; empty where it speaks for itself or a rule gave them."""
    if estimate.ruled:
        return ""
    if estimate.ci is None:
        return "; that may be chance" if verdict == "inconclusive" else ""
    delta = amount(estimate.delta, estimate.unit)
    if estimate.grading == "merit":
        return {
            "strong": f", {amount(estimate.delta, estimate.unit)} or more",
            "none": "; that is none to speak of",
            "inconclusive": f"; {delta} or more are neither shown nor ruled out",
        }.get(verdict, "")
    turn = "a rise by" if estimate.more_is_worse else "a turn for the worse by"
    if estimate.comparison_window is None and not estimate.baseline:
        turn = "a gap of"
    return {
        "critical": f", surely more than the {delta} that {verb(estimate.delta, 'count')}",
        "warning": f", more than the {delta} that {verb(estimate.delta, 'count')}",
        "improved": "",
        "ok": f"; {turn} {delta} or more can be ruled out",
        "inconclusive": f"; {turn} {delta} is neither shown nor ruled out",
    }.get(verdict, "")


def _insufficient(estimate: Estimate, weighed: Weighed) -> str:
    if estimate.blocked or weighed.untested:
        return f"{estimate.short} cannot be judged: {estimate.blocked or weighed.untested}"
    power, delta = weighed.power, amount(estimate.delta, estimate.unit)
    seen = (
        f"{estimate.fact}; that is too little to tell, as only a change of {number(power.detectable or 0)} would show"
    )
    if not estimate.sampling:
        return seen
    if power.needed is None:
        return f"{seen}, and no number of {estimate.each} would show {delta}, since it moves as much by itself"
    months = f" or {power.months} months together" if power.months else ""
    return f"{seen}, and {delta} {verb(estimate.delta, 'take')} about {amount(power.needed, estimate.each)}{months}"


def _watch(estimate: Estimate, weighed: Weighed, proof: Proof) -> str:
    if estimate.mix and (explained_by_mix(estimate, proof) or mix_hides_decline(estimate, weighed, proof)):
        return _mix(estimate, estimate.mix, proof)
    if estimate.signal:
        return f"{estimate.fact}; {estimate.signal}"
    cap = cap_of(estimate, proof)
    if cap:
        return f"{estimate.fact}; {cap}"
    harm = estimate.harm or 0.0
    if estimate.ci and watch_from(estimate) <= harm < estimate.delta:
        delta = amount(estimate.delta, estimate.unit)
        return f"{estimate.fact}; it is no chance, but less than the {delta} that {verb(estimate.delta, 'count')}"
    return estimate.fact


def _mix(estimate: Estimate, mix: MixTest, proof: Proof) -> str:
    """What a manager needs: how much fell, how much of it is mix, and what is left within."""
    parts = mix.decomposition
    whole, due = abs(parts.total), abs(parts.mix)
    digits = 0 if whole >= WHOLE else 1
    size = f"{number(whole, digits)} {in_number(whole, estimate.unit)}"
    what = estimate.short.replace(" in ", f" {moved(parts.total)} {size} in ", 1)
    share = "all of it comes" if round(due, 1) >= round(whole, 1) else f"{number(due, digits)} of them come"
    if mix.p_within > proof.alpha:
        within = "within each channel, source and language nothing changed that can be told from noise"
    else:
        within = f"like for like it {moved(parts.within)} {number(abs(parts.within), digits)}"
    return (
        f"{what}, but {share} from {mix.cause}; {within} "
        f"({amount(estimate.n, estimate.each)} now, {number(estimate.n_comparison)} before)"
    )
