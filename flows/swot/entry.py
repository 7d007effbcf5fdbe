"""An objective as lines of config/goals.yaml, to be pasted under `goals:`."""

from __future__ import annotations

import re

from flows.indicators.planned import MEASURES
from flows.swot.content.finding import Finding
from flows.swot.content.plan import Objective
from flows.swot.plan import FOLLOWED


def entry_of(found: Finding, objective: Objective) -> str:
    """Lines of goals.yaml but the owner; every text is quoted, so that no name can be anything but a name."""
    scope = {"brand": found.brand, "topic": found.topic, "channel": found.channel}
    inside = ", ".join(f"{name}: {quoted(text)}" for name, text in scope.items() if text)
    slug = re.sub(r"\W+", "-", f"{objective.subject}-{objective.metric}".lower()).strip("-")
    name = MEASURES[FOLLOWED[found.metric]].name
    lines = (
        f"  - id: {quoted(slug)}",
        f"    name: {quoted(f'{objective.subject}: {name}')}",
        f"    metric: {objective.metric}",
        f"    scope: {{{inside}}}",
        f"    baseline: {objective.baseline:g}",
        f"    target: {objective.target:g}",
        f"    start: {objective.start:%Y-%m-%d}",
        f"    deadline: {objective.deadline:%Y-%m-%d}",
    )
    return "\n".join(lines)


def quoted(text: str) -> str:
    """A YAML string in single quotes, in which only the quote itself must be doubled."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
