"""Findings and what lies around them → the SWOT report. Pure, but for what it is given to read.

1. whose: rivals' ups and downs are none of ours         2. quadrants, one point per subject
3. data trust first: what is wrong, what it suppressed   4. what is no judgement is counted, never good news
5. objectives for what is a warning or worse
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from flows.episodes import RIVAL, quadrant_of
from flows.indicators.config import IndicatorsConfig
from flows.indicators.register import REGISTER
from flows.names import when
from flows.swot.causes import brands_causes
from flows.swot.content.finding import HARM, MERIT, UNJUDGED, Episode, Finding
from flows.swot.content.plan import Action, GoalPath
from flows.swot.content.point import QUADRANTS, Point, Quadrant
from flows.swot.content.swot import Swot, Trust, Unjudged
from flows.swot.journey import with_cancelled
from flows.swot.objectives import propose
from flows.swot.plan import Follow
from flows.swot.points import points_of
from flows.windows import GRAINS, parse_window

SERVICE = ("kpi_breach", "base_service", "recovery", "reply_coverage", "benchmark_gap")
ABOUT_US = "new_entrant"
"""Whosever brand it names."""


def build_swot(
    findings: Sequence[Finding],
    episodes: Sequence[Episode] = (),
    goals: Sequence[GoalPath] = (),
    actions: Sequence[Action] = (),
    *,
    as_of: datetime,
    own: Sequence[str],
    follow: Follow,
    config: IndicatorsConfig | None = None,
    stages: Mapping[str, str] | None = None,
    you_said: Sequence[str] = (),
) -> Swot:
    """What is to be said at `as_of` of the brands `own`; without feedback about them every brand counts as ours.

    findings  of the newest window of each indicator and grain
    follow    what a goal on a loud finding's metric would be told: the one thing that is read meanwhile
    stages    topic -> stage of the customer's journey
    you_said  what customers are told of finished actions
    """
    told = Quadrants(findings, own)
    weaknesses = told.points("weakness", HARM)
    threats = told.points("threat", HARM)
    objectives, undrafted = propose(
        [*weaknesses, *threats], told.ours, goals, follow, config or IndicatorsConfig(), as_of=as_of, own=told.own
    )
    judged = [one for one in told.ours if one.verdict not in UNJUDGED and _is_judgement(one)]
    return Swot(
        as_of=as_of,
        own=tuple(own),
        windows=_windows(findings),
        trust=_trust(findings, told.ours),
        strengths=with_cancelled(told.points("strength", (*MERIT, *HARM)), weaknesses, stages or {}),
        weaknesses=weaknesses,
        opportunities=told.points("opportunity", MERIT),
        threats=threats,
        improved=told.better("improved"),
        ahead=told.better("ahead"),
        rivals=told.rivals(),
        themes=points_of((one for one in findings if one.group == "theme" and one.verdict in HARM), "threat", own),
        causes=brands_causes(told.ours),
        gaps=told.gaps(),
        silent=told.silent(),
        service=told.service(),
        programme=tuple(one for one in told.ours if one.group == "programme" and one.verdict not in UNJUDGED),
        goals=tuple(goals),
        objectives=objectives,
        undrafted=undrafted,
        episodes=tuple(episodes),
        actions=tuple(actions),
        told=tuple(you_said),
        unjudged=unjudged_of(told.ours),
        missing=tuple(sorted(set(REGISTER) - {one.indicator for one in findings})) if findings else (),
        judged=len(judged),
        steady=sum(one.verdict in ("ok", "none") for one in judged),
    )


class Quadrants:
    """The findings by whose they are and what they are about."""

    def __init__(self, findings: Sequence[Finding], own: Collection[str]) -> None:
        is_listed = any(one.brand in own and one.n for one in findings)
        self.own: Collection[str] = own if is_listed else {one.brand for one in findings}
        self.ours = [one for one in findings if self._is_ours(one)]
        self._others = [one for one in findings if not self._is_ours(one)]

    def _is_ours(self, one: Finding) -> bool:
        return one.group == "data trust" or not one.brand or one.brand in self.own or one.indicator == ABOUT_US

    def points(self, quadrant: Quadrant, verdicts: Sequence[str]) -> tuple[Point, ...]:
        of_group = (one for one in self.ours if one.group == quadrant and one.verdict in verdicts)
        return points_of(of_group, quadrant, self.own)

    def better(self, verdict: Literal["improved", "ahead"]) -> tuple[Point, ...]:
        better = (one for one in self.ours if one.told_verdict == verdict and one.group in QUADRANTS)
        return points_of(better, "strength", self.own)

    def rivals(self) -> tuple[Point, ...]:
        """Those whose perception moved: a rival's fall is no threat to us, and its rise no good news."""
        moved = (
            one
            for one in self._others
            if quadrant_of(one.indicator, one.brand, self.own) == RIVAL and one.verdict in (*HARM, "improved")
        )
        return points_of(moved, "threat", self.own)

    def gaps(self) -> tuple[Finding, ...]:
        """Items with both sides known, the widest gap first; without a topic it is the whole."""
        known = [one for one in self.ours if one.indicator == "delivery_gap" and one.comparison is not None]
        return tuple(sorted(known, key=lambda one: (one.brand, bool(one.topic), -(one.change or 0.0))))

    def silent(self) -> tuple[Finding, ...]:
        """Of each brand those behind its complainers, then those who left."""
        known = [one for one in self.ours if one.indicator == "silent_unhappy" and one.value is not None]
        return tuple(sorted(known, key=lambda one: (one.subject, one.metric != "silent_unhappy")))

    def service(self) -> tuple[Finding, ...]:
        """One finding per brand and metric: the loudest, then of the longest window."""
        best: dict[tuple[str, ...], Finding] = {}
        for one in self.ours:
            key = one.indicator, one.subject, one.metric
            if one.indicator in SERVICE and (key not in best or _louder(one, best[key])):
                best[key] = one
        return tuple(sorted(best.values(), key=lambda one: (one.brand, -one.severity, one.subject, one.metric)))


