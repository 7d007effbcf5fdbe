"""Rows of the warehouse's views → findings with their evidence, past windows and open episodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from flows.indicators.outputs import Decomposition
from flows.indicators.register import REGISTER
from flows.lines import measured, seen
from flows.names import UNNAMED, Names, when
from flows.swot.content.finding import Episode, Finding, Moment, Piece
from flows.windows import Window
from warehouse.query import Row

LONGEST = 24
"""Windows of a series that are shown at most."""
_Key = tuple[Any, ...]


class Around:
    """What belongs to each finding, by what it is about; `names` are what a reader is told."""

    def __init__(
        self, evidence: Iterable[Row], series: Iterable[Row], episodes: Iterable[Episode], names: Names
    ) -> None:
        self._names = names
        self._pieces: dict[_Key, list[Piece]] = defaultdict(list)
        for row in sorted(evidence, key=lambda row: (row["rank"], row["kind"], row["name"])):
            self._pieces[_scope(row)].append(_piece(row, names))
        self._moments: dict[_Key, list[Moment]] = defaultdict(list)
        for row in sorted(series, key=lambda row: row["window_start"]):
            self._moments[_same(row)].append(_moment(row))
        self._episodes = {(one.indicator, one.subject, one.metric, one.grain): one for one in episodes}

    def finding(self, row: Row) -> Finding:
        """One row with all that is known around it."""
        known = REGISTER.get(row["indicator"])
        return Finding(
            group=known.group if known else "",
            brand=row["subject_brand"],
            topic=row["subject_topic"],
            channel=row["subject_channel"],
            item=row.get("subject_item", ""),
            topic_name=self._names.topic(row["subject_topic"]),
            subject=self._names.subject(row),
            label=_window(row).label,
            when=when(_window(row)),
            seen=seen(row),
            measured=measured(row),
            days=_days(row),
            low=row["ci_low"],
            high=row["ci_high"],
            q=row["q_value"],
            detectable=row["detectable_change"],
            needed=row["n_needed"],
            evidence=tuple(self._pieces.get(_scope(row), ())),
            series=tuple(self._moments.get(_same(row), ())[-LONGEST:]),
            episode=self._episodes.get((row["indicator"], row["subject"], row["metric"], row["grain"])),
            reason=self._names.sentence(row["reason"]),
            decomposition=_decomposition(row),
            **{name: row[name] for name in _AS_THEY_ARE},
        )


_AS_THEY_ARE = """
    indicator metric grain value comparison change unit harm n n_comparison verdict severity
""".split()  # noqa: SIM905 - names read better than quotes


def findings_of(
    rows: Sequence[Row],
    evidence: Iterable[Row],
    series: Iterable[Row],
    episodes: Iterable[Episode],
    names: Names = UNNAMED,
) -> tuple[Finding, ...]:
    """All rows of the view `indicators` as findings, in their order."""
    around = Around(evidence, series, episodes, names)
    return tuple(around.finding(row) for row in rows)


def episode_of(row: Row, names: Names = UNNAMED) -> Episode:
    """A row of the view `episodes`."""
    return Episode(
        about=names.subject(row),
        since=row["first_seen"],
        acknowledged=row["acknowledged_at"] is not None,
        reason=names.sentence(row["reason"]),
        **{name: row[name] for name in _OF_EPISODE},
    )


_OF_EPISODE = """
    episode_id indicator subject metric grain quadrant state verdict severity windows owner
""".split()  # noqa: SIM905


def _window(row: Row) -> Window:
    return Window(row["window_start"], row["grain"])


def _days(row: Row) -> float:
    length = row["window_end"] - row["window_start"]
    return float(length.total_seconds() / 86_400)


def _scope(row: Row) -> _Key:
    return row["indicator"], row["subject"], row["metric"], row["window_start"], row["window_end"]


def _same(row: Row) -> _Key:
    """A topic may be named as a channel is."""
    parts = row["subject_topic"], row["subject_channel"]
    return row["indicator"], row["subject"], *parts, row["metric"], row["grain"]


def _decomposition(row: Row) -> Decomposition | None:
    within, mix, rest = (row[f"decomposition_{part}"] for part in ("within", "mix", "interaction"))
    return None if within is None or mix is None or rest is None else Decomposition(within, mix, rest)


def _piece(row: Row, names: Names) -> Piece:
    sides = row["value"], row["comparison"], row["change"], row["n"]
    name = names.topic(row["name"]) if row["kind"] == "topic" else row["name"]
    return Piece(row["kind"], name, *sides, tuple(row["example_event_ids"]))


def _moment(row: Row) -> Moment:
    low, high = row["ci_low"], row["ci_high"]
    if low is None or high is None:
        return Moment(_window(row).label, row["value"], row["comparison"], None, None, row["verdict"])
    base = row["comparison"] if row["change"] is not None and row["comparison"] is not None else 0.0
    return Moment(_window(row).label, row["value"], row["comparison"], base + low, base + high, row["verdict"])
