"""The actions of our brands at the end of a month, and the weeks around those that are done, for `action_effect`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import timedelta

from flows.collect.event_weeks import WEEK, answers_around, counts_around, whole_weeks
from flows.collect.plans import QUERIES, SCOPE, Asked, rows_of
from flows.indicators.action import UNITS, Action, ActionRead
from flows.indicators.action_effect import TIMES, metric_of
from flows.indicators.event_effect import Weeks
from flows.indicators.planned import MEASURES, Followed
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

TOLD = tuple(each.name for each in fields(Action))


def collect(read: Read, window: Window, rules: Rules) -> Iterator[ActionRead]:
    """Those that are open, and those done in the last `followed_weeks`. Raises Unavailable."""
    config = rules.config.action_effect
    known = [each for each in actions_until(read, window) if each.brand in ("", *rules.brands.own)]
    since = window.end - timedelta(weeks=config.followed_weeks)
    span = window.span
    for action in known:
        if action.done_at is None or action.done_at >= window.end:
            yield ActionRead(action, span)
        elif action.done_at >= since:
            beside = tuple(other for other in known if _is_beside(action, other, config.weeks_after))
            yield ActionRead(action, span, _weeks(read, action, beside, window, rules), beside)


def actions_until(read: Read, window: Window) -> list[Action]:
    """Each action as it was told last before the window's end."""
    return [action_of(row) for row in read(sql("plan_actions"), {"to": window.end})]


def action_of(row: Row) -> Action:
    return Action(**{name: row[name] for name in TOLD})


def _is_beside(action: Action, other: Action, width: int) -> bool:
    """Whether another action of the brand was done so near that its effect is in the same weeks."""
    if other.action_id == action.action_id or action.done_at is None or other.done_at is None:
        return False
    return other.brand in ("", action.brand) and abs(other.done_at - action.done_at) <= width * WEEK


def _weeks(read: Read, action: Action, beside: Sequence[Action], window: Window, rules: Rules) -> Weeks | None:
    """None where its metric cannot be read by the week, or nothing was."""
    metric, done = metric_of(action), action.done_at
    if metric is None or metric in TIMES or done is None:
        return None
    config, kind = rules.config.action_effect, MEASURES[metric].kind
    followed = window.end - timedelta(days=MEASURES[metric].followed_days)
    end = min(followed, done + config.weeks_after * WEEK)  # of what is counted: it is known until the window's end
    unit = _unit(action, metric)
    scope = {name: getattr(action, name) for name in SCOPE if name != unit}
    asked = Asked(
        metric=metric,
        brands=[action.brand] if action.brand else rules.brands.own,
        start=done - config.history_weeks * WEEK,
        end=window.end,
        origin=done,
        grain="week",
        scope=scope,
        unit=unit,
        touched=[getattr(action, unit)] if unit else [],
        excluded=[getattr(other, unit) for other in beside if unit and getattr(other, unit)],
    )
    rows = [row for row in rows_of(read, QUERIES[metric], asked) if row["period"] < whole_weeks(done, end)]
    return counts_around(rows, done, end) if kind == "rate" else answers_around(rows, kind, done, end)


def _unit(action: Action, metric: Followed) -> str:
    """What tells the touched from the others: of answers and orders it is no cause, of orders no topic either."""
    untold = {"rate": (), "share": ("cause",), "net": ("cause",), "hours": ()}[MEASURES[metric].kind]
    untold = ("cause", "topic") if metric == "on_time_share" else untold
    return next((unit for unit in UNITS if unit not in untold and getattr(action, unit)), "")
