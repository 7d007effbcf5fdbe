"""The warehouse and the folder of config files → the SWOT report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.actions import read_actions, read_effects
from flows.brands import read_brands
from flows.collect.goal_progress import collect
from flows.config import FILE, load_config
from flows.goals import Goals, read_goals
from flows.indicators.action import Action as Planned
from flows.indicators.config import IndicatorsConfig
from flows.indicators.goal import Goal, GoalRead
from flows.indicators.told_actions import Told as Effect
from flows.indicators.told_actions import state_of, you_said
from flows.names import Names
from flows.queries import Read, sql
from flows.report import read_findings
from flows.rules import Rules
from flows.swot.build import build_swot
from flows.swot.content.plan import Action
from flows.swot.content.swot import Swot
from flows.swot.findings import episode_of, findings_of
from flows.swot.goals import paths
from flows.swot.plan import Follow
from flows.taxonomy import read_taxonomy
from flows.windows import last_closed
from warehouse.query import Row

PAST = timedelta(days=2 * 366)
"""How far back the series of findings are shown."""
SPOKEN_OF = ("silent_unhappy", "cause_mix", "delivery_gap", "goal_progress", "action_effect")
"""Indicators whose evidence and past are shown whatever they found."""


def read_swot(read: Read, as_of: datetime, folder: Path) -> Swot:
    """The report at `as_of` by the config files of `folder`. Raises Unavailable, ConfigError."""
    brands = read_brands(folder)
    own = brands.own
    taxonomy, goals, config = read_taxonomy(folder), read_goals(folder), load_config(folder / FILE)
    plan, effects = read_actions(read, as_of, own), read_effects(read, as_of)
    names = Names(taxonomy.names, _items(goals, plan, config))
    rows = read_findings(read, as_of)
    episodes = [episode_of(row, names) for row in read(sql("swot_episodes"), {"as_of": as_of})]
    findings = findings_of(rows, *_around(read, rows, as_of), episodes, names)
    return build_swot(
        findings,
        episodes,
        paths(goals, findings, names),
        [_action(each, effects.get(each.action_id), as_of, names) for each in plan],
        as_of=as_of,
        own=own,
        follow=_following(read, Rules(brands, config, as_of)),
        config=config,
        stages=taxonomy.stages,
        you_said=[names.sentence(one) for one in _sentences(you_said(plan, effects, as_of))],
    )


def _following(read: Read, rules: Rules) -> Follow:
    """Reads a goal that is not in the file, as `goal_progress` would read it in the newest whole month."""
    month = last_closed(rules.as_of, "month")

    def follow(goal: Goal) -> GoalRead | None:
        return next(collect(read, month, replace(rules, goals=Goals((goal,)))), None)

    return follow


def _items(goals: Goals, plan: Sequence[Planned], config: IndicatorsConfig) -> dict[str, str]:
    """What goals, actions and questions of the checklist are called."""
    actions = {each.action_id: f"{each.name or each.objective} ({each.action_id})" for each in plan}
    return config.practice_audit.questions | {goal.id: goal.name for goal in goals.goals} | actions


def _around(read: Read, rows: Sequence[Row], as_of: datetime) -> tuple[list[Row], list[Row]]:
    """Evidence and series of the findings that are news, or that have a section of their own."""
    news = [row for row in rows if _is_news(row)]
    if not news:
        return [], []
    asked: dict[str, Any] = {
        "indicators": sorted({row["indicator"] for row in news}),
        "subjects": sorted({row["subject"] for row in news}),
        "as_of": as_of,
    }
    evidence = read(sql("swot_evidence"), asked | {"since": min(row["window_start"] for row in news)})
    return evidence, read(sql("swot_series"), asked | {"since": as_of - PAST})


def _is_news(row: Row) -> bool:
    return row["severity"] > 0 or row["verdict"] in ("strong", "emerging") or row["indicator"] in SPOKEN_OF


def _action(action: Planned, effect: Effect | None, now: datetime, names: Names) -> Action:
    """What is found of one that is not done is that it is late, by the end of a month: told here by the day."""
    state = state_of(action, now)
    return Action(
        id=action.action_id,
        objective=action.objective,
        owner=action.owner,
        start=_day(action.start_at),
        due=_day(action.due_at),
        done=_day(action.done_at),
        state=state,
        effect=names.sentence(effect.reason) if effect and state == "done" else "",
        days_late=(now - action.due_at).days if action.due_at and state == "overdue" else 0,
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _sentences(told: str) -> list[str]:
    """The items of a Markdown list, as plain sentences."""
    items = (line.removeprefix("- ") for line in told.splitlines() if line.startswith("- "))
    return [item.replace("**", "") for item in items]
