"""How `silent_unhappy` is told: the range in one sentence, the causes that complainers name, what surveys say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from flows.indicators.closed_channel import Told
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.silent import Group, Unhappy
from flows.indicators.outputs import Evidence
from flows.indicators.unhappy import Complainers, Complaints
from flows.indicators.wording import amount, number, span, subject_name

PIECES = 5
FEWER: dict[Told, str] = {
    "": "",
    "closed": "; complaints fell against the months before and the unhappy in surveys did not, so this is no "
    "improvement: the way to complain may have closed",
    "unknown": "; complaints fell against the months before, and surveys cannot tell whether fewer are unhappy",
    "fewer": "; complaints fell against the months before, and so did the unhappy in surveys",
}


def fact_of(read: Complaints, unhappy: Unhappy, groups: Sequence[Group], asked: Unhappy | None, told: Told) -> str:
    """The range, what it rests on, what surveys of the same month show, what fewer complaints mean."""
    count = read.now.complaining
    when = f"{subject_name(read.subject)} in {span(read.now.window, 'month')}"
    if count:
        fact = (
            f"{amount(count, 'customers')} who complained about {when} stand for about {_range(unhappy)} unhappy ones"
        )
    else:
        fact = f"nobody complained about {when}, which may hide up to {_rounded(unhappy.high)} unhappy customers"
    if read.customers:
        low, high = (100 * each / read.customers for each in (unhappy.low, unhappy.high))
        fact += f", {number(low)} to {number(high)} % of {number(read.customers)} customers"
    fact += f", as {_rates(groups)} of the unhappy complain" if groups else ""
    if asked:
        more = "more than that: " if asked.low > unhappy.high else ""
        fact += f"; surveys show {more}{_range(asked)} ({_answers(read)})"
    return fact + FEWER[told]


def unheard(read: Complaints, asked: Unhappy | None, config: IndicatorsConfig) -> str:
    """That no complaint is known of all these months, and what surveys show, if they can be asked."""
    fact = (
        f"nobody is known to have complained about {subject_name(read.subject)} in {span(read.now.window, 'month')} or "
        f"in the {config.silent_unhappy.baseline_windows} months before, so complaints cannot tell how many are unhappy"
    )
    if not read.customers:
        return f"{fact}, and how many customers there are is not known"
    if not asked:
        least = config.proof.minimum_customers
        return f"{fact}; {amount(read.now.asked, 'customers')} answered a survey, and {least} are the least"
    return f"{fact}; surveys show {_range(asked)} unhappy ones of {number(read.customers)} ({_answers(read)})"


def _answers(read: Complaints) -> str:
    return f"{number(read.now.unhappy)} of {number(read.now.asked)} answers"


def _rates(groups: Sequence[Group]) -> str:
    low, high = min(each.rate[0] for each in groups), max(each.rate[1] for each in groups)
    how = {True: "measured", False: "assumed"}
    kinds = " and ".join(how[each] for each in sorted({group.measured for group in groups}, reverse=True))
    return f"{number(100 * low)} to {number(100 * high)} % ({kinds})"


def _range(unhappy: Unhappy) -> str:
    return f"{_rounded(unhappy.low)} to {_rounded(unhappy.high)}"


def _rounded(value: float) -> str:
    """Two digits that count: 2,197 is 2,200 to who reads it."""
    digits = 0 if value < 100 else 1 - math.floor(math.log10(value))
    return number(round(value, digits), 0)


def evidence_of(read: Complaints, unhappy: Unhappy | None, asked: Unhappy | None) -> tuple[Evidence, ...]:
    """The causes that most complainers name, and what surveys say; `unhappy` is None where no complaint is known."""
    causes: dict[str, list[Complainers]] = {}
    for group in read.groups:
        causes.setdefault(group.cause or "not said", []).append(group)
    known = sorted(causes.items(), key=lambda item: (-sum(each.customers for each in item[1]), item[0]))
    pieces = [_cause(name, groups) for name, groups in known[:PIECES]]
    if asked:
        behind = unhappy.middle if unhappy else None
        pieces.append(Evidence(0, "fact", "surveys", asked.middle, behind, None, read.now.asked, read.now.complaining))
    return tuple(replace(piece, rank=rank) for rank, piece in enumerate(pieces, 1))


def _cause(name: str, groups: list[Complainers]) -> Evidence:
    customers = sum(each.customers for each in groups)
    event_ids = tuple(sorted(event_id for each in groups for event_id in each.event_ids))[:PIECES]
    return Evidence(0, "cause", name, float(customers), None, None, customers, 0, event_ids)
