"""Sections of what is done about it: goals, proposed objectives, open findings, actions."""

from __future__ import annotations

from flows.metric_names import metric_name
from flows.swot.content.plan import Action
from flows.swot.content.swot import Swot
from flows.swot.section import Section
from flows.swot.words import NOBODY, day, indicator_name, verdict_name
from schemas.words import counted, listed

ID = 8
"""As much of an episode's id as `earshot ack` needs to tell it from the others."""


def goals(swot: Swot) -> Section:
    rows = tuple(
        (verdict_name(one.verdict), one.name, one.owner, f"{day(one.start)} to {day(one.deadline)}", one.reason)
        for one in swot.goals
    )
    return Section("Goals", (), ("verdict", "goal", "owner", "path", "where it stands"), rows)


def objectives(swot: Swot) -> Section:
    """Drafts, with the lines to paste into goals.yaml."""
    rows = tuple((f"{one.sentence}.", one.owner or "open", one.detectable, one.why) for one in swot.objectives)
    reasons = dict.fromkeys(why for _, why in swot.undrafted)
    together = {why: listed([subject for subject, each in swot.undrafted if each == why]) for why in reasons}
    sentences = [f"No objective is drafted for {subjects}: {why}." for why, subjects in together.items()]
    code = "\n\n".join(one.entry for one in swot.objectives)
    columns = ("objective", "owner", "what can be seen by then", "why")
    return Section("Proposed objectives", tuple(sentences), columns if rows else (), rows, code)


def episodes(swot: Swot) -> Section:
    rows = tuple(
        (
            verdict_name(one.verdict),
            one.episode_id[:ID],
            f"{one.about}: {metric_name(one.metric)}",
            f"{indicator_name(one.indicator)}, by {indicator_name(one.grain)}",
            one.state,
            day(one.since),
            one.owner or NOBODY,
            "yes" if one.acknowledged else "no",
        )
        for one in swot.episodes
    )
    columns = ("verdict", "id", "about", "found by", "state", "known since", "owner", "seen by somebody")
    how = ("To say that one is seen: `earshot ack ID`; who sees to it: `earshot assign ID OWNER`.",) if rows else ()
    return Section("Open findings", how, columns, rows)


def actions(swot: Swot) -> Section:
    rows = tuple(
        (one.state, one.objective, one.owner or NOBODY, day(one.start), _due(one), one.effect or "–")
        for one in swot.actions
    )
    return Section("Actions", (), ("state", "objective", "owner", "start", "due", "effect"), rows)


def _due(action: Action) -> str:
    late = f", {counted(action.days_late, 'day')} overdue" if action.days_late else ""
    return f"{day(action.due)}{late}"


def told(swot: Swot) -> Section:
    return Section("You said, we did", swot.told)
