"""Finished actions told to those who asked for them: "you said, we did" for customers, a digest for a team's staff.

To customers no owner, cause or number of an action is told, and an effect only where it is proven. Staff are told all
of it: what moved, what did not, what is open and overdue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.indicators.action import Action
from flows.indicators.goal_told import figure
from flows.indicators.planned import MEASURES, followed
from flows.indicators.wording import written

PROVEN = "strong"
NOTHING_DONE = "Nothing has been finished yet.\n"


@dataclass(frozen=True, slots=True)
class Told:
    """What `action_effect` found last of an action: its metric as measured in the weeks after it, and before it.

    `before` is no expectation: what was to be expected without the action nobody measured.
    """

    verdict: str
    metric: str
    after: float | None
    before: float | None
    reason: str


def you_said(actions: Sequence[Action], effects: Mapping[str, Told], now: datetime) -> str:
    """For customers, as Markdown; the newest first."""
    done = sorted((each for each in actions if _is_done(each, now)), key=lambda each: (_done(each), each.action_id))
    if not done:
        return NOTHING_DONE
    return "# You said, we did\n\n" + "\n".join(_to_customers(each, effects.get(each.action_id)) for each in done[::-1])


def _to_customers(action: Action, effect: Told | None) -> str:
    did = f"{action.name}, so that: {action.objective}" if action.name else action.objective
    better = f" Since then {moved}." if effect and effect.verdict == PROVEN and (moved := _moved(effect)) else ""
    return f"- **You spoke to us about {action.where}.** In {_done(action):%B %Y} we finished this: {did}.{better}\n"


def _moved(effect: Told) -> str:
    """`complaints a week went from 6.1 to 1.2`, as measured; empty where that is no better than before."""
    metric = followed(effect.metric)
    if metric is None or effect.after is None or effect.before is None:
        return ""
    measure = MEASURES[metric]
    if (effect.after > effect.before) is not measure.rises:
        return ""
    name = "complaints a week" if measure.kind == "rate" else measure.name
    return f"{name} went from {figure(effect.before)}{measure.sign} to {figure(effect.after)}{measure.sign}"


def teams_of(actions: Sequence[Action]) -> tuple[str, ...]:
    """Who has actions: the team that one names, else its owner."""
    return tuple(sorted({_team(each) for each in actions}))


def digest(actions: Sequence[Action], effects: Mapping[str, Told], team: str, now: datetime) -> str:
    """For the staff of a team, as Markdown: what it finished and what that moved, what it has open."""
    ours = [each for each in actions if _team(each).casefold() == team.casefold()]
    done = sorted((each for each in ours if _is_done(each, now)), key=_done, reverse=True)
    still = sorted((each for each in ours if not _is_done(each, now)), key=lambda each: (_due(each), each.action_id))
    parts = [f"# Actions of {team}", "", "## Finished", ""]
    parts += [_finished(each, effects.get(each.action_id)) for each in done] or ["Nothing yet."]
    parts += ["", "## Open", ""]
    parts += [_still(each, now) for each in still] or ["Nothing."]
    return "\n".join(parts) + "\n"


def _finished(action: Action, effect: Told | None) -> str:
    known = effect.reason if effect else "What it moved has not been judged yet."
    return f"- **{action.action_id}, {_title(action)}** ({written(_done(action).date())}). {known}"


def _still(action: Action, now: datetime) -> str:
    if action.due_at is None:
        when = "without a date"
    else:
        when = f"due on {written(action.due_at.date())}" + (", overdue" if action.due_at < now else "")
    return f"- **{action.action_id}, {_title(action)}**: {when}."


def state_of(action: Action, now: datetime) -> str:
    """`done`, `overdue` or `open`."""
    if _is_done(action, now):
        return "done"
    return "overdue" if action.due_at and action.due_at < now else "open"


def _team(action: Action) -> str:
    return action.team or action.owner


def _title(action: Action) -> str:
    return action.name or action.objective


def _is_done(action: Action, now: datetime) -> bool:
    return action.done_at is not None and action.done_at <= now


def _done(action: Action) -> datetime:
    return action.done_at or action.start_at


def _due(action: Action) -> tuple[bool, datetime]:
    """Those without a date last."""
    return action.due_at is None, action.due_at or action.start_at
