"""Programme: the checklist of a service programme, its evidence and its age, and who begins the cases.

It describes, and a rule gives the verdict: a watch where something is missing, stale or answered with no.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flows.indicators.config import IndicatorsConfig
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.practice import Answer, Begun, Checklist, Question
from flows.indicators.wording import amount, number, span, written

NAME = "practice_audit"
FORMULA_VERSION = "1"
YES = 0.5
"""From here on an answer between no and yes counts as done."""


def measure(read: Checklist | Question | Begun, config: IndicatorsConfig) -> Estimate:
    """The checklist as a whole, one question, or the share of cases that we began."""
    if isinstance(read, Checklist):
        return _checklist(read, config)
    return _question(read, config) if isinstance(read, Question) else _begun(read, config)


def _checklist(read: Checklist, config: IndicatorsConfig) -> Estimate:
    """Answers add up as they are, between 0 and 1; what is stale or never answered adds nothing."""
    known = [each for each in read.answers if each.answer is not None]
    fresh = [each for each in known if not _is_stale(each, read.window.end, config)]
    share = sum(each.answer or 0.0 for each in fresh) / len(read.answers)
    proved = sum(1 for each in fresh if each.has_proof)
    stale, never = len(known) - len(fresh), len(read.answers) - len(known)
    frame = _frame(read, config, "practice", n=len(known), short=f"the practice audit of {read.subject.brand}")
    if not known:
        return frame
    return replace(
        frame,
        value=100 * share,
        harm=100 * (1 - share),
        ruled="watch" if share < config.practice_audit.watch or stale or never else "ok",
        fact=(
            f"the checklist of {read.subject.brand} stands at {number(100 * share)} % yes over {len(read.answers)} "
            f"questions at the end of {span(read.window, 'quarter')}: {len(fresh)} answered in the last "
            f"{config.practice_audit.stale_months} months, {proved} of them with evidence, {stale} longer ago, "
            f"{never} never"
        ),
        evidence=tuple(_piece(rank, each) for rank, each in enumerate(_weakest(read, config), 1)),
    )


def _question(read: Question, config: IndicatorsConfig) -> Estimate:
    wording = config.practice_audit.questions[read.answer.question]
    short = f"the answer of {read.subject.brand} to “{wording}”"
    answer, at = read.answer.answer, read.answer.answered_at
    frame = _frame(read, config, "practice", n=int(answer is not None), short=short)
    if answer is None or at is None:
        return frame
    is_stale = _is_stale(read.answer, read.window.end, config)
    proof = "with evidence" if read.answer.has_proof else "without evidence"
    age = f", more than {config.practice_audit.stale_months} months ago: ask again" if is_stale else ""
    return replace(
        frame,
        value=100 * answer,
        harm=100 * (1 - answer),
        ruled="watch" if is_stale or answer < YES else "ok",
        fact=f"“{wording}”: {_said(answer)}, {proof}, answered on {written(at)}{age}",
        evidence=(_piece(1, read.answer),),
    )


def _begun(read: Begun, config: IndicatorsConfig) -> Estimate:
    least = config.proof.minimum_customers
    frame = _frame(read, config, "proactive_share", n=read.cases, short=f"the cases of {read.subject.brand}")
    if not read.cases:
        return frame
    share = read.proactive / read.cases
    if read.cases < least:
        return replace(frame, blocked=f"there are {amount(read.cases, 'cases')}, and {least} are the least")
    return replace(
        frame,
        value=100 * share,
        harm=100 * (1 - share),
        ruled="watch" if share < config.practice_audit.proactive else "ok",
        fact=(
            f"{number(read.proactive)} of {amount(read.cases, 'cases')} of {read.subject.brand} in "
            f"{span(read.window, 'quarter')} were begun by us before the customer did ({number(100 * share)} %)"
        ),
    )


def _frame(read: Checklist | Question | Begun, config: IndicatorsConfig, metric: str, **fields: Any) -> Estimate:
    shares = {"practice": config.practice_audit.watch, "proactive_share": config.practice_audit.proactive}
    return Estimate(
        indicator=NAME,
        subject=read.subject,
        metric=metric,
        frequency="quarter",
        window=read.window,
        test="none: a rule",
        delta=100 * shares[metric],
        unit="per cent",
        each="answers" if metric == "practice" else "cases",
        in_family=False,
        formula_version=FORMULA_VERSION,
        **fields,
    )


def _is_stale(answer: Answer, end: datetime, config: IndicatorsConfig) -> bool:
    """Whether so many whole months passed since it was given."""
    at = answer.answered_at or end
    months = 12 * (end.year - at.year) + end.month - at.month - ((end.day, end.time()) < (at.day, at.time()))
    return months >= config.practice_audit.stale_months


def _weakest(read: Checklist, config: IndicatorsConfig) -> list[Answer]:
    """Those with the least yes first, never answered and stale ones as no."""

    def weight(each: Answer) -> float:
        is_known = each.answer is not None and not _is_stale(each, read.window.end, config)
        return (each.answer or 0.0) if is_known else 0.0

    return sorted(read.answers, key=weight)


def _piece(rank: int, answer: Answer) -> Evidence:
    value = None if answer.answer is None else 100 * answer.answer
    event_ids = (answer.event_id,) if answer.event_id else ()
    return Evidence(rank, "question", answer.question, value, None, None, int(answer.answer is not None), 0, event_ids)


def _said(answer: float) -> str:
    return {0.0: "no", 1.0: "yes"}.get(answer, f"{number(100 * answer)} % yes")
