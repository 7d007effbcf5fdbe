"""Actions: what a finished one moved in its scope, and which are overdue.

A finished action is judged from its weeks_after-th week on, as merit: its metric in what it touched, beside what no
action touched (`event_effect`). An open one is behind when its date has passed.
"""

from __future__ import annotations

from dataclasses import replace

from flows.indicators.action import Action, ActionRead
from flows.indicators.config import IndicatorsConfig
from flows.indicators.event_told import Named, with_effect
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.planned import MEASURES, Followed, followed
from flows.indicators.vocabulary import Metric, Subject
from flows.indicators.wording import amount, span, written

NAME = "action_effect"
FORMULA_VERSION = "6"
USUAL: Followed = "net_sentiment"
"""What an action moves that names no metric."""
TIMES = tuple(name for name, each in MEASURES.items() if each.kind == "hours")
SCORES: tuple[Metric, ...] = ("nps", "csat", "net_sentiment")


def measure(read: ActionRead, config: IndicatorsConfig) -> Estimate:
    """One action at the end of a month."""
    action, frame = read.action, _frame(read, config)
    if action.done_at is None or action.done_at >= read.window.end:
        return _open(frame, read)
    metric = metric_of(action)
    if metric is None or metric in TIMES:
        known = ", ".join(name for name in MEASURES if name not in TIMES)
        return replace(
            frame, n=1, blocked=f"its effect is to be seen in “{action.metric}”, and what is followed is {known}"
        )
    return with_effect(replace(frame, grading="merit"), read.weeks, config.action_effect, config, _named(read, metric))


def metric_of(action: Action) -> Followed | None:
    """What it is to move; None where that is nothing that is followed."""
    return followed(action.metric) if action.metric else USUAL


def _frame(read: ActionRead, config: IndicatorsConfig) -> Estimate:
    action, metric = read.action, metric_of(read.action) or USUAL
    measure_ = MEASURES[metric]
    return Estimate(
        indicator=NAME,
        subject=Subject(action.brand, item=action.action_id),
        metric=metric,
        frequency="month",
        window=read.window,
        delta=_delta(metric, config),
        unit="complaints a week" if measure_.kind == "rate" else measure_.unit,
        more_is_worse=measure_.rises,
        short=f"the effect of {_title(action)} in {span(read.window, 'month')}",
        evidence=_evidence(read),
        formula_version=FORMULA_VERSION,
    )


def _delta(metric: Followed, config: IndicatorsConfig) -> float:
    """Of rates it is a part of the level before."""
    score = next((each for each in SCORES if each == metric), None)
    if score:
        return config.delta.of(score)
    return config.action_effect.rate if MEASURES[metric].kind == "rate" else config.action_effect.share


def _open(frame: Estimate, read: ActionRead) -> Estimate:
    """Not done: behind once it is due."""
    action, due = read.action, read.action.due_at
    is_late = due is not None and due < read.window.end
    when = f"due on {written(due.date())}" if due else "without a date"
    late = f", {amount((read.window.end - due).days, 'days')} overdue" if due and is_late else ""
    return replace(
        frame,
        n=1,
        each="actions",
        in_family=False,
        ruled="behind" if is_late else "on_track",
        fact=f"{_title(action)} ({action.owner}) is not done, {when}{late}",
    )


def _title(action: Action) -> str:
    return f"the action {action.action_id}, “{action.name or action.objective}”"


def _named(read: ActionRead, metric: Followed) -> Named:
    action, measure_ = read.action, MEASURES[metric]
    name = "complaints a week" if measure_.kind == "rate" else measure_.name
    done = f", done on {written(action.done_at.date())}" if action.done_at else ""
    days = measure_.followed_days
    weeks = f"that could be followed for {amount(days, 'days')}" if days else ""
    return Named(f"{name} ({action.where})", f"{_title(action)}{done}", "elsewhere", measure_.sign, weeks)


def _evidence(read: ActionRead) -> tuple[Evidence, ...]:
    """Others that were done in the same weeks: what moved may be theirs."""
    return tuple(
        Evidence(rank, "action", f"{other.action_id}: {other.name or other.objective}", None, None, None, 0, 0)
        for rank, other in enumerate(read.beside, 1)
    )
