"""What is wanted and what is done: goals on their paths, proposed objectives, actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalPath:
    """A goal of config/goals.yaml with what its path says today.

    baseline, target  None where neither the file nor a finding tells
    reached           the measured values, by the end of their windows
    """

    id: str
    name: str
    metric: str
    subject: str
    baseline: float | None
    target: float | None
    start: date
    deadline: date
    owner: str
    verdict: str = "no_data"
    reason: str = ""
    value: float | None = None
    reached: tuple[tuple[date, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """A SMART objective drafted from the data.

    metric      as goals.yaml calls it
    baseline    measured in the months since .. until (the first day after them)
    months      from start to deadline, both of which end and begin whole months: goals are read so
    detectable  what a month can show, in a sentence
    why         what was found
    entry       the lines to paste under `goals:` in config/goals.yaml
    """

    subject: str
    sentence: str
    metric: str
    baseline: float
    since: date
    until: date
    target: float
    months: int
    start: date
    deadline: date
    owner: str
    detectable: str
    why: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """What is being done, or was: an action of the plan, with what was found to have come of it once it was done.

    days_late  whole days since it was due, at the report's moment; 0 where it is not overdue
    """

    id: str
    objective: str
    owner: str
    start: date | None
    due: date | None
    done: date | None
    state: str
    effect: str = ""
    days_late: int = 0
