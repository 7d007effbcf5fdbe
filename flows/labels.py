"""config/labels.csv: texts whose sentiment a person judged, by which the model's errors can be told and corrected.

One row per text: its `event_id` and `sentiment` (positive, neutral or negative; empty where nobody has judged it yet).
Never the text itself. What the model made of it, whose text it is and which version read it comes from the warehouse,
so that a rescore takes the labels along. The file is the user's own; where there is none there are no labels.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from flows.errors import ConfigError
from flows.indicators.formulas.classifier import CLASSES, attenuation, why_not
from flows.indicators.formulas.scores import Floats
from flows.indicators.inputs import Classifier
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from schemas.config_file import BadConfig

FILE = "labels.csv"
COLUMNS = ["event_id", "sentiment"]
SENTIMENTS = ("positive", "neutral", "negative")
AT_ONCE = 1000
"""Ids that one query asks for."""

_ID = re.compile(r"[!-~]{1,128}")

Labels = Mapping[str, str]
"""Sentiment as a person judged it, by event id."""


def read_labels(folder: Path) -> Labels:
    """The labels of `folder`/labels.csv. Raises ConfigError with file, line and field for one that cannot be used."""
    file = folder / FILE
    if not file.exists():
        return {}
    try:
        return _checked(file)
    except BadConfig as error:
        raise ConfigError(str(error)) from error


def _checked(file: Path) -> dict[str, str]:
    lines: dict[str, int] = {}
    found: dict[str, str] = {}
    for line, (event_id, sentiment) in _rows(file):
        if not event_id:
            raise BadConfig(file, line, "event_id", "is empty")
        if first := lines.get(event_id):
            raise BadConfig(file, line, "event_id", f"is labelled in line {first} already")
        if not _ID.fullmatch(event_id):
            raise BadConfig(file, line, "event_id", "is no id of an event, as the view feedback shows them")
        if sentiment not in ("", *SENTIMENTS):
            raise BadConfig(file, line, "sentiment", f"is none of {', '.join(SENTIMENTS)}, nor empty")
        lines[event_id] = line
        if sentiment:
            found[event_id] = sentiment
    return found


def _rows(file: Path) -> Iterator[tuple[int, tuple[str, str]]]:
    """Each row with its line; spreadsheets write commas or semicolons, and some a mark at the file's beginning."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(file, 0, "", f"cannot be read: {type(error).__name__}") from None
    rows = csv.reader(text.splitlines(), delimiter=";" if ";" in text.partition("\n")[0] else ",", strict=True)
    try:
        head = [name.strip() for name in next(rows, [])]
        if sorted(head) != COLUMNS:
            raise BadConfig(file, 1, "", "has the two columns event_id and sentiment, and no other: never a text")
        for row in rows:
            values = dict(zip(head, map(str.strip, row), strict=False))
            if len(row) > len(head):
                raise BadConfig(file, rows.line_num, "", "has more values than there are columns")
            if any(values.values()):
                yield rows.line_num, (values.get("event_id", ""), values.get("sentiment", "").lower())
    except csv.Error as error:
        raise BadConfig(file, rows.line_num, "", f"is not CSV: {error}") from None


Place = tuple[str, str, str]
"""Brand, channel and the version of the sentiment model that read the texts."""


@dataclass(frozen=True)
class Labelled:
    """Labelled texts of customers: counts of true (rows) by predicted sentiment, per place."""

    counts: Mapping[Place, Floats] = field(default_factory=dict)

    @property
    def texts(self) -> int:
        """How many labels are of a text that is known."""
        return int(sum(counts.sum() for counts in self.counts.values()))

    def classifier(self, subject: Subject, versions: Set[str], shows: float) -> Classifier:
        """What is known of the model's errors in a subject's texts, which these versions read.

        Labels are a subject's where the texts are: its brand's, and of a channel that channel's. Where none apply,
        `shows` says what is assumed, and the reason why.
        """
        labels, reason = self._of(subject, versions)
        if labels is None:
            return Classifier(shows, reason=reason)
        if reason := why_not(labels):
            return Classifier(shows, reason=reason)
        rows = tuple(tuple(int(count) for count in row) for row in labels)
        return Classifier(attenuation(labels), labels=rows)

    def _of(self, subject: Subject, versions: Set[str]) -> tuple[Floats | None, str]:
        if subject.topic:
            return None, "texts are labelled as a whole, not by what they say of a topic"
        ours = {
            place: counts
            for place, counts in self.counts.items()
            if place[0] == subject.brand and subject.channel in ("", place[1])
        }
        fresh = [counts for (_, _, version), counts in ours.items() if {version} == versions]
        if not ours:
            return None, "no texts of it are labelled"
        if not fresh:
            return None, "its labelled texts were read by another version of the model"
        return np.sum(fresh, axis=0), ""


def matched(labels: Labels, labelled: Labelled) -> str:
    """How many labels count, as a sentence: of an id that is unknown only the warehouse can tell."""
    return (
        f"{labelled.texts} of {len(labels)} labels of {FILE} are of customers' texts that are here and scored; "
        "the others count for nothing"
    )


def read_labelled(read: Read, labels: Labels) -> Labelled:
    """The labels beside what the warehouse says of their texts; unknown ids and unscored texts count for nothing.

    Raises Unavailable.
    """
    counts: dict[Place, Floats] = defaultdict(lambda: np.zeros((CLASSES, CLASSES)))
    for true in SENTIMENTS:
        event_ids = sorted(event_id for event_id, sentiment in labels.items() if sentiment == true)
        for at in range(0, len(event_ids), AT_ONCE):
            for row in read(sql("labels"), {"event_ids": event_ids[at : at + AT_ONCE]}):
                place = row["brand"], row["channel"], row["sentiment_version"]
                counts[place][SENTIMENTS.index(true), SENTIMENTS.index(row["sentiment"])] += row["texts"]
    return Labelled(dict(counts))
