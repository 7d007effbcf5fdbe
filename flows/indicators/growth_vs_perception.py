"""Threat: the business grows while perception warns. Today's growth then hides what customers already say.

A rule over what is known: revenue (or orders) of a quarter against the same quarter a year before, and the findings on
perception of that quarter and of its last month. A topic may warn by itself; that nothing warns is said only where the
brand as a whole was judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.indicators.config import IndicatorsConfig
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.vocabulary import METRICS, SEVERITY, Metric, Subject, Verdict, Window
from flows.indicators.wording import METRIC_NAMES, number, span

NAME = "growth_vs_perception"
FORMULA_VERSION = "2"
UNJUDGED: tuple[Verdict, ...] = ("incomplete", "insufficient_data", "inconclusive", "no_data")
"""Which tell nothing, the one that says most of why first."""
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """Revenue or orders of the quarter and of the same one a year before; None where it is not known of all of it."""

    metric: str
    unit: str
    now: float | None
    before: float | None

    @property
    def is_known(self) -> bool:
        return self.now is not None and bool(self.before)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding on perception of the brand, or of one of its topics."""

    indicator: str
    topic: str
    metric: str
    frequency: str
    verdict: Verdict
    value: float | None
    comparison: float | None
    change: float | None
    n: int
    n_comparison: int


@dataclass(frozen=True, slots=True)
class Growth:
    """One brand's quarter; `figures` in the order in which they are preferred."""

    subject: Subject
    window: Window
    figures: tuple[Figure, ...]
    found: tuple[Found, ...]


def measure(growth: Growth, config: IndicatorsConfig) -> Estimate:
    """One brand's quarter, by the rule."""
    known = next((figure for figure in growth.figures if figure.is_known), None)
    frame = _frame(growth, known, config)
    if known is None or known.now is None or not known.before:
        if not any(figure.now is not None for figure in growth.figures):
            return frame
        return replace(frame, n=1, blocked="neither revenue nor orders are known for it and for the year before")
    percent = 100 * (known.now / known.before - 1)
    judged = [one for one in growth.found if one.verdict not in UNJUDGED]
    grown = percent >= config.growth_vs_perception.growth
    loud = sorted((one for one in judged if SEVERITY[one.verdict] > 1), key=lambda one: -SEVERITY[one.verdict])
    if grown and not loud and all(one.topic for one in judged):
        return _unjudged(frame, growth.found)
    return replace(
        frame,
        value=known.now,
        comparison=known.before,
        change=known.now - known.before,
        n=max([1, *(one.n for one in judged)]),
        fact=_fact(growth, known, percent, loud if grown else (), config),
        ruled=_ruled(loud) if grown else "ok",
        evidence=_evidence(loud),
    )


def _unjudged(frame: Estimate, found: Sequence[Found]) -> Estimate:
    """Growth beside a perception of which nothing is known, for the reason for which it is not."""
    whole = sorted((one for one in found if not one.topic), key=lambda one: UNJUDGED.index(one.verdict))
    why = "nothing of its perception as a whole could be judged"
    why += f": {_listed(whole)}" if whole else " in that quarter"
    if whole and whole[0].verdict == "incomplete":
        return replace(frame, n=1, incomplete=why)
    return replace(frame, n=1, blocked=why)


def _ruled(loud: Sequence[Found]) -> Verdict:
    worst = max((SEVERITY[one.verdict] for one in loud), default=0)
    if worst >= SEVERITY["warning"]:
        return "warning"
    return "watch" if worst else "ok"


def _frame(growth: Growth, known: Figure | None, config: IndicatorsConfig) -> Estimate:
    return Estimate(
        indicator=NAME,
        subject=growth.subject,
        metric=known.metric if known else growth.figures[0].metric,
        frequency="quarter",
        window=growth.window,
        delta=config.growth_vs_perception.growth,
        unit=known.unit if known else "",
        in_family=False,
        test="a rule over revenue or orders and the findings on perception",
        short=f"growth of {growth.subject.brand} beside its perception in {span(growth.window, 'quarter')}",
        formula_version=FORMULA_VERSION,
    )


def _fact(growth: Growth, known: Figure, percent: float, loud: Sequence[Found], config: IndicatorsConfig) -> str:
    went = "rose" if percent >= 0 else "fell"
    seen = (
        f"{known.metric} of {growth.subject.brand} {went} by {number(abs(percent))} % in "
        f"{span(growth.window, 'quarter')} against a year before (from {number(known.before or 0, 0)} to "
        f"{number(known.now or 0, 0)} {known.unit})"
    )
    if percent < config.growth_vs_perception.growth:
        return f"{seen}, which is not the {number(config.growth_vs_perception.growth)} % that count as growth"
    if not loud:
        return f"{seen}, and nothing in its perception warns"
    return f"{seen} while perception warns: {_listed(loud)}"


def _listed(found: Sequence[Found]) -> str:
    """The first few by name, each once."""
    names = list(dict.fromkeys(_named(one) for one in found))
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return "; ".join(names[:SHOWN]) + more


def _named(one: Found) -> str:
    """`NPS on delivery by the month (critical)`."""
    metric: Metric | None = next((each for each in METRICS if each == one.metric), None)
    topic = f" on {one.topic.replace('_', ' ')}" if one.topic else ""
    verdict = one.verdict.replace("_", " ")
    return f"{METRIC_NAMES[metric] if metric else one.metric}{topic} by the {one.frequency} ({verdict})"


def _evidence(loud: Sequence[Found]) -> tuple[Evidence, ...]:
    return tuple(_piece(rank, one) for rank, one in enumerate(loud[:SHOWN], 1))


def _piece(rank: int, one: Found) -> Evidence:
    name = f"{one.indicator}: {_named(one)}"
    return Evidence(rank, "fact", name, one.value, one.comparison, one.change, one.n, one.n_comparison)
