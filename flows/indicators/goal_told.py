"""A goal's month in words: where it stands, where it was to be, how sure that is, what can be seen at all."""

from __future__ import annotations

from flows.indicators.formulas.goals import Path
from flows.indicators.formulas.ratios import baseline_needed
from flows.indicators.goal import GoalRead
from flows.indicators.goal_levels import Standing
from flows.indicators.planned import MEASURES, Measure
from flows.indicators.vocabulary import Verdict
from flows.indicators.wording import amount, number, span, written

SMALL = 10


def figure(value: float) -> str:
    """A value of any size: `1.35`, `94.2`, `1,204`."""
    return number(value, 2 if abs(value) < SMALL else 1)


def fact_of(read: GoalRead, found: Standing, path: Path, verdict: Verdict) -> str:
    """The reason's main clause."""
    goal, measure = read.goal, MEASURES[read.goal.metric]
    where = ", ".join([goal.scope.brand, *goal.scope.parts.values()])
    expected = path.expected(read.now.window.middle.date())
    aim = f"{figure(path.target)}{measure.sign} by {written(goal.deadline)}"
    if verdict in ("achieved", "missed"):
        against = f"the goal was {aim}"
    else:
        against = f"on its way to {aim} it was to be at {figure(expected)}{measure.sign}"
    return (
        f"“{goal.name}” ({goal.owner}) {SAID[verdict]}: {measure.name} ({where}) came to "
        f"{figure(found.value)}{measure.sign} in {span(read.now.window, 'month')}, and {against}; since the start at "
        f"{figure(found.base)}{measure.sign} that is {_change(read, found)}{_followed(measure)}"
        f"{_seen(read, found, path)}{_review(read)}"
    )


SAID: dict[Verdict, str] = {
    "achieved": "is achieved",
    "missed": "is missed",
    "on_track": "is on track",
    "behind": "is behind its path",
}


def _change(read: GoalRead, found: Standing) -> str:
    """`−0.2 (95 % interval −0.4 to +0.1; 62 complaints now, 371 before)`."""
    limits = ""
    if found.low is not None and found.high is not None:
        limits = f"95 % interval {_signed(found.low)} to {_signed(found.high)}; "
    return f"{_signed(found.change)} ({limits}{_counted(read, found)})"


def _counted(read: GoalRead, found: Standing) -> str:
    measure = MEASURES[read.goal.metric]
    if measure.kind == "rate":
        before = f", {number(complaints_before(read))} in the baseline" if read.baseline else ""
        return f"{amount(read.now.complaints, 'complaints')} in the month{before}"
    return f"{amount(found.n, measure.each)} in the month" + (
        f", {number(found.n_before)} in the baseline" if found.n_before else ""
    )


def _followed(measure: Measure) -> str:
    """Why the month's last days are not in it."""
    if not measure.followed_days:
        return ""
    days = amount(measure.followed_days, "days")
    return f"; what was written in the last {days} of the month could not be followed so long and is left out"


def complaints_before(read: GoalRead) -> int:
    return sum(each.complaints for each in read.baseline)


def _seen(read: GoalRead, found: Standing, path: Path) -> str:
    """What a month by the deadline could show, beside what the goal asks for."""
    asked = abs(path.target - path.baseline)
    if found.detectable is None:
        seen = "; by the deadline no month like this could show a change beyond chance"
    else:
        unit = read.goal.unit or MEASURES[read.goal.metric].unit
        seen = f"; by the deadline a month like this shows a change of {figure(found.detectable)} {unit} or more, and "
        seen += f"the goal asks for {figure(asked)}"
    if MEASURES[read.goal.metric].kind != "rate" or not read.baseline or not path.target > 0:
        return seen
    exposure = (read.now.customers or 0.0) / max(1.0, float(found.n_before))
    needed = baseline_needed(path.target / path.baseline, exposure, found.phi)
    if needed <= complaints_before(read):
        return seen
    return f"{seen}, which takes about {amount(needed, 'complaints')} in the baseline"


def _review(read: GoalRead) -> str:
    coming = [day for day in read.goal.reviews if day >= read.now.window.end.date()]
    return f"; next review on {written(min(coming))}" if coming else ""


def _signed(value: float) -> str:
    return figure(value) if round(value, 2) <= 0 else f"+{figure(value)}"