def _louder(one: Finding, other: Finding) -> bool:
    return (one.severity, one.verdict not in UNJUDGED, one.days) > (
        other.severity,
        other.verdict not in UNJUDGED,
        other.days,
    )


def _is_judgement(finding: Finding) -> bool:
    """That data are in order is no judgement of anything, nor is a phrase that is offered."""
    return finding.group not in ("data trust", "theme")


def _trust(findings: Iterable[Finding], ours: Iterable[Finding]) -> Trust:
    """Of what is wrong with a source, or with whose answers come from where, the worst."""
    checks = [one for one in findings if one.group == "data trust"]
    wrong = sorted((one for one in checks if one.verdict in HARM), key=lambda one: (-one.severity, one.subject))
    once = {(one.indicator, one.subject): one for one in reversed(wrong)}
    waiting = Counter(one.indicator for one in ours if one.verdict == "incomplete")
    return Trust(tuple(one for one in wrong if one in once.values()), tuple(waiting.most_common()), len(checks))


def unjudged_of(findings: Iterable[Finding]) -> tuple[Unjudged, ...]:
    """By indicator, most first; the example is the one with the most answers: it is nearest to a judgement."""
    by_indicator: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.verdict in UNJUDGED and _is_judgement(one):
            by_indicator[one.indicator].append(one)
    told = [
        Unjudged(
            name,
            tuple((verdict, count) for verdict in UNJUDGED if (count := sum(one.verdict == verdict for one in found))),
            max(found, key=lambda one: (one.n, one.days, one.subject)).reason,
        )
        for name, found in by_indicator.items()
    ]
    return tuple(sorted(told, key=lambda one: (-one.total, one.indicator)))


def _windows(findings: Iterable[Finding]) -> tuple[str, ...]:
    windows = {parse_window(one.label) for one in findings}
    return tuple(when(each) for each in sorted(windows, key=lambda each: (GRAINS.index(each.grain), each.start)))
