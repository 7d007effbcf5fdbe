"""An objective as lines of config/goals.yaml, to be pasted under `goals:`."""

from __future__ import annotations

import re

from flows.indicators.goal import Scope
from flows.indicators.planned import Measure
from flows.swot.content.plan import Objective


def entry_of(scope: Scope, measure: Measure, objective: Objective) -> str:
    """Every text is quoted, so that no name can be anything but a name; the owner may be left to be filled in."""
    inside = ", ".join(f"{name}: {quoted(text)}" for name, text in ({"brand": scope.brand} | scope.parts).items())
    slug = re.sub(r"\W+", "-", f"{objective.subject}-{objective.metric}".lower()).strip("-")
    open_owner = "" if objective.owner else "  # fill in: the role or team that sees to it"
    lines = (
        f"  - id: {quoted(slug)}",
        f"    name: {quoted(f'{objective.subject}: {measure.name}')}",
        f"    metric: {objective.metric}",
        f"    scope: {{{inside}}}",
        f"    baseline: {{from: {objective.since:%Y-%m-%d}, to: {objective.until:%Y-%m-%d}}}",
        f"    target: {objective.target:g}",
        f"    start: {objective.start:%Y-%m-%d}",
        f"    deadline: {objective.deadline:%Y-%m-%d}",
        f"    owner: {quoted(objective.owner)}{open_owner}",
    )
    return "\n".join(lines)


def quoted(text: str) -> str:
    """A YAML string in single quotes, in which only the quote itself must be doubled."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
