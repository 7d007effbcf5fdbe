"""The view `indicators` → rows of the view `episodes`: what is new or changed since they were written last.

1. how far back: three years before the newest window, and to the beginning of whatever is not over yet
2. the findings that change an episode, folded per series (`flows.indicators.episodes`)
3. ids: an episode that is known goes on under its id, whatever a backfill has found before it
4. what was known and is not found any more is withdrawn; what stands as it was written is left alone
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, get_args

from flows.indicators.episodes import (
    ENDING,
    UNJUDGED,
    Episode,
    Finding,
    Key,
    Known,
    LoudFrom,
    fold,
    keep_ids,
    loud_verdicts,
)
from flows.indicators.register import REGISTER, Group
from flows.indicators.vocabulary import Subject, Window
from flows.late import KEPT_OPEN
from flows.queries import Read, sql
from flows.rows import Run
from warehouse.episodes import EPISODE_COLUMNS
from warehouse.indicators import GRAINS
from warehouse.query import Row

REACH = timedelta(days=3 * 365 + 1)
LONGEST = 366
"""No window has more days."""
PATIENCE = {
    "grains": list(KEPT_OPEN),
    "days": [GRAINS.get(grain, LONGEST) for grain in KEPT_OPEN],
    "patience": list(KEPT_OPEN.values()),
}
"""Windows judged without a verdict on its subject, or without data, after which an episode has lapsed: by then none is
kept open in which a verdict could still come."""
OF_EVERY_BRAND = frozenset({"perception_drop", "perception_yoy", "perception_trend", "perception_shift", "volume_drop"})
"""Judged of rivals as of us: a rival's fall is no threat."""

RIVAL = "rival"
QUADRANTS = (*get_args(Group), RIVAL)

_STAMP = ("run_id", "computed_at")
_FIELDS = tuple(column.name for column in EPISODE_COLUMNS if column.name not in (*_STAMP, "version"))


def update_episodes(
    read: Read, run: Run, *, own: Collection[str] = (), loud_from: LoudFrom = "warning"
) -> list[dict[str, Any]]:
    """The rows that `warehouse.episodes.write_episodes` is to write after a run, none where nothing changed.

    own        our brands; without any, no episode is a rival's
    loud_from  the verdict from which a threat or a weakness is an episode
    The rows carry the moment at which findings were read, so of two runs at once the one that saw more is shown.
    Raises Unavailable.
    """
    stamp = {"run_id": run.run_id, "computed_at": datetime.now(UTC)}
    since = _since(read)
    if since is None:
        return []
    verdicts = {"loud": loud_verdicts(loud_from), "ending": ENDING, "unjudged": UNJUDGED}
    wanted = {"since": since, **{name: sorted(chosen) for name, chosen in verdicts.items()}, **PATIENCE}
    history, known = read(sql("episode_history"), wanted), read(sql("episode_known"), {"since": since})
    found = {row["episode_id"]: row for row in _rows(history, known, own, loud_from)}
    return [row | stamp for row in _changes(found, known, since)]


def _since(read: Read) -> datetime | None:
    [span] = read(sql("episode_span"), {})
    if span["newest"] is None:
        return None
    reach: datetime = span["newest"] - REACH
    return min(reach, span["oldest_open"] or reach)


def _rows(history: Iterable[Row], known: Iterable[Row], own: Collection[str], loud_from: LoudFrom) -> Iterator[Row]:
    written: dict[Key, list[Known]] = {}
    for row in known:
        one = Known(row["episode_id"], row["first_seen"], row["last_seen"])
        written.setdefault(_key(row), []).append(one)
    for key, rows in groupby(history, _key):
        episodes = fold(key, map(_finding, rows), loud_from)
        for episode in keep_ids(episodes, written.get(key, ())):
            yield _row(key, episode, own)


def _changes(found: Mapping[str, Row], known: Sequence[Row], since: datetime) -> Iterator[Row]:
    """What began before `since` is over and is not seen whole any more: it stays as it was written."""
    before = {row["episode_id"]: {name: row[name] for name in _FIELDS} for row in known}
    for episode_id, row in found.items():
        old = before.get(episode_id)
        if old is None or (old != row and old["first_seen"] >= since):
            yield row
    for episode_id, old in before.items():
        if episode_id not in found and old["state"] != "withdrawn" and old["first_seen"] >= since:
            yield old | {"state": "withdrawn"}


def quadrant_of(indicator: str, brand: str, own: Collection[str]) -> str:
    """What an episode is to us: its indicator's group, or `rival`; empty for an indicator that is no longer known."""
    if own and brand and brand not in own and indicator in OF_EVERY_BRAND:
        return RIVAL
    return REGISTER[indicator].group if indicator in REGISTER else ""


def _row(key: Key, episode: Episode, own: Collection[str]) -> Row:
    newest = episode.newest
    return {
        "episode_id": episode.episode_id,
        "indicator": key.indicator,
        **{f"subject_{part}": text for part, text in asdict(newest.subject).items()},
        "subject": key.subject,
        "metric": key.metric,
        "grain": key.grain,
        "quadrant": quadrant_of(key.indicator, newest.subject.brand, own),
        **{name: getattr(episode, name) for name in _OF_EPISODE},
        "peak_severity": episode.peak,
        "window_start": newest.window.start,
        "window_end": newest.window.end,
        **{name: getattr(newest, name) for name in _OF_FINDING},
    }


_OF_EPISODE = ("state", "state_since", "severity", "first_seen", "last_seen", "recovered_at", "windows")
_OF_FINDING = ("verdict", "value", "change", "unit", "reason")
_OF_SUBJECT = ("brand", "topic", "channel", "source", "phrase", "language", "item")


def _key(row: Row) -> Key:
    return Key(
        row["indicator"], row["subject"], row["subject_topic"], row["subject_channel"], row["metric"], row["grain"]
    )


def _finding(row: Row) -> Finding:
    return Finding(
        subject=Subject(**{part: row[f"subject_{part}"] for part in _OF_SUBJECT}),
        window=Window(row["window_start"], row["window_end"]),
        lapses_at=row["lapses_at"],
        **{name: row[name] for name in _OF_FINDING},
    )
