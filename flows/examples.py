"""Which events to read for a piece of evidence: ids only, always the same ones for the same data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from flows.answers import as_date, stratum_of
from flows.evidence import MERITS
from flows.facts import Newcomer
from flows.indicators.outputs import Evidence, Judgement
from flows.indicators.register import rests_on
from flows.themes import Themes
from warehouse.query import Row

_Key = tuple[str, str, date, str, int, str]


class Examples:
    """The rows of examples.sql, and the events that come with each unlisted brand and each phrase."""

    def __init__(
        self,
        rows: Iterable[Row],
        newcomers: Mapping[str, Mapping[date, Newcomer]],
        themes: Mapping[date, Themes] = MappingProxyType({}),
    ) -> None:
        self._newcomers, self._themes = newcomers, themes
        self._ids: dict[_Key, list[str]] = {}
        for row in rows:
            key = (row["brand"], row["topic"], as_date(row["window_start"]), row["metric"], row["vote"], _name(row))
            self._ids[key] = list(row["event_ids"])

    def of(self, judgement: Judgement, piece: Evidence) -> list[str]:
        """Events of unhappy customers, of happy ones where the finding is an improvement.

        Strata that the statistics merged are looked up by what is left of their name: the channel, then the whole.
        """
        subject, start = judgement.subject, judgement.window.start.date()
        if judgement.indicator == "new_entrant":
            found = self._newcomers.get(subject.brand, {}).get(start)
            return list(found.event_ids) if found else []
        if judgement.indicator == "emerging_theme":
            return self._themes[start].examples(subject)
        topic, name = topic_of(judgement, piece), "" if piece.kind == "topic" else piece.name
        vote = 1 if judgement.verdict in ("improved", *MERITS) else -1
        for look in (name, name.split(" / ")[0], subject.channel):
            if ids := self._ids.get((subject.brand, topic, start, metric_of(judgement), vote, look)):
                return ids
        return []


def topic_of(judgement: Judgement, piece: Evidence) -> str:
    """What the events are to speak of: the topic that is evidence, else the finding's."""
    return piece.name if piece.kind == "topic" else judgement.subject.topic


def metric_of(judgement: Judgement) -> str:
    """What the events are to answer: of whatever counts good or bad words, net sentiment."""
    is_felt = rests_on(judgement.indicator, judgement.metric, "sentiment")
    return "net_sentiment" if is_felt else judgement.metric


def _name(row: Row) -> str:
    """As evidence names it: '' for the whole, a channel, or a stratum."""
    if row["level"] == "stratum":
        return stratum_of(row).text
    return str(row["channel"]) if row["level"] == "channel" else ""
