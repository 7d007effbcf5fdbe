"""Findings → episodes: what began, goes on, grew worse and is over, of one indicator, subject, metric and grain.

An episode opens with a loud verdict and is `new` in that window, `ongoing` from the next one on that is judged, `worse`
in a window whose severity is above all before it, and `recovered` with the first verdict that says so. Every other
verdict changes no more than that: silence is no recovery, and a watch keeps alive what it may not open; when it was
loud last is `last_seen`. Where no verdict comes any more, or none
but that there is no data, since a topic is named by too few or a price change is long ago, the episode has `lapsed`:
it is no longer judged, neither open nor over, and what is loud after that is another episode. Strengths and
opportunities go the same way by their grade, from none over emerging to strong; theirs is `worse` where it is
stronger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

from flows.indicators.vocabulary import SEVERITY, Subject, Verdict, Window
from schemas.identity import digest_of

State = Literal["new", "ongoing", "worse", "recovered", "lapsed", "withdrawn"]
LoudFrom = Literal["watch", "warning", "critical"]

ALWAYS_LOUD: frozenset[Verdict] = frozenset({"behind", "missed", "emerging", "strong"})
ENDING: frozenset[Verdict] = frozenset({"ok", "improved", "none", "achieved", "on_track"})
UNJUDGED: frozenset[Verdict] = frozenset({"no_data", "incomplete"})
"""Of these windows nobody knows yet; all others make old news of what was new before them."""
WEIGHT: dict[Verdict, int] = SEVERITY | {"strong": 2, "emerging": 1}
"""Severity, and the grade of what is none: an episode is only ever on one of the scales."""


class Key(NamedTuple):
    """What an episode stays with: findings that share it are one series. A topic may be named as a channel is."""

    indicator: str
    subject: str
    topic: str
    channel: str
    metric: str
    grain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A row of the view `indicators`, as far as an episode takes it.

    lapses_at  where it is the last word on its subject: the end of the window with which patience ran out
    """

    subject: Subject
    window: Window
    verdict: Verdict
    value: float | None = None
    change: float | None = None
    unit: str = ""
    reason: str = ""
    lapses_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One episode as it stands after the last finding; times are ends of windows.

    severity, peak  WEIGHT of the newest verdict that counted, and the highest so far
    windows         loud ones
    newest          the finding that counted last: a loud one, or the one that ended it
    """

    episode_id: str
    state: State
    state_since: datetime
    peak: int
    first_seen: datetime
    last_seen: datetime
    recovered_at: datetime | None = None
    windows: int = 1
    newest: Finding

    @property
    def severity(self) -> int:
        return WEIGHT[self.newest.verdict]


def loud_verdicts(loud_from: LoudFrom = "warning") -> frozenset[Verdict]:
    """Those that open an episode; of threats and weaknesses only from this one on."""
    harms: tuple[Verdict, ...] = ("watch", "warning", "critical")
    return ALWAYS_LOUD | {verdict for verdict in harms if SEVERITY[verdict] >= SEVERITY[loud_from]}


def fold(key: Key, findings: Iterable[Finding], loud_from: LoudFrom = "warning") -> tuple[Episode, ...]:
    """The episodes of one series, oldest first; the same findings in any order give the same episodes and ids."""
    loud = loud_verdicts(loud_from)
    over: list[Episode] = []
    current: Episode | None = None
    for finding in sorted(findings, key=lambda one: (one.window.end, one.window.start)):
        if finding.verdict in loud:
            current = _gone_on(current, finding) if current else _opened(key, finding)
        elif finding.verdict in ENDING and current:
            over.append(_ended(current, finding))
            current = None
        elif current and finding.verdict not in UNJUDGED:
            current = _no_news(current, finding)
        if current and finding.lapses_at:
            over.append(replace(current, state="lapsed", state_since=finding.lapses_at))
            current = None
    return (*over, current) if current else tuple(over)


def id_of(key: Key, first: Window) -> str:
    """The id of the episode that this window opens."""
    return digest_of("episode", *key, first.start.isoformat(), first.end.isoformat())


def _opened(key: Key, finding: Finding) -> Episode:
    end = finding.window.end
    return Episode(
        episode_id=id_of(key, finding.window),
        state="new",
        state_since=end,
        peak=WEIGHT[finding.verdict],
        first_seen=end,
        last_seen=end,
        newest=finding,
    )


def _gone_on(episode: Episode, finding: Finding) -> Episode:
    weight, end = WEIGHT[finding.verdict], finding.window.end
    state: State = "worse" if weight > episode.peak else "ongoing"
    return replace(
        episode,
        state=state,
        state_since=episode.state_since if state == episode.state == "ongoing" else end,
        peak=max(weight, episode.peak),
        last_seen=end,
        windows=episode.windows + 1,
        newest=finding,
    )


def _no_news(episode: Episode, finding: Finding) -> Episode:
    """Neither loud nor over: what was new, or worse, is so no longer."""
    return episode if episode.state == "ongoing" else replace(episode, state="ongoing", state_since=finding.window.end)


def _ended(episode: Episode, finding: Finding) -> Episode:
    end = finding.window.end
    return replace(episode, state="recovered", state_since=end, recovered_at=end, newest=finding)


class Known(NamedTuple):
    """An episode of the same series as it was written before."""

    episode_id: str
    first_seen: datetime
    last_seen: datetime


def keep_ids(episodes: Sequence[Episode], known: Iterable[Known]) -> tuple[Episode, ...]:
    """The episodes under the ids by which they are known already, so that what people noted on them stays with them.

    Late feedback and backfills move an episode's first window, and with it the id that it would have. Whatever shares
    time with a known episode goes on under its id; of several the earliest.
    """
    free = {one.episode_id: one for one in sorted(known, key=lambda one: (one.first_seen, one.episode_id))}
    taken = [free.pop(episode.episode_id, None) for episode in episodes]
    kept: list[Episode] = []
    for episode, own in zip(episodes, taken, strict=True):
        shared = None if own else next((one for one in free.values() if _share_time(episode, one)), None)
        kept.append(replace(episode, episode_id=free.pop(shared.episode_id).episode_id) if shared else episode)
    return tuple(kept)


def _share_time(episode: Episode, known: Known) -> bool:
    return known.first_seen <= episode.last_seen and episode.first_seen <= known.last_seen
